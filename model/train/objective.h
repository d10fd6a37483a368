#pragma once

#include <torch/nn/module.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/recipes/example_order.h"
#include "model/recipes/training_job.h"
#include "model/train/process_group.h"

namespace molloquy::train {

/// One micro-batch, ready for the network. Each objective has its own kind.
class MicroBatch {
 public:
  virtual ~MicroBatch() = default;
  /// Page-locked copies, so that the copy to a device need not wait.
  virtual void pin() = 0;

  std::int64_t tokens = 0;  ///< padded, as the network computes them.
  std::int64_t molecules = 0;
  std::int64_t targets = 0;  ///< what the mean of the loss is taken over; weights evaluations.
};

/// The mean loss of a micro-batch and what it is made of; single numbers on the device.
struct Losses {
  at::Tensor total;
  std::vector<std::pair<std::string, at::Tensor>> parts;
};

/// What surrounds one computation of a loss.
struct LossContext {
  at::Device device = at::kCPU;
  at::Generator generator;        ///< on the CPU; for draws that are the objective's own.
  ProcessGroup* group = nullptr;  ///< the processes that compute their losses beside this one.
};

/// What a trainer teaches: builds batches from prepared examples and computes their loss.
///
/// The network's own random draws (dropout) come from libtorch's default generators, which the
/// trainer seeds before every micro-batch from the recipe's seed, the step and the rank, so that a
/// resumed run draws what the uninterrupted one would have drawn.
class TrainingObjective {
 public:
  virtual ~TrainingObjective() = default;

  virtual torch::nn::Module& module() = 0;
  /// Which setting of the recipe governs a parameter of the module.
  [[nodiscard]] virtual recipes::Learning learningOf(const std::string& parameter) const = 0;

  /// Switches dropout and the like; parts that rest stay as in use.
  virtual void setTraining(bool on) = 0;

  /// Any thread, several at a time. seed  of noise, masks and the choice of a conformer.
  [[nodiscard]] virtual std::unique_ptr<MicroBatch> collate(const recipes::BatchIndices& examples,
                                                            std::uint64_t seed) const = 0;
  /// Under autocast where the recipe asks for it; training or evaluation as the module is set.
  virtual Losses losses(const MicroBatch& batch, LossContext& context) = 0;

  /// The batch as the network is fed it, for the dry run.
  [[nodiscard]] virtual std::vector<recipes::FedExample> describe(
      const recipes::BatchIndices& examples) const = 0;
  /// Multiply-adds of matrix products times two, forward and backward, of one micro-batch.
  [[nodiscard]] virtual double flops(const MicroBatch& batch) const = 0;

  /// Writes the finished network into an existing folder, every file whole or not at all.
  [[nodiscard]] virtual Result<void> save(const std::filesystem::path& folder) const = 0;
};

}  // namespace molloquy::train
