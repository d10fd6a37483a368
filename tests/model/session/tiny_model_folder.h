#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "model/base/result.h"

/// A whole model of some 100,000 random numbers, for tests of everything around a network.
namespace tiny_model {

/// Sizes and token ids as config.json holds them; the vocabulary is the golden one of 600 pieces.
nlohmann::json config();

/// Writes config.json, model.safetensors and tokenizer.model into an existing folder.
molloquy::Result<void> write(const std::filesystem::path& folder,
                             const nlohmann::json& configuration = config());

/// A plain language model in the transformers layout, in bf16 with a ChatML tokenizer.json:
/// config.json, model.safetensors, tokenizer.json and tokenizer_config.json.
molloquy::Result<void> writePlain(const std::filesystem::path& folder);

}  // namespace tiny_model
