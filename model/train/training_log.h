#pragma once

#include <filesystem>
#include <fstream>

#include "model/recipes/training_job.h"

namespace molloquy::train {

/// train.jsonl of a training folder, and the observer: what is told goes to both. A line is an
/// object with "event": start, step, held_out, checkpoint, note or end.
class TrainingLog {
 public:
  /// Quiet: nothing is written or told (ranks other than 0).
  enum class Voice { Told, Quiet };
  TrainingLog(const std::filesystem::path& trainingFolder, recipes::TrainingObserver observer,
              Voice voice);

  void start(const recipes::Recipe& recipe, std::int64_t parameters, std::int64_t trained,
             std::size_t trainingExamples, std::size_t heldOutExamples, std::int64_t steps);
  void step(const recipes::TrainingProgress& progress);
  void evaluation(const recipes::TrainingEvaluation& evaluation);
  void checkpoint(std::int64_t step);
  void note(const std::string& sentence);
  void end(const recipes::TrainingEnd& end);

 private:
  void write(const std::string& line);

  recipes::TrainingObserver m_observer;
  bool m_told;
  std::ofstream m_file;
};

}  // namespace molloquy::train
