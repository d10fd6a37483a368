#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/metrics/measured_rows.h"
#include "model/metrics/property_metrics.h"
#include "model/metrics/row_work.h"

namespace molloquy::cli {

/// What predictions are about.
enum class ScoreTask { Caption, Cap2Mol, Property };
/// What the figures of captions count.
enum class TokenKind { SciBert, Llama, Words };

struct ScoreSettings {
  ScoreTask task = ScoreTask::Caption;
  TokenKind tokens = TokenKind::SciBert;
  std::string vocabulary;  ///< --vocab; empty: the one that comes with the program.
  std::string tokenizer;   ///< --tokenizer, for TokenKind::Llama.
  metrics::NumberReading reading = metrics::NumberReading::Paper;
};

/// One row for the lists of the best and the worst.
struct ScoredRow {
  std::string input;
  std::string target;
  std::string output;
  std::size_t line = 0;  ///< 0 where the file does not say.
};

/// A file of predictions with its figures.
struct ScoredFile {
  std::string path;
  std::string sha256;
  std::vector<ScoredRow> rows;
  metrics::MeasuredRows measured;
  std::vector<std::string> remarks;
  /// What the figures were taken with, by name: "tokens", "vocabulary", "wordnet".
  std::vector<std::pair<std::string, std::string>> settings;
};

/// Reads and measures a file. Errors: those of the readers and of what measures; InvalidInput
/// ("... stopped.").
Result<ScoredFile> scoreFile(const std::string& path, const ScoreSettings& settings,
                             const metrics::RowWork& how);

/// Nothing when row i of both files is about the same question for every i.
/// Errors: InvalidInput, naming the first row that differs.
Result<void> requireSameQuestions(const ScoredFile& first, const ScoredFile& second);

}  // namespace molloquy::cli
