#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::llama {

/// Low-rank adapters on the linear layers: y = W x + (alpha / r) B A x.
/// Source: LoRA (Hu et al., ICLR 2022); 3D-MoLM: r = 8, alpha = 32, all seven linears of a block.
struct LoraConfig {
  int rank = 8;
  double alpha = 32.0;
  double dropout = 0.1;  ///< on the adapter's input, training only.
  std::vector<std::string> targets = {"q_proj",    "k_proj",  "v_proj",   "o_proj",
                                      "gate_proj", "up_proj", "down_proj"};
  [[nodiscard]] double scale() const { return alpha / rank; }
};

/// How rotary angles are stretched beyond the context that a model was first trained with.
///
/// Linear  every frequency divided by `factor` (Chen et al., 2023, Position Interpolation).
/// Llama3  long waves divided by `factor`, short ones kept, those between blended (Llama 3.1,
///         Dubey et al., 2024; transformers' rope_type "llama3").
struct RopeScaling {
  enum class Kind { None, Linear, Llama3 };
  Kind kind = Kind::None;
  double factor = 1.0;
  double lowFrequencyFactor = 1.0;   ///< Llama3 only.
  double highFrequencyFactor = 4.0;  ///< Llama3 only.
  int originalMaxPosition = 8192;    ///< Llama3 only.
};

/// Sizes of the language model. Defaults: the llama-2-7b-hf folder published with 3D-MoLM (its
/// rms_norm_eps is 1e-6) with the two added tokens.
///
/// Source: Llama 2 (Touvron et al., 2023); RoPE (Su et al., 2021).
struct Config {
  int vocab = 32002;  ///< V, added tokens included.
  int hidden = 4096;  ///< D.
  int intermediate = 11008;
  int layers = 32;
  int heads = 32;    ///< H.
  int kvHeads = 32;  ///< key and value heads; fewer than H for grouped queries.
  double rmsNormEps = 1e-6;
  int headWidth = 0;  ///< d of one head; 0 = hidden / heads.
  double ropeTheta = 10000.0;
  RopeScaling ropeScaling;
  int slidingWindow = 0;  ///< a token reads itself and this many - 1 before it; 0 = all (Mistral).
  bool qkvBias = false;   ///< biases on q, k and v (Qwen2).
  bool tieWordEmbeddings = false;
  int maxPosition = 2048;  ///< tokens of prompt and answer together.
  double dropout = 0.0;    ///< residual dropout, training only (0 in Llama).
  std::optional<LoraConfig> lora;

  [[nodiscard]] int headDim() const { return headWidth > 0 ? headWidth : hidden / heads; }
  /// Errors: Corrupt, naming the field, its value and the rule.
  [[nodiscard]] Result<void> validate() const;
};

/// Reads and validates; "lora" may be given inside the object. Errors: Corrupt, naming the field.
Result<Config> configFromJson(const nlohmann::json& object);
nlohmann::json toJson(const Config& config);
Result<LoraConfig> loraConfigFromJson(const nlohmann::json& object);

}  // namespace molloquy::llama
