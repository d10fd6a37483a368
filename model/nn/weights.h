#pragma once

#include <torch/nn/module.h>

#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/safetensors.h"

namespace molloquy::nn {

/// A tensor that looks into the file's memory, in the file's number type (U16 as int32 copy).
/// It stays valid while `file` or a copy of it lives.
at::Tensor tensorView(const checkpoints::SafetensorsFile& file,
                      const checkpoints::TensorEntry& entry);
/// The named tensor as a copy. Errors: Corrupt, naming it, when it is absent.
Result<at::Tensor> readTensor(const checkpoints::SafetensorsFile& file, const std::string& name);

/// Bytes copied so far and in all.
using CopyProgress = std::function<void(std::uintmax_t read, std::uintmax_t total)>;

struct LoadOptions {
  /// Whether every parameter has to be found in the files.
  enum class Missing { Refuse, Allow };
  Missing missing = Missing::Refuse;
  CopyProgress progress;
  std::stop_token stop;
};

/// Copies the files' tensors into the parameters of the same (renamed, see checkpoints/weight_names.h) name,
/// converting number types; later files win.
///
/// returns the number of parameters filled; 0 and nothing else decided after a stop request.
/// Errors: Corrupt, naming a missing parameter, or a tensor whose shape differs, with both shapes.
/// Tensors that no parameter claims are skipped: stage files carry heads that a network lacks.
Result<std::size_t> loadWeights(torch::nn::Module& module,
                                const std::vector<checkpoints::SafetensorsFile>& files,
                                const LoadOptions& options = {});

/// Number type parameters are written in.
enum class SavedType { Float32, Bfloat16 };

/// Writes every parameter under its registered name; the file appears whole or not at all.
Result<void> saveWeights(const torch::nn::Module& module, const std::filesystem::path& path,
                         SavedType type, const std::map<std::string, std::string>& metadata = {});

/// Number of parameters.
std::int64_t parameterCount(const torch::nn::Module& module);

}  // namespace molloquy::nn
