#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/base/strong_index.h"
#include "model/llama/config.h"

namespace molloquy::checkpoints {

/// What the config.json of a transformers folder says of a language model.
struct HfConfig {
  std::string modelType;  ///< "llama", "mistral" or "qwen2".
  llama::Config llama;
  std::optional<TokenId> beginToken;
  std::vector<TokenId> endTokens;  ///< any of them ends an answer.
  std::optional<TokenId> padToken;
  std::string numberType;  ///< "bfloat16", "float16", "float32"; empty when it is not said.
};

/// Reads <folder>/config.json, and end tokens from generation_config.json when that is there.
/// Errors: NotFound, Corrupt (not JSON, a field missing or of the wrong kind, by name),
/// Unsupported (another model_type, rotary scaling, activation or quantisation, by name).
Result<HfConfig> readHfConfig(const std::filesystem::path& folder);

/// The same from the parsed object. Defaults of absent fields are those of the transformers
/// library for the family.
Result<HfConfig> hfConfigFromJson(const nlohmann::json& object);

/// What hfConfigFromJson reads; the family is told by the sizes when modelType is empty.
nlohmann::ordered_json toJson(const HfConfig& config);

}  // namespace molloquy::checkpoints
