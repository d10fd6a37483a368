#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/evaluate_options.h"
#include "model/evaluation/collect_answers.h"
#include "model/evaluation/measured_answers.h"
#include "model/evaluation/run_record.h"
#include "model/metrics/bootstrap.h"

namespace molloquy::cli {

/// Everything that a run of `evaluate` found.
struct EvaluationReport {
  evaluation::RunIdentity identity;
  session::ModelInfo model;  ///< name and device; empty when nothing had to be asked.
  std::string modelFolder;
  /// What was to be asked; the answers point into it.
  std::shared_ptr<const evaluation::QuestionList> data;
  std::vector<evaluation::AnsweredRow> answers;
  std::vector<evaluation::Unanswered> unanswered;
  std::size_t asked = 0;  ///< answers of this run; the others were there already.
  std::size_t newTokens = 0;
  double seconds = 0.0;  ///< wall time of this run.
  bool complete = true;  ///< false: it was stopped.
  evaluation::MeasuredAnswers measured;
  std::map<std::string, std::string> measuredWith;  ///< "tokens", "wordnet".
  std::vector<metrics::Interval> intervals;         ///< one a figure.
  std::string comparedWith;                         ///< the other run's predictions, or empty.
  std::vector<metrics::Difference> differences;     ///< this run less the other; one a figure.
};

/// The one JSON object of `evaluate --json`. Keys: README.md.
nlohmann::ordered_json evaluationJson(const EvaluateOptions& options,
                                      const EvaluationReport& report);
/// The same for people.
std::string evaluationText(const EvaluateOptions& options, const EvaluationReport& report);

}  // namespace molloquy::cli
