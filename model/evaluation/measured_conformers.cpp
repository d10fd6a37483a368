#include "model/evaluation/measured_conformers.h"

#include <fmt/format.h>

#include <array>
#include <map>

#include "model/evaluation/asked_number.h"
#include "model/evaluation/question_list.h"
#include "model/metrics/conformer_reading.h"

namespace molloquy::evaluation {
namespace {

using metrics::ConformerAnswer;
using metrics::ConformerSums;

constexpr std::array kFigures = {"sign_agreement", "pearson", "mae", "mae_of_molecule_mean"};
/// Numbers of one molecule and question, in ConformerSums' order.
constexpr std::size_t kColumns = 8;

/// The conformers of one molecule that were asked the same.
struct Molecule {
  std::string task;
  std::size_t place = 0;
  std::vector<ConformerAnswer> conformers;
};

std::array<double, kColumns> columnsOf(const ConformerSums& sums) {
  return {sums.pairs,       sums.agreeing, sums.together, sums.truths,
          sums.predictions, sums.answered, sums.errors,   sums.errorsOfMean};
}

std::vector<double> figuresOf(std::span<const double> sums) {
  std::vector<double> figures;
  for (std::size_t at = 0; at < sums.size(); at += kColumns) {
    const auto n = sums.subspan(at, kColumns);
    const ConformerSums task{n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]};
    figures.insert(figures.end(), {task.signAgreement(), task.pearson(), task.meanAbsoluteError(),
                                   task.meanAbsoluteErrorOfMean()});
  }
  return figures;
}

nlohmann::ordered_json numberOrNull(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

nlohmann::ordered_json readingJson(const metrics::ConformerReading& reading) {
  return {{"spearman", numberOrNull(reading.spearman.value)},
          {"spearman_interval",
           {numberOrNull(reading.spearman.low), numberOrNull(reading.spearman.high)}},
          {"conformers", reading.conformers},
          {"unanswered", reading.unanswered},
          {"molecules", reading.molecules},
          {"pairs", reading.pairs},
          {"pairs_too_alike", reading.leftOut}};
}

}  // namespace

Result<MeasuredAnswers> measureConformers(std::span<const AnsweredRow> answers,
                                          const MeasureTools& tools) {
  std::map<std::string, Molecule> molecules;
  std::map<std::string, std::vector<ConformerAnswer>> byTask;
  std::size_t withoutTruth = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Question& question = *answers[i].question;
    const auto truth = statedFor(question.task, question.reference);
    if (!truth) {
      ++withoutTruth;
      continue;
    }
    const std::string key = moleculeKey(question);
    const ConformerAnswer answer{key, *truth, statedFor(question.task, answers[i].answer)};
    Molecule& molecule = molecules.try_emplace(key, Molecule{question.task, i, {}}).first->second;
    molecule.conformers.push_back(answer);
    byTask[question.task].push_back(answer);
  }
  if (molecules.empty()) {
    return fail(ErrorCode::InvalidInput,
                "No answer of the data has a number; conformers are compared by numbers.");
  }
  MeasuredAnswers measured;
  if (withoutTruth > 0) {
    measured.remarks.push_back(
        fmt::format("{} rows of the data have no number in their answer.", withoutTruth));
  }
  std::map<std::string, std::size_t> columnOf;
  metrics::ConformerReadingOptions options;
  options.leastDifference = tools.leastDifference;
  options.seed = tools.seed;
  for (const auto& [task, conformers] : byTask) {
    columnOf.emplace(task, kColumns * columnOf.size());
    for (const char* figure : kFigures) measured.rows.figures.push_back({task, figure});
    measured.further[task] = readingJson(metrics::readConformers(conformers, options));
  }
  measured.rows.width = kColumns * byTask.size();
  measured.rows.resize(molecules.size());
  std::size_t row = 0;
  for (const auto& [key, molecule] : molecules) {
    const ConformerSums sums = metrics::conformerSums(molecule.conformers, tools.leastDifference);
    const auto columns = columnsOf(sums);
    std::copy(columns.begin(), columns.end(),
              measured.rows.row(row).subspan(columnOf[molecule.task]).begin());
    measured.rows.quality[row] = sums.pairs > 0.0 ? sums.signAgreement() : 0.0;
    measured.places.push_back(molecule.place);
    ++row;
  }
  measured.rows.figuresOf = figuresOf;
  return measured;
}

}  // namespace molloquy::evaluation
