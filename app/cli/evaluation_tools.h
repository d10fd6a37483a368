#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "app/cli/evaluate_options.h"
#include "model/evaluation/measured_answers.h"
#include "model/evaluation/run_record.h"
#include "model/metrics/bootstrap.h"

namespace molloquy::cli {

/// What answers of a run are measured with; owns it.
struct EvaluationTools {
  std::unique_ptr<const metrics::CaptionTokens> tokens;
  std::unique_ptr<const metrics::WordNet> wordNet;
  std::shared_ptr<const align::Lexicon> lexicon;
  evaluation::MeasureTools measure;
};

/// Opens what the task needs. Errors: those of the vocabularies and of the lexicon.
Result<EvaluationTools> openTools(const EvaluateOptions& options,
                                  const std::filesystem::path& modelFolder);

/// The predictions that a record "FILE.run.json" stands beside.
/// Errors: NotFound; InvalidInput (no record, or of another task or other data).
Result<std::filesystem::path> otherPredictions(const std::filesystem::path& record,
                                               const evaluation::RunIdentity& identity);

/// Differences of all figures over the rows that both runs answered, with 95 % intervals.
/// Errors: InvalidInput (no such row); those of measuring.
Result<std::vector<metrics::Difference>> compareRuns(
    evaluation::Task task, std::span<const evaluation::AnsweredRow> answers,
    std::span<const evaluation::AnsweredRow> others, const evaluation::MeasureTools& tools);

/// Writes a run's record beside its predictions. Errors: those of writeFileAtomically.
Result<void> writeRecord(const std::filesystem::path& predictions,
                         const nlohmann::ordered_json& record);

}  // namespace molloquy::cli
