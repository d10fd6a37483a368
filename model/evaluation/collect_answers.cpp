#include "model/evaluation/collect_answers.h"

#include <chrono>

namespace molloquy::evaluation {

Result<Collected> collectAnswers(
    session::ChatSession& model, std::span<const Question> questions, PredictionLog& log,
    const AskOptions& options,
    const std::function<void(std::size_t done, std::size_t all)>& progress,
    const std::stop_token& stop) {
  const auto start = std::chrono::steady_clock::now();
  Collected collected;
  const std::vector<std::size_t> missing = log.missing();
  AskSinks sinks;
  sinks.onAnswer = [&](std::size_t question, const std::string& answer,
                       const session::GenerationEnd& end) {
    ++collected.asked;
    collected.newTokens += static_cast<std::size_t>(end.stats.newTokens);
    return log.add(question, answer);
  };
  sinks.onUnanswered = [&](const Unanswered& row) {
    if (!stop.stop_requested()) collected.unanswered.push_back(row);
  };
  sinks.onProgress = progress;
  const auto asked = askAll(model, questions, missing, options, sinks, stop);
  if (!asked) return tl::unexpected(asked.error());
  if (!stop.stop_requested()) {
    if (const auto finished = log.finish(); !finished) return tl::unexpected(finished.error());
  }
  collected.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return collected;
}

std::vector<AnsweredRow> answeredRows(std::span<const Question> questions,
                                      const PredictionLog& log) {
  std::vector<AnsweredRow> rows;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (log.answers()[i]) rows.push_back({&questions[i], *log.answers()[i]});
  }
  return rows;
}

}  // namespace molloquy::evaluation
