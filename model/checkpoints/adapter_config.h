#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/llama/config.h"

namespace molloquy::checkpoints {

/// What the adapter_config.json of a peft adapter says.
/// Source: peft 0.5 (tuners/lora.py, class LoraConfig); later versions add fields.
struct AdapterConfig {
  llama::LoraConfig lora;     ///< alpha is scaled so that alpha / rank is the adapter's factor.
  std::string baseModel;      ///< base_model_name_or_path; may be empty.
  std::vector<int> layers;    ///< layers_to_transform; empty: all.
  bool targetsByName = true;  ///< false: target_modules is a pattern, the tensors alone tell.

  /// Whether target_modules names the module ("model.layers.0.self_attn.q_proj"): by its whole
  /// name or its end.
  [[nodiscard]] bool names(std::string_view module) const;
};

/// Errors: Corrupt (a field missing or of the wrong kind); Unsupported for everything that changes
/// what is computed beyond W + (alpha / r) B A (another peft_type, biases, DoRA, ranks that differ
/// from layer to layer, a base changed by the initialisation, ...), naming the field.
Result<AdapterConfig> adapterConfigFromJson(const nlohmann::json& object);

/// Reads <folder>/adapter_config.json. Errors: those above and NotFound.
Result<AdapterConfig> readAdapterConfig(const std::filesystem::path& folder);

/// As peft 0.5 writes it, for a causal language model.
std::string adapterConfigText(const AdapterConfig& config);

/// Names of the files of an adapter folder, peft's own.
inline constexpr const char* kAdapterConfigFile = "adapter_config.json";
inline constexpr const char* kAdapterWeightsFile = "adapter_model.safetensors";
inline constexpr const char* kAdapterOldWeightsFile = "adapter_model.bin";

}  // namespace molloquy::checkpoints
