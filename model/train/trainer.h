#pragma once

#include <chrono>
#include <limits>
#include <optional>
#include <stop_token>

#include "model/recipes/schedule.h"
#include "model/train/batch_loader.h"
#include "model/train/checkpoint_store.h"
#include "model/train/learned_parameters.h"
#include "model/train/training_log.h"

namespace molloquy::train {

/// Where and with whom a trainer works.
struct TrainerOptions {
  at::Device device = at::kCPU;
  int loaderThreads = 1;
  ProcessGroup* group = nullptr;  ///< none: this process alone.
};

/// The loop: batches, gradients, updates, measurements, checkpoints.
///
/// Every random draw follows from the recipe's seed, the epoch and the batch's place in it, so a
/// run that goes on from a checkpoint computes what the uninterrupted one would have computed, to
/// the bit on the same machine with the same threads, and processes draw what one process that
/// accumulates their batches would draw. libtorch's errors are thrown, ProcessLost too.
class Trainer {
 public:
  /// objective, data, store and log have to outlive the trainer.
  Trainer(TrainingObjective& objective, const recipes::PreparedDataset& data,
          const recipes::Recipe& recipe, const CheckpointStore& store, TrainingLog& log,
          const TrainerOptions& options);

  /// Goes on from the store's newest checkpoint. Errors: those of CheckpointStore::restoreNewest.
  Result<void> resume();
  /// Until the recipe's end or the stop; a checkpoint is written at the end of either. At a normal
  /// end the weights are those of the best measurement. Errors: those of writing; InvalidInput when
  /// there is nothing to train on or the loss is no number any more.
  Result<recipes::TrainingEnd> run(std::stop_token stop);

  /// One update on the batches that belong to this process; every process calls it.
  /// returns the mean loss over all of them, a single number on the device.
  at::Tensor update(const std::vector<std::unique_ptr<MicroBatch>>& batches,
                    const std::vector<std::uint64_t>& seeds, int batchesOfAll);

  /// Means over the held-out examples, of all processes; nullopt when nothing is held out.
  std::optional<recipes::TrainingEvaluation> measure();

  [[nodiscard]] const LearnedParameters& parameters() const { return m_parameters; }
  [[nodiscard]] std::int64_t totalSteps() const { return m_totalSteps; }
  [[nodiscard]] std::size_t trainingExamples() const { return m_training.size(); }
  [[nodiscard]] std::size_t heldOutExamples() const { return m_heldOut.size(); }

 private:
  using Clock = std::chrono::steady_clock;
  enum class AfterStep { GoOn, Stop, NoImprovement, TimeLimit, StepsDone };

  [[nodiscard]] int ranks() const;
  [[nodiscard]] int batchesPerUpdate() const;
  [[nodiscard]] std::vector<PlannedBatch> planFor(int epoch, std::int64_t done) const;
  [[nodiscard]] std::int64_t updatesIn(std::size_t batches) const;
  Result<AfterStep> runEpoch(const std::stop_token& stop);
  Result<AfterStep> afterStep(const std::stop_token& stop);
  Result<void> logStep();
  Result<void> checkpoint();
  Result<AfterStep> measureAndKeep();
  Result<recipes::TrainingEnd> finish(AfterStep reason);
  [[nodiscard]] recipes::RunPosition position() const;
  [[nodiscard]] double seconds() const;
  [[nodiscard]] bool isTimeOver() const;
  void collect(const Losses& losses, double share);

  TrainingObjective& m_objective;
  const recipes::PreparedDataset& m_data;
  const recipes::Recipe& m_recipe;
  const CheckpointStore& m_store;
  TrainingLog& m_log;
  TrainerOptions m_options;
  std::vector<std::size_t> m_training;
  std::vector<std::size_t> m_heldOut;
  LearnedParameters m_parameters;

  TrainingState m_state;
  std::int64_t m_stepLimit = std::numeric_limits<std::int64_t>::max();
  std::int64_t m_totalSteps = 1;    ///< expected; epochs may differ by a few batches
  std::int64_t m_epochBatches = 1;  ///< micro-batches of an epoch, of all processes
  double m_earlierSeconds = 0;
  Clock::time_point m_start;
  double m_learningRate = 0;

  /// Since the last logged line; sums live on the device.
  struct Since {
    at::Tensor loss;
    std::vector<std::pair<std::string, at::Tensor>> parts;
    at::Tensor gradientNorm;
    std::int64_t updates = 0;
    std::int64_t tokens = 0;
    std::int64_t molecules = 0;
    double waited = 0;
    Clock::time_point begin;
  };
  Since m_since;
};

/// Seed of a micro-batch: of its noise, its masks and the network's draws.
std::uint64_t batchSeed(std::uint64_t seed, int epoch, std::int64_t batch);

}  // namespace molloquy::train
