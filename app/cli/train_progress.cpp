#include "app/cli/train_progress.h"

#include <fmt/format.h>

#include <algorithm>

namespace molloquy::cli {
namespace {

std::string lossText(double loss, const std::vector<std::pair<std::string, double>>& parts) {
  std::string text = fmt::format("{:.4f}", loss);
  if (parts.empty()) return text;
  text += " (";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += fmt::format("{}{} {:.3f}", i == 0 ? "" : ", ", parts[i].first, parts[i].second);
  }
  return text + ")";
}

/// "[####......]  " by the updates done.
std::string barText(const recipes::TrainingProgress& p) {
  constexpr std::int64_t kCells = 10;
  const std::int64_t full =
      p.steps > 0 ? std::clamp<std::int64_t>(p.step * kCells / p.steps, 0, kCells) : 0;
  return fmt::format("[{}{}] ", std::string(static_cast<std::size_t>(full), '#'),
                     std::string(static_cast<std::size_t>(kCells - full), '.'));
}

nlohmann::ordered_json partsJson(const std::vector<std::pair<std::string, double>>& parts) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : parts) object[name] = value;
  return object;
}

nlohmann::ordered_json event(const char* name) { return {{"command", "train"}, {"event", name}}; }

const char* reasonName(recipes::TrainingEndReason reason) {
  switch (reason) {
    case recipes::TrainingEndReason::Finished:
      return "finished";
    case recipes::TrainingEndReason::Stopped:
      return "stopped";
    case recipes::TrainingEndReason::NoImprovement:
      return "no_improvement";
    case recipes::TrainingEndReason::TimeLimit:
      break;
  }
  return "time_limit";
}

std::string endSentence(const recipes::TrainingEnd& end) {
  const std::string took = fmt::format("{} updates, {}", end.steps, clockText(end.seconds));
  switch (end.reason) {
    case recipes::TrainingEndReason::Finished:
      return fmt::format("Finished: {}.", took);
    case recipes::TrainingEndReason::Stopped:
      return fmt::format("Stopped: {}; a checkpoint is written.", took);
    case recipes::TrainingEndReason::NoImprovement:
      return fmt::format("Ended early, since the held-out loss no longer falls: {}.", took);
    case recipes::TrainingEndReason::TimeLimit:
      break;
  }
  return fmt::format("Ended at the time limit: {}.", took);
}

}  // namespace

std::string progressText(const recipes::TrainingProgress& p) {
  std::string text = fmt::format("step {}/{}  loss {}  lr {:.2e}  {:.0f} tokens/s", p.step, p.steps,
                                 lossText(p.loss, p.parts), p.learningRate, p.tokensPerSecond);
  if (p.moleculesPerSecond > 0) text += fmt::format("  {:.1f} molecules/s", p.moleculesPerSecond);
  text += fmt::format("  {}  {} left", bytesText(static_cast<double>(p.memoryBytes)),
                      clockText(p.remainingSeconds));
  if (p.waitingShare > 0.02) text += fmt::format("  {:.0f} % waiting", 100 * p.waitingShare);
  return text;
}

nlohmann::ordered_json toJson(const recipes::TrainingProgress& p) {
  nlohmann::ordered_json object = event("step");
  object.update({{"step", p.step},
                 {"steps", p.steps},
                 {"epoch", p.epoch},
                 {"loss", p.loss},
                 {"parts", partsJson(p.parts)},
                 {"learning_rate", p.learningRate},
                 {"gradient_norm", p.gradientNorm},
                 {"tokens_per_second", p.tokensPerSecond},
                 {"molecules_per_second", p.moleculesPerSecond},
                 {"waiting_share", p.waitingShare},
                 {"memory_bytes", p.memoryBytes},
                 {"seconds", p.seconds},
                 {"remaining_seconds", p.remainingSeconds}});
  return object;
}

void TrainingDisplay::write(const nlohmann::ordered_json& event) {
  const std::lock_guard lock(m_mutex);
  m_output.write(event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

void TrainingDisplay::preparing(const prepare::Progress& p) {
  if (m_voice == Voice::Quiet || m_output.isJson()) return;
  std::string text = fmt::format("preparing the data: line {}", p.lines);
  if (p.totalLines > 0) text += fmt::format(" of {}", p.totalLines);
  if (p.structures > 0) text += fmt::format("  {} structures", p.structures);
  if (p.leftOut > 0) text += fmt::format("  {} rows left out", p.leftOut);
  if (p.remainingSeconds) text += fmt::format("  {} left", clockText(*p.remainingSeconds));
  m_line.show(text);
}

void TrainingDisplay::prepared(const prepare::CachedData& data) {
  if (m_voice == Voice::Quiet) return;
  const bool cached = data.origin == prepare::CachedData::Origin::Cache;
  if (m_output.isJson()) {
    nlohmann::ordered_json object = event("prepared");
    object.update(toJson(data.summary));
    object.update({{"file", data.file.string()},
                   {"left_out_file", data.leftOut.string()},
                   {"from_cache", cached}});
    return write(object);
  }
  m_line.clear();
  std::string text = prepare::toText(data.summary);
  text.pop_back();
  // What was told when the data was made need not be told again in full.
  if (cached) text = text.substr(0, text.find('\n'));
  m_line.print((cached ? "Prepared before: " : "Prepared: ") + text);
  if (data.summary.lostRows() > 0) {
    m_line.print(fmt::format("Rows left out: {}, listed in {}", data.summary.lostRows(),
                             data.leftOut.string()));
  }
}

void TrainingDisplay::progress(const recipes::TrainingProgress& p) {
  if (m_voice == Voice::Quiet) return;
  if (m_output.isJson()) return write(toJson(p));
  m_line.isTerminal() ? m_line.show(barText(p) + progressText(p)) : m_line.print(progressText(p));
}

void TrainingDisplay::evaluation(const recipes::TrainingEvaluation& e) {
  if (m_voice == Voice::Quiet) return;
  if (m_output.isJson()) {
    nlohmann::ordered_json object = event("held_out");
    object.update(
        {{"step", e.step}, {"loss", e.loss}, {"parts", partsJson(e.parts)}, {"best", e.best}});
    return write(object);
  }
  m_line.print(fmt::format("step {}: held-out loss {}{}", e.step, lossText(e.loss, e.parts),
                           e.best ? ", the best so far" : ""));
}

void TrainingDisplay::message(const std::string& sentence) {
  if (m_voice == Voice::Quiet) return;
  if (!m_output.isJson()) return m_line.print(sentence);
  nlohmann::ordered_json object = event("message");
  object["text"] = sentence;
  write(object);
}

void TrainingDisplay::end(const recipes::TrainingEnd& end, const std::string& resume) {
  if (m_voice == Voice::Quiet) return;
  m_line.clear();
  const bool stopped = end.reason == recipes::TrainingEndReason::Stopped;
  if (m_output.isJson()) {
    nlohmann::ordered_json object = event("end");
    object.update({{"reason", reasonName(end.reason)},
                   {"steps", end.steps},
                   {"seconds", end.seconds},
                   {"model", end.model.string()}});
    if (end.bestLoss) object["best_loss"] = *end.bestLoss;
    if (stopped) object["resume"] = resume;
    return write(object);
  }
  m_output.write(endSentence(end) + "\n");
  if (end.bestLoss) m_output.write(fmt::format("Best held-out loss: {:.4f}\n", *end.bestLoss));
  if (!end.model.empty()) m_output.write(fmt::format("Model: {}\n", end.model.string()));
  if (stopped) m_output.write(resume + "\n");
}

recipes::TrainingObserver TrainingDisplay::observer() {
  return {[this](const recipes::TrainingProgress& p) { progress(p); },
          [this](const recipes::TrainingEvaluation& e) { evaluation(e); },
          [this](const std::string& sentence) { message(sentence); }};
}

}  // namespace molloquy::cli
