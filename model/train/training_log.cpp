#include "model/train/training_log.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace molloquy::train {
namespace {

using Json = nlohmann::ordered_json;

/// Five digits are enough for a log; null for what is no number.
Json rounded(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0.0) return 0.0;
  const double scale = std::pow(10.0, 5 - std::ceil(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

void addParts(Json& line, const std::vector<std::pair<std::string, double>>& parts) {
  for (const auto& [name, value] : parts) line["parts"][name] = rounded(value);
}

const char* nameOf(recipes::TrainingEndReason reason) {
  switch (reason) {
    case recipes::TrainingEndReason::Finished:
      return "finished";
    case recipes::TrainingEndReason::Stopped:
      return "stopped";
    case recipes::TrainingEndReason::NoImprovement:
      return "no_improvement";
    case recipes::TrainingEndReason::TimeLimit:
      return "time_limit";
  }
  return "";
}

}  // namespace

TrainingLog::TrainingLog(const std::filesystem::path& trainingFolder,
                         recipes::TrainingObserver observer, Voice voice)
    : m_observer(std::move(observer)), m_told(voice == Voice::Told) {
  if (m_told) m_file.open(trainingFolder / "train.jsonl", std::ios::app);
}

void TrainingLog::write(const std::string& line) { m_file << line << '\n' << std::flush; }

void TrainingLog::start(const recipes::Recipe& recipe, std::int64_t parameters,
                        std::int64_t trained, std::size_t trainingExamples,
                        std::size_t heldOutExamples, std::int64_t steps) {
  if (!m_told) return;
  write(Json{{"event", "start"},
             {"recipe", recipe.name},
             {"parameters", parameters},
             {"trained_parameters", trained},
             {"training_examples", trainingExamples},
             {"held_out_examples", heldOutExamples},
             {"steps", steps}}
            .dump());
}

void TrainingLog::step(const recipes::TrainingProgress& p) {
  if (!m_told) return;
  Json line = {{"event", "step"},
               {"step", p.step},
               {"steps", p.steps},
               {"epoch", p.epoch},
               {"loss", rounded(p.loss)}};
  addParts(line, p.parts);
  line["learning_rate"] = rounded(p.learningRate);
  line["gradient_norm"] = rounded(p.gradientNorm);
  line["tokens_per_second"] = rounded(p.tokensPerSecond);
  line["molecules_per_second"] = rounded(p.moleculesPerSecond);
  line["waiting_share"] = rounded(p.waitingShare);
  line["memory_bytes"] = p.memoryBytes;
  line["seconds"] = rounded(p.seconds);
  line["remaining_seconds"] = rounded(p.remainingSeconds);
  write(line.dump());
  if (m_observer.onProgress) m_observer.onProgress(p);
}

void TrainingLog::evaluation(const recipes::TrainingEvaluation& e) {
  if (!m_told) return;
  Json line = {
      {"event", "held_out"}, {"step", e.step}, {"loss", rounded(e.loss)}, {"best", e.best}};
  addParts(line, e.parts);
  write(line.dump());
  if (m_observer.onEvaluation) m_observer.onEvaluation(e);
}

void TrainingLog::checkpoint(std::int64_t step) {
  if (!m_told) return;
  write(Json{{"event", "checkpoint"}, {"step", step}}.dump());
}

void TrainingLog::note(const std::string& sentence) {
  if (!m_told) return;
  write(Json{{"event", "note"}, {"text", sentence}}.dump());
  if (m_observer.onMessage) m_observer.onMessage(sentence);
}

void TrainingLog::end(const recipes::TrainingEnd& end) {
  if (!m_told) return;
  Json line = {{"event", "end"},
               {"reason", nameOf(end.reason)},
               {"steps", end.steps},
               {"seconds", rounded(end.seconds)}};
  if (end.bestLoss) line["best_loss"] = rounded(*end.bestLoss);
  write(line.dump());
}

}  // namespace molloquy::train
