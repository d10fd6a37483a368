#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/adapter.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::checkpoints {

/// What the card of an adapter (README.md) says of where it comes from. Empty fields are left out.
struct AdapterCard {
  std::string name;
  std::string recipe;   ///< name of the recipe.
  std::string dataKey;  ///< hash of the prepared data.
  std::string license;  ///< as in a model card ("mit"); empty: that of the base model is named.
  std::vector<std::pair<std::string, std::string>> figures;  ///< of the run: what, value.
};

/// Figures that the train.jsonl of a training says of its end: steps, loss on held-out examples,
/// time, examples. Nothing when there is no such file or no such line.
std::vector<std::pair<std::string, std::string>> trainingFigures(const std::filesystem::path& log);

/// The card as Markdown with the front matter of a model card.
std::string adapterCardText(const AdapterConfig& config, const AdapterCard& card,
                            std::int64_t parameters);

/// Writes an adapter folder as peft reads it: adapter_model.safetensors, adapter_config.json and
/// README.md. The folder is made when it is not there.
/// tensors  named as in a network of ours without its prefix:
///          "model.layers.0.self_attn.q_proj.lora_A.weight".
/// Errors: InvalidInput (the folder holds another thing), those of writeSafetensors.
Result<void> writeAdapter(const std::filesystem::path& folder, const AdapterConfig& config,
                          const AdapterCard& card, std::vector<TensorToWrite> tensors);

/// The same for the adapters that a model folder of ours carries; numbers in float32, exactly as
/// stored.
Result<void> exportAdapter(const std::filesystem::path& model, const std::filesystem::path& folder,
                           const std::string& baseModel, const AdapterCard& card);

}  // namespace molloquy::checkpoints
