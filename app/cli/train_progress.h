#pragma once

#include <mutex>
#include <string>

#include "app/cli/output.h"
#include "app/cli/status_line.h"
#include "model/prepare/cached_data.h"
#include "model/recipes/training_job.h"

namespace molloquy::cli {

/// Whether this process talks: of several that train together only the first one does.
enum class Voice { Told, Quiet };

/// Tells what a training run does: one JSON line an event on standard output, or a line at the foot
/// of the terminal with lines above it, or plain lines. Any thread.
class TrainingDisplay {
 public:
  TrainingDisplay(Output& output, Voice voice) : m_output(output), m_voice(voice) {}

  void preparing(const prepare::Progress& progress);
  void prepared(const prepare::CachedData& data);
  void progress(const recipes::TrainingProgress& progress);
  void evaluation(const recipes::TrainingEvaluation& evaluation);
  void message(const std::string& sentence);
  /// The last event; `resume` is the sentence that says how to go on after a stop.
  void end(const recipes::TrainingEnd& end, const std::string& resume);

  /// What the trainer calls.
  recipes::TrainingObserver observer();

 private:
  /// One event at a time: a stop is told from another thread.
  void write(const nlohmann::ordered_json& event);

  std::mutex m_mutex;
  Output& m_output;
  Voice m_voice;
  StatusLine m_line;
};

/// "loss 1.234 (contrast 0.512, matching 0.300)  lr 1.0e-04  ..." for one update.
std::string progressText(const recipes::TrainingProgress& progress);
nlohmann::ordered_json toJson(const recipes::TrainingProgress& progress);

}  // namespace molloquy::cli
