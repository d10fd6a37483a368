#include "model/evaluation/measured_properties.h"

#include <algorithm>

#include "model/metrics/property_metrics.h"

namespace molloquy::evaluation {
namespace {

using metrics::MeasuredRows;

/// Rows of the same answers, measured in two ways, side by side.
MeasuredRows sideBySide(const MeasuredRows& first, const MeasuredRows& second) {
  MeasuredRows both;
  const auto addFigures = [&both](const MeasuredRows& rows, const std::string& name) {
    for (const metrics::FigureName& figure : rows.figures) {
      both.figures.push_back({name + "/" + figure.group, figure.name});
    }
  };
  addFigures(first, "paper");
  addFigures(second, "correct");
  both.width = first.width + second.width;
  both.resize(first.rows);
  for (std::size_t i = 0; i < both.rows; ++i) {
    const auto a = first.row(i);
    const auto b = second.row(i);
    std::copy(a.begin(), a.end(), both.row(i).begin());
    std::copy(b.begin(), b.end(), both.row(i).subspan(first.width).begin());
  }
  both.quality = second.quality;
  both.figuresOf = [width = first.width, firstOf = first.figuresOf,
                    secondOf = second.figuresOf](std::span<const double> sums) {
    std::vector<double> figures = firstOf(sums.first(width));
    const std::vector<double> more = secondOf(sums.subspan(width));
    figures.insert(figures.end(), more.begin(), more.end());
    return figures;
  };
  return both;
}

}  // namespace

Result<MeasuredAnswers> measureProperties(std::span<const AnsweredRow> answers) {
  std::vector<metrics::PropertyAnswer> rows;
  for (const AnsweredRow& answer : answers) {
    rows.push_back({answer.question->task, answer.question->reference, answer.answer});
  }
  const auto paper = metrics::measureProperties(rows, metrics::NumberReading::Paper);
  if (!paper) return tl::unexpected(paper.error());
  const auto correct = metrics::measureProperties(rows, metrics::NumberReading::Correct);
  if (!correct) return tl::unexpected(correct.error());
  if (paper->answers != correct->answers) {
    return fail(ErrorCode::Internal, "The two readings of numbers measure different rows.");
  }
  return MeasuredAnswers{
      sideBySide(paper->rows, correct->rows), correct->answers, correct->remarks, {}};
}

}  // namespace molloquy::evaluation
