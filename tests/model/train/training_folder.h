#pragma once

#include <QTemporaryDir>
#include <stop_token>
#include <string>
#include <vector>

#include "model/train/training_run.h"

namespace molloquy::tests {

/// A training job in a folder of its own: chains of two to seven atoms (the longest held out), a
/// tiny network of the objective, dropout and noise on, float32, one thread.
class TrainingFolder {
 public:
  explicit TrainingFolder(recipes::Objective objective);

  [[nodiscard]] std::filesystem::path path(const char* name) const;
  /// Runs the job into <folder>/<output>. stopAfter  asks to stop once that step has been told; 0:
  /// never.
  Result<recipes::TrainingEnd> train(const char* output, recipes::Existing existing,
                                     std::int64_t stopAfter = 0);

  recipes::TrainingJob job;
  std::vector<recipes::TrainingProgress> progress;    ///< of the last run.
  std::vector<recipes::TrainingEvaluation> measured;  ///< of the last run.
  std::vector<std::string> messages;                  ///< of the last run.

 private:
  QTemporaryDir m_folder;
};

/// Bytes of the newest checkpoint's weights and moments; empty when there is none.
std::string newestLearned(const std::filesystem::path& trainingFolder);

}  // namespace molloquy::tests
