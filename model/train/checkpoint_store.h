#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/train/learned_parameters.h"

namespace molloquy::train {

/// Everything besides weights and moments that a run needs to go on as if nothing had happened.
struct TrainingState {
  std::int64_t step = 0;
  int epoch = 0;
  std::int64_t epochBatches = 0;  ///< micro-batches of the epoch that are done, of all processes.
  double seconds = 0;
  std::optional<double> bestLoss;
  std::int64_t bestStep = 0;
  int evaluationsSinceBest = 0;
};

/// The checkpoints of a training folder: checkpoints/step-N with learned.safetensors and
/// state.json. One appears whole under its name or not at all (written beside it, synced, renamed);
/// what a killed run left half-written is removed by the next.
class CheckpointStore {
 public:
  /// Makes the folder. identity  what has to be equal for a run to be continued (recipe, data).
  static Result<CheckpointStore> open(const std::filesystem::path& trainingFolder,
                                      std::string identity);

  /// A store for runs that keep nothing.
  static CheckpointStore unused() { return CheckpointStore({}, "{}"); }

  [[nodiscard]] bool isEmpty() const { return steps().empty(); }
  /// Steps of the whole checkpoints, rising.
  [[nodiscard]] std::vector<std::int64_t> steps() const;
  [[nodiscard]] std::filesystem::path folderOf(std::int64_t step) const;

  /// Then removes all but the last `keepLast` and the best.
  [[nodiscard]] Result<void> save(const LearnedParameters& parameters, const TrainingState& state,
                                  int keepLast) const;
  /// The newest one. Errors: NotFound (there is none); Corrupt; InvalidInput (made with another
  /// recipe or other data).
  Result<TrainingState> restoreNewest(LearnedParameters& parameters) const;
  /// The best one's weights. Errors: those of reading.
  Result<void> restoreWeights(LearnedParameters& parameters, std::int64_t step) const;
  [[nodiscard]] Result<void> removeAll() const;

 private:
  CheckpointStore(std::filesystem::path folder, std::string identity)
      : m_folder(std::move(folder)), m_identity(std::move(identity)) {}

  std::filesystem::path m_folder;
  std::string m_identity;
};

/// The part of a recipe that a continued run may not change, and the data's key.
std::string runIdentity(const recipes::Recipe& recipe, const recipes::PreparedDataset& data);

}  // namespace molloquy::train
