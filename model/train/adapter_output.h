#pragma once

#include <torch/nn/module.h>

#include <filesystem>
#include <string>

#include "model/recipes/recipe.h"

namespace molloquy::train {

/// Writes the adapters that a network has learnt as a folder of peft: adapter_model.safetensors in
/// float32, adapter_config.json and a card with the recipe, the data's key and the figures that the
/// run's train.jsonl holds. What else learnt beside them (projection, Q-Former) is not in it; that
/// stays in the checkpoints' learned.safetensors and in the finished model.
///
/// module  its parameters "[llm_model.]model.layers.N...lora_A.weight".
/// log     train.jsonl of the run.
/// Errors: InvalidInput (no adapters; the folder holds a model), those of writing.
Result<void> saveAdapter(const torch::nn::Module& module, const recipes::Recipe& recipe,
                         const std::string& dataKey, const std::filesystem::path& log,
                         const std::filesystem::path& folder);

}  // namespace molloquy::train
