#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/train/objective.h"

namespace torch::optim {
class AdamW;
}

namespace molloquy::train {

/// All learning parameters in one or two flat float32 tensors (those that decay, and those that do
/// not), with their gradients, updated by torch's AdamW.
///
/// OPTIMIZATION: the module's parameters become views of the flat tensors, so an update is a
/// handful of kernels instead of several for each of hundreds of parameters, the gradient norm is
/// one, and processes add their gradients in one call.
class LearnedParameters {
 public:
  /// The module has to be on its device already. Freezes what the objective does not teach.
  LearnedParameters(TrainingObjective& objective, const recipes::OptimizerSettings& settings);
  ~LearnedParameters();
  LearnedParameters(const LearnedParameters&) = delete;
  LearnedParameters& operator=(const LearnedParameters&) = delete;

  /// The mean over the processes' gradients takes their place. parts  they are divided by.
  void average(ProcessGroup* group, double parts);
  /// Clips the gradient, updates, and clears the gradient. Nothing waits for the device.
  /// returns the gradient norm before clipping, a single number on the device.
  at::Tensor step(double learningRate);
  /// Everyone starts with rank 0's weights.
  void broadcast(ProcessGroup& group);

  /// Learning parameters.
  [[nodiscard]] std::int64_t count() const;
  /// Bytes of gradients and moments.
  [[nodiscard]] std::uintmax_t optimizerBytes() const;

  /// Weights and moments into a .safetensors file, whole or not at all.
  [[nodiscard]] Result<void> save(const std::filesystem::path& file) const;
  /// Takes them back to the bit. Errors: those of reading; Corrupt when the file is of other
  /// parameters, naming the first that differs.
  Result<void> load(const std::filesystem::path& file);
  /// The weights alone, moments untouched.
  Result<void> loadWeightsOnly(const std::filesystem::path& file);

 private:
  /// Parameters that decay alike, behind each other.
  struct Group {
    std::string name;
    std::vector<std::string> parameters;
    std::vector<std::vector<std::int64_t>> shapes;
    at::Tensor flat;  ///< a leaf with gradient
  };
  enum class Restored { Weights, WeightsAndMoments };

  void addGroup(const std::string& name, std::vector<std::pair<std::string, at::Tensor>> members);
  [[nodiscard]] std::string layout() const;
  Result<void> restore(const std::filesystem::path& file, Restored what);

  std::vector<Group> m_groups;
  double m_clipNorm;
  std::unique_ptr<torch::optim::AdamW> m_optimizer;
};

}  // namespace molloquy::train
