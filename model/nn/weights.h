#pragma once

#include <torch/nn/module.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/checkpoints/safetensors.h"
#include "model/checkpoints/tensor_source.h"

namespace molloquy::nn {

/// A tensor that looks into the file's memory, in the file's number type (U16 as int32 copy).
/// It stays valid while `file` or a copy of it lives.
at::Tensor tensorView(const checkpoints::SafetensorsFile& file,
                      const checkpoints::TensorEntry& entry);
/// The named tensor as a copy. Errors: Corrupt, naming it, when it is absent.
Result<at::Tensor> readTensor(const checkpoints::SafetensorsFile& file, const std::string& name);

/// One stored tensor, read when its turn comes.
struct StoredTensor {
  std::string name;                          ///< as published or as registered.
  std::vector<std::int64_t> shape;           ///< empty for a single number.
  std::uintmax_t bytes = 0;                  ///< in the file.
  std::function<Result<at::Tensor>()> read;  ///< keeps its file open.
};
/// Tensors of one or more files; of two that fill the same parameter the later one wins.
using StoredTensors = std::vector<StoredTensor>;

/// Lists the tensors of a file. Nothing is read before `read`.
StoredTensors storedTensors(const checkpoints::SafetensorsFile& file);
/// The same for weights of any form: one file, shards, a PyTorch file. One thread at a time.
StoredTensors storedTensors(std::shared_ptr<checkpoints::TensorSource> source);

/// Bytes copied so far and in all.
using CopyProgress = std::function<void(std::uintmax_t read, std::uintmax_t total)>;

/// Where parameters go and in which numbers.
struct Placement {
  at::Device device = at::kCPU;
  at::ScalarType type = at::kFloat;
};

struct LoadOptions {
  /// Whether every parameter has to be found in the files.
  enum class Missing { Refuse, Allow };
  Missing missing = Missing::Refuse;
  /// Each parameter is created there and filled straight from the file; without it parameters keep
  /// their place and numbers.
  std::optional<Placement> placement;
  CopyProgress progress;  ///< counts what the parameters take.
  std::stop_token stop;
};

/// Copies stored tensors into the parameters of the same name, or of the name that they have here
/// (see checkpoints/weight_names.h), converting number types.
///
/// returns the number of parameters filled; 0 and nothing else decided after a stop request.
/// Errors: Corrupt, naming missing parameters with the shapes that are asked for, or a tensor whose
/// shape differs, with both shapes; those of reading. May throw c10 exceptions on lack of memory.
/// Tensors that no parameter claims are skipped: stage files carry heads that a network lacks.
Result<std::size_t> loadWeights(torch::nn::Module& module, const StoredTensors& stored,
                                const LoadOptions& options = {});
/// The same for whole files.
Result<std::size_t> loadWeights(torch::nn::Module& module,
                                const std::vector<checkpoints::SafetensorsFile>& files,
                                const LoadOptions& options = {});

/// Name of the parameter that a published tensor fills; stage-1 heads and the second names of tied
/// tensors included. nullopt: the networks here have nothing of the kind.
std::optional<std::string> parameterName(std::string_view published);

/// Number type parameters are written in.
enum class SavedType { Float32, Bfloat16 };

/// Writes every parameter, or those of the wanted names, under its registered name; the file
/// appears whole or not at all.
Result<void> saveWeights(const torch::nn::Module& module, const std::filesystem::path& path,
                         SavedType type, const std::map<std::string, std::string>& metadata = {},
                         const std::function<bool(const std::string& name)>& wanted = {});

/// Number of parameters.
std::int64_t parameterCount(const torch::nn::Module& module);

}  // namespace molloquy::nn
