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
  double ropeTheta = 10000.0;
  bool tieWordEmbeddings = false;
  int maxPosition = 2048;  ///< tokens of prompt and answer together.
  double dropout = 0.0;    ///< residual dropout, training only (0 in Llama).
  std::optional<LoraConfig> lora;

  [[nodiscard]] int headDim() const { return hidden / heads; }
  /// Errors: Corrupt, naming the field, its value and the rule.
  [[nodiscard]] Result<void> validate() const;
};

/// Reads and validates; "lora" may be given inside the object. Errors: Corrupt, naming the field.
Result<Config> configFromJson(const nlohmann::json& object);
nlohmann::json toJson(const Config& config);
Result<LoraConfig> loraConfigFromJson(const nlohmann::json& object);

}  // namespace molloquy::llama
