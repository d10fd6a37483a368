#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/align/lexicon.h"
#include "model/evaluation/question.h"
#include "model/metrics/caption_tokens.h"
#include "model/metrics/measured_rows.h"
#include "model/metrics/row_work.h"
#include "model/metrics/wordnet.h"

namespace molloquy::evaluation {

/// A question and what the model said.
struct AnsweredRow {
  const Question* question = nullptr;
  std::string answer;
};

/// What answers are measured with; what a task does not need may be absent.
struct MeasureTools {
  const metrics::CaptionTokens* tokens = nullptr;  ///< caption.
  const metrics::WordNet* wordNet = nullptr;       ///< caption; nullptr: no METEOR.
  const align::Lexicon* lexicon = nullptr;         ///< grounding.
  double leastDifference = 0.0;                    ///< conformers; in the unit of the data.
  std::uint64_t seed = 1;                          ///< of the control and of intervals.
  metrics::RowWork work;
};

/// Answers with what is measured of them.
struct MeasuredAnswers {
  metrics::MeasuredRows rows;        ///< one for each of `places`.
  std::vector<std::size_t> places;   ///< which of the answered rows they are.
  std::vector<std::string> remarks;  ///< whole sentences.
  nlohmann::ordered_json further;    ///< figures beside those of `rows`; null or an object.
};

/// Measures the answers of one task. Errors: InvalidInput ("Measuring was stopped."), Unsupported.
Result<MeasuredAnswers> measureAnswers(Task task, std::span<const AnsweredRow> answers,
                                       const MeasureTools& tools);

}  // namespace molloquy::evaluation
