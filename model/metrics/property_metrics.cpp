#include "model/metrics/property_metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "model/metrics/stated_number.h"

namespace molloquy::metrics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

enum class LowerBound { Open, Closed };

struct Task {
  std::string_view name;
  std::string_view unit;
  Quantity quantity;
  double low;
  LowerBound lowBound;
  double high;  ///< always open.

  [[nodiscard]] bool accepts(double value) const {
    return (lowBound == LowerBound::Closed ? value >= low : value > low) && value < high;
  }
};

constexpr std::string_view kScfEnergy = "SCF Energy";
constexpr double kLowestMantissa = -5.0;

constexpr std::array<Task, 8> kTasks{{
    {"Molecular Weight", "g/mol", Quantity::Mass, 0.0, LowerBound::Open, 4000.0},
    {"LogP", "", Quantity::PureNumber, -30.0, LowerBound::Open, 50.0},
    {"Topological Polar Surface Area", "Å²", Quantity::Area, 0.0, LowerBound::Closed, 2000.0},
    {"Complexity", "", Quantity::PureNumber, 0.0, LowerBound::Closed, 10000.0},
    {"HOMO", "eV", Quantity::Energy, -20.0, LowerBound::Open, 20.0},
    {"LUMO", "eV", Quantity::Energy, -20.0, LowerBound::Open, 20.0},
    {"HOMO-LUMO Gap", "eV", Quantity::Energy, -20.0, LowerBound::Open, 20.0},
    {kScfEnergy, "eV", Quantity::Energy, -kInfinity, LowerBound::Open, 0.0},
}};

const Task* findTask(std::string_view name) {
  const auto found = std::find_if(kTasks.begin(), kTasks.end(),
                                  [&](const Task& task) { return task.name == name; });
  return found == kTasks.end() ? nullptr : found;
}

std::optional<double> numberOf(std::string_view text, const Task& task, NumberReading reading) {
  return reading == NumberReading::Paper ? firstFraction(text) : statedNumber(text, task.quantity);
}

/// Error of one answer; nullopt when it is not accepted.
std::optional<double> errorOf(const PropertyAnswer& answer, const Task& task, NumberReading reading,
                              std::size_t& targetsWithoutNumber) {
  const auto target = numberOf(answer.target, task, reading);
  const auto output = numberOf(answer.output, task, reading);
  if (!target) ++targetsWithoutNumber;
  if (!target || !output || !task.accepts(*output)) return std::nullopt;
  const bool mantissa = reading == NumberReading::Paper && task.name == kScfEnergy;
  if (mantissa && *output <= kLowestMantissa) return std::nullopt;
  return std::abs(*output - *target);
}

/// Numbers of a row, for each task that occurs: asked, accepted, error.
constexpr std::size_t kColumns = 3;

std::vector<double> figuresOf(std::span<const double> sums) {
  std::vector<double> figures;
  for (std::size_t at = 0; at < sums.size(); at += kColumns) {
    const double asked = sums[at];
    const double accepted = sums[at + 1];
    figures.push_back(sums[at + 2] / accepted);
    figures.push_back(accepted / asked);
  }
  return figures;
}

/// Tasks that occur, by name, and the place of their numbers in a row.
std::map<std::string_view, std::size_t> placesOf(std::span<const PropertyAnswer> answers) {
  std::map<std::string_view, std::size_t> places;
  std::size_t next = 0;
  for (const Task& task : kTasks) {
    const bool occurs = std::any_of(answers.begin(), answers.end(),
                                    [&](const auto& answer) { return answer.task == task.name; });
    if (occurs) places[task.name] = kColumns * next++;
  }
  return places;
}

std::string listOfTasks() {
  std::string names;
  for (const Task& task : kTasks) {
    names += names.empty() ? "" : ", ";
    names += task.name;
  }
  return names;
}

}  // namespace

std::string_view unitOfTask(std::string_view task) {
  const Task* found = findTask(task);
  return found == nullptr ? std::string_view() : found->unit;
}

Result<MeasuredProperties> measureProperties(std::span<const PropertyAnswer> answers,
                                             NumberReading reading) {
  const std::map<std::string_view, std::size_t> places = placesOf(answers);
  MeasuredProperties measured;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (places.contains(answers[i].task)) measured.answers.push_back(i);
  }
  if (measured.answers.empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("There is no answer about a property. The tasks are {}; the first task "
                            "here is \"{}\".",
                            listOfTasks(), answers.empty() ? "" : answers.front().task));
  }
  for (const Task& task : kTasks) {
    if (!places.contains(task.name)) continue;
    measured.rows.figures.push_back({std::string(task.name), "mae"});
    measured.rows.figures.push_back({std::string(task.name), "valid_ratio"});
  }
  measured.rows.width = kColumns * places.size();
  measured.rows.figuresOf = figuresOf;
  measured.rows.resize(measured.answers.size());
  std::size_t targetsWithoutNumber = 0;
  for (std::size_t row = 0; row < measured.answers.size(); ++row) {
    const PropertyAnswer& answer = answers[measured.answers[row]];
    const auto error = errorOf(answer, *findTask(answer.task), reading, targetsWithoutNumber);
    const std::span<double> numbers =
        measured.rows.row(row).subspan(places.at(answer.task), kColumns);
    numbers[0] = 1.0;
    numbers[1] = error ? 1.0 : 0.0;
    numbers[2] = error.value_or(0.0);
    measured.rows.quality[row] = error ? -*error : -kInfinity;
  }
  if (const std::size_t others = answers.size() - measured.answers.size(); others > 0) {
    measured.remarks.push_back(
        fmt::format("{} {} to other tasks than the eight properties left out.", others,
                    others == 1 ? "answer" : "answers"));
  }
  if (reading == NumberReading::Paper && places.contains(kScfEnergy)) {
    measured.remarks.emplace_back(
        "The error of the SCF Energy is that of the mantissas, without powers of ten, as in the "
        "published table.");
  }
  if (targetsWithoutNumber > 0) {
    measured.remarks.push_back(
        fmt::format("{} {} a ground truth without a number and count as not accepted.",
                    targetsWithoutNumber, targetsWithoutNumber == 1 ? "row has" : "rows have"));
  }
  return measured;
}

}  // namespace molloquy::metrics
