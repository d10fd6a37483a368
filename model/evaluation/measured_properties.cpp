#include "model/evaluation/measured_properties.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "model/evaluation/asked_number.h"
#include "model/metrics/property_metrics.h"

namespace molloquy::evaluation {
namespace {

using metrics::MeasuredRows;

/// Sums of one task in a row of other numbers: error, accepted answers, answers.
constexpr std::size_t kColumns = 3;

/// Which of the two parts has rows of its own.
enum class Rows { Shared, Apart };

/// Two measurements as one: of the same rows, or of rows that follow each other.
MeasuredRows joined(const MeasuredRows& first, const MeasuredRows& second, Rows how) {
  MeasuredRows both;
  both.figures = first.figures;
  both.figures.insert(both.figures.end(), second.figures.begin(), second.figures.end());
  both.width = first.width + second.width;
  const std::size_t offset = how == Rows::Shared ? 0 : first.rows;
  both.resize(offset + second.rows);
  for (std::size_t i = 0; i < first.rows; ++i) {
    std::copy_n(first.row(i).begin(), first.width, both.row(i).begin());
    both.quality[i] = first.quality[i];
  }
  for (std::size_t i = 0; i < second.rows; ++i) {
    std::copy_n(second.row(i).begin(), second.width,
                both.row(offset + i).subspan(first.width).begin());
    both.quality[offset + i] = second.quality[i];
  }
  both.figuresOf = [width = first.width, firstOf = first.figuresOf,
                    secondOf = second.figuresOf](std::span<const double> sums) {
    std::vector<double> figures = firstOf(sums.first(width));
    const std::vector<double> more = secondOf(sums.subspan(width));
    figures.insert(figures.end(), more.begin(), more.end());
    return figures;
  };
  return both;
}

void setGroups(MeasuredRows& rows, const std::string& reading) {
  for (metrics::FigureName& figure : rows.figures) figure.group = reading + "/" + figure.group;
}

/// The numbers whose bounds are published, in both readings.
Result<MeasuredAnswers> measurePublished(std::span<const AnsweredRow> answers,
                                         const std::vector<std::size_t>& places) {
  std::vector<metrics::PropertyAnswer> rows;
  for (const std::size_t place : places) {
    const Question& question = *answers[place].question;
    rows.push_back({question.task, question.reference, answers[place].answer});
  }
  auto paper = metrics::measureProperties(rows, metrics::NumberReading::Paper);
  if (!paper) return tl::unexpected(paper.error());
  auto correct = metrics::measureProperties(rows, metrics::NumberReading::Correct);
  if (!correct) return tl::unexpected(correct.error());
  if (paper->answers != correct->answers) {
    return fail(ErrorCode::Internal, "The two readings of numbers measure different rows.");
  }
  setGroups(paper->rows, "paper");
  setGroups(correct->rows, "correct");
  MeasuredAnswers measured{joined(paper->rows, correct->rows, Rows::Shared), {}, {}, {}};
  for (const std::size_t row : correct->answers) measured.places.push_back(places[row]);
  measured.remarks = correct->remarks;
  return measured;
}

std::vector<double> otherFigures(std::span<const double> sums) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> figures;
  for (std::size_t at = 0; at < sums.size(); at += kColumns) {
    const double accepted = sums[at + 1];
    const double rows = sums[at + 2];
    figures.push_back(accepted > 0.0 ? sums[at] / accepted : kNone);
    figures.push_back(rows > 0.0 ? accepted / rows : kNone);
    figures.push_back(rows);
  }
  return figures;
}

/// Numbers of other tasks, as they stand.
MeasuredAnswers measureOthers(std::span<const AnsweredRow> answers,
                              const std::vector<std::size_t>& places) {
  MeasuredAnswers measured;
  std::map<std::string, std::size_t> columnOf;
  for (const std::size_t place : places) {
    const std::string& task = answers[place].question->task;
    if (!columnOf.emplace(task, kColumns * columnOf.size()).second) continue;
    for (const char* name : {"mae", "valid_ratio", "rows"}) {
      measured.rows.figures.push_back({task, name});
    }
  }
  measured.rows.width = kColumns * columnOf.size();
  measured.rows.resize(places.size());
  measured.rows.figuresOf = otherFigures;
  measured.places = places;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const AnsweredRow& answer = answers[places[i]];
    const std::string& task = answer.question->task;
    const double target = *statedFor(task, answer.question->reference);
    const auto output = statedFor(task, answer.answer);
    const std::span<double> sums = measured.rows.row(i).subspan(columnOf[task], kColumns);
    const double error = output ? std::abs(*output - target) : 0.0;
    sums[0] = error;
    sums[1] = output ? 1.0 : 0.0;
    sums[2] = 1.0;
    measured.rows.quality[i] = output ? -error : -std::numeric_limits<double>::infinity();
  }
  setGroups(measured.rows, "correct");
  return measured;
}

}  // namespace

Result<MeasuredAnswers> measureProperties(std::span<const AnsweredRow> answers) {
  std::vector<std::size_t> published;
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Question& question = *answers[i].question;
    if (isPublishedNumber(question.task)) {
      published.push_back(i);
    } else if (statedFor(question.task, question.reference)) {
      others.push_back(i);
    }
  }
  if (published.empty() && others.empty()) {
    return fail(ErrorCode::InvalidInput, "No answer of the data has a number to compare with.");
  }
  if (published.empty()) return measureOthers(answers, others);
  auto measured = measurePublished(answers, published);
  if (!measured || others.empty()) return measured;
  const MeasuredAnswers more = measureOthers(answers, others);
  measured->rows = joined(measured->rows, more.rows, Rows::Apart);
  measured->places.insert(measured->places.end(), more.places.begin(), more.places.end());
  return measured;
}

}  // namespace molloquy::evaluation
