#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/evaluation/measured_answers.h"
#include "model/metrics/bootstrap.h"

namespace molloquy::evaluation {

/// What has to be the same for the answers of two runs to belong together.
struct RunIdentity {
  Task task = Task::Caption;
  std::string modelHash;            ///< weightHash.
  std::string dataHash;             ///< SHA-256 of the data file.
  nlohmann::ordered_json settings;  ///< how rows are asked: lengths, beams, seeds.
};

/// Whether the answers to one task are those to the other: captions serve grounding, too.
bool shareAnswers(Task a, Task b);

/// Where a run says how its answers were made: "<predictions>.run.json".
std::filesystem::path recordPath(const std::filesystem::path& predictions);

/// Whether answers in `predictions` may be gone on with: there are none yet, or they were made with
/// the same model, data and settings; captions serve grounding, too.
/// Errors: InvalidInput (another run's answers, with what differs; no record beside them), Corrupt.
Result<void> checkResume(const std::filesystem::path& predictions, const RunIdentity& identity);
/// Writes the record's beginning, so that an interrupted run can be gone on with.
Result<void> writeIdentity(const std::filesystem::path& predictions, const RunIdentity& identity);

nlohmann::ordered_json toJson(const RunIdentity& identity);

/// Figures by group and name: {"bleu2": 0.31} or {"HOMO": {"mae": 0.2}}; no numbers become null.
nlohmann::ordered_json figuresJson(const metrics::MeasuredRows& rows,
                                   const std::vector<double>& values);
/// The same with [low, high].
nlohmann::ordered_json intervalsJson(const metrics::MeasuredRows& rows,
                                     const std::vector<metrics::Interval>& intervals);
/// The best or worst rows: "line", "id", "smiles", "instruction", "reference", "answer", "quality".
enum class Samples { Best, Worst };
nlohmann::ordered_json samplesJson(const MeasuredAnswers& measured,
                                   std::span<const AnsweredRow> answers, Samples which,
                                   std::size_t count);

/// One line a figure: group, name, value, interval.
std::string figuresTable(const metrics::MeasuredRows& rows, const std::vector<double>& values,
                         const std::vector<metrics::Interval>& intervals);

}  // namespace molloquy::evaluation
