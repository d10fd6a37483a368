#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// Number type of the merged model's weights.
///
/// AsStored  the base's own; half precision becomes bfloat16, which the adapter's steps fit into.
enum class MergedType { AsStored, Bfloat16, Float32 };

struct MergeInput {
  std::filesystem::path base;     ///< a language model, or a molecule model of ours.
  std::filesystem::path adapter;  ///< of peft, or a molecule model with adapters of its own.
  std::filesystem::path output;   ///< the new model folder; must not exist, or be empty.
  MergedType type = MergedType::AsStored;
  std::uintmax_t shardBytes = 4'000'000'000;
};

struct MergeReport {
  std::filesystem::path folder;
  std::vector<std::string> files;  ///< weights files, in order.
  std::int64_t tensors = 0;
  std::int64_t merged = 0;  ///< matrices that changed.
  std::uintmax_t bytes = 0;
};

/// Makes one model of a base and an adapter: W + (alpha / r) B A, computed in float32, for every
/// matrix that the adapter names; everything else as it is. Beside the weights the folder gets the
/// base's other files and a card of its own.
///
/// A molecule model that carries adapters of its own is merged with itself (base and adapter the
/// same folder) and carries none afterwards. Memory: the adapter's pair and the largest matrix of a
/// PyTorch file. The folder appears whole under its name or not at all.
/// Errors: those of reading both; Corrupt (module or shape that the base does not have, a module
/// that target_modules names and the adapter lacks), InvalidInput (the output exists, the base is
/// quantised or has adapters of its own; "Merging was stopped." after a stop), Internal (disk).
Result<MergeReport> mergeAdapter(
    const MergeInput& input,
    const std::function<void(std::uintmax_t done, std::uintmax_t total)>& progress = {},
    const std::stop_token& stop = {});

}  // namespace molloquy::checkpoints
