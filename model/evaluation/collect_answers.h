#pragma once

#include <map>

#include "model/evaluation/asking.h"
#include "model/evaluation/measured_answers.h"
#include "model/evaluation/prediction_log.h"

namespace molloquy::evaluation {

/// What came of asking.
struct Collected {
  std::size_t asked = 0;               ///< answers that came in this run.
  std::size_t newTokens = 0;           ///< of these.
  double seconds = 0.0;                ///< that the asking took.
  std::vector<Unanswered> unanswered;  ///< rows that failed, in their order of failing.
};

/// Asks what the log lacks, and puts the answers there. After a stop request what there is is kept,
/// without error. Errors: those of askAll and of the log.
Result<Collected> collectAnswers(
    session::ChatSession& model, std::span<const Question> questions, PredictionLog& log,
    const AskOptions& options,
    const std::function<void(std::size_t done, std::size_t all)>& progress,
    const std::stop_token& stop);

/// The questions that have an answer, with it.
std::vector<AnsweredRow> answeredRows(std::span<const Question> questions,
                                      const PredictionLog& log);

}  // namespace molloquy::evaluation
