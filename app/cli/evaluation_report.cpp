#include "app/cli/evaluation_report.h"

#include <algorithm>

#include <fmt/format.h>

namespace molloquy::cli {
namespace {

using Json = nlohmann::ordered_json;
using evaluation::Samples;

constexpr std::size_t kShownBytes = 160;
constexpr std::size_t kShownHash = 12;

Json modelJson(const EvaluationReport& report) {
  Json model = {{"folder", report.modelFolder}, {"sha256", report.identity.modelHash}};
  if (!report.model.name.empty()) {
    model["name"] = report.model.name;
    model["device"] = report.model.device;
    model["number_type"] = report.model.numberType;
  }
  return model;
}

Json dataJson(const EvaluateOptions& options, const EvaluationReport& report) {
  return {{"file", options.data},
          {"sha256", report.identity.dataHash},
          {"split", options.choice.split},
          {"limit", options.choice.limit},
          {"rows", report.data->questions.size()},
          {"left_out", report.data->leftOut}};
}

Json unansweredJson(const EvaluationReport& report) {
  Json list = Json::array();
  for (const evaluation::Unanswered& row : report.unanswered) {
    list.push_back({{"row", row.question + 1}, {"reason", row.error.toString()}});
  }
  return list;
}

Json comparisonJson(const EvaluationReport& report) {
  std::vector<double> values;
  std::vector<metrics::Interval> intervals;
  for (const metrics::Difference& difference : report.differences) {
    values.push_back(difference.value);
    intervals.push_back(difference.interval);
  }
  return {{"with", report.comparedWith},
          {"differences", evaluation::figuresJson(report.measured.rows, values)},
          {"intervals", evaluation::intervalsJson(report.measured.rows, intervals)}};
}

/// One line, cut where it gets long.
std::string shortened(std::string text) {
  for (char& letter : text) {
    if (letter == '\n' || letter == '\t' || letter == '\r') letter = ' ';
  }
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

std::string samplesText(const EvaluationReport& report, Samples which, std::size_t count) {
  std::string text;
  const Json samples = evaluation::samplesJson(report.measured, report.answers, which, count);
  for (const Json& sample : samples) {
    const auto of = [&sample](const char* key) {
      return shortened(sample[key].get<std::string>());
    };
    text += fmt::format("\n{} line {} ({})\n  {}\n", which == Samples::Best ? "best" : "worst",
                        sample["line"].get<std::size_t>(),
                        sample["quality"].is_number()
                            // Adding zero takes the sign from a zero.
                            ? fmt::format("{:.4f}", sample["quality"].get<double>() + 0.0)
                            : std::string("-"),
                        of("smiles"));
    text += fmt::format("  truth   {}\n", of("reference"));
    if (!sample["answer"].get<std::string>().empty()) {
      text += fmt::format("  answer  {}\n", of("answer"));
    }
  }
  return text;
}

std::string headText(const EvaluateOptions& options, const EvaluationReport& report) {
  const auto line = [](std::string_view label, std::string_view value) {
    return fmt::format("{:<9}{}\n", label, value);
  };
  const auto hash = [](const std::string& whole) { return whole.substr(0, kShownHash); };
  std::string text = line("task", options.task);
  text +=
      line("model", fmt::format("{} ({})", report.modelFolder, hash(report.identity.modelHash)));
  text += line("data", fmt::format("{} ({})", options.data, hash(report.identity.dataHash)));
  text += line("rows", fmt::format("{} of {} answered", report.answers.size(),
                                   report.data->questions.size()));
  for (const auto& [reason, count] : report.data->leftOut) {
    text += line("", fmt::format("{} {} are left out", count, reason));
  }
  for (const auto& [name, value] : report.measuredWith) text += line(name, value);
  if (report.asked > 0) {
    text += line("time",
                 fmt::format("{:.1f} s, {:.1f} rows/s", report.seconds,
                             static_cast<double>(report.asked) / std::max(report.seconds, 1e-9)));
  }
  return text + "\n";
}

std::string comparisonText(const EvaluationReport& report) {
  if (report.differences.empty()) return "";
  std::vector<double> values;
  std::vector<metrics::Interval> intervals;
  for (const metrics::Difference& difference : report.differences) {
    values.push_back(difference.value);
    intervals.push_back(difference.interval);
  }
  return fmt::format("\nthis run less {}, 95 % intervals\n{}", report.comparedWith,
                     evaluation::figuresTable(report.measured.rows, values, intervals));
}

/// What is counted beside the figures, on one line a group.
std::string furtherText(const Json& further) {
  std::string text;
  for (const auto& [name, value] : further.items()) {
    if (!value.is_object()) {
      text += fmt::format("{}: {}\n", name, value.dump());
      continue;
    }
    std::string counts;
    for (const auto& [key, count] : value.items()) {
      const std::string shown =
          count.is_number_float() ? fmt::format("{:.4f}", count.get<double>()) : count.dump();
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", key, shown);
    }
    text += fmt::format("{}: {}\n", name, counts);
  }
  return text.empty() ? text : "\n" + text;
}

}  // namespace

nlohmann::ordered_json evaluationJson(const EvaluateOptions& options,
                                      const EvaluationReport& report) {
  const metrics::MeasuredRows& rows = report.measured.rows;
  Json json = {{"command", "evaluate"}, {"task", options.task}};
  json["metrics"] = evaluation::figuresJson(rows, rows.total());
  json["intervals"] = evaluation::intervalsJson(rows, report.intervals);
  if (!report.measured.further.is_null()) json["further"] = report.measured.further;
  json["model"] = modelJson(report);
  json["data"] = dataJson(options, report);
  json["settings"] = report.identity.settings;
  if (!report.measuredWith.empty()) json["measured_with"] = report.measuredWith;
  json["preset"] = options.preset;
  json["seed"] = options.choice.seed;
  json["complete"] = report.complete;
  json["answered"] = report.answers.size();
  json["asked_in_this_run"] = report.asked;
  json["new_tokens"] = report.newTokens;
  json["wall_seconds"] = report.seconds;
  json["unanswered"] = unansweredJson(report);
  json["remarks"] = report.measured.remarks;
  json["best"] =
      evaluation::samplesJson(report.measured, report.answers, Samples::Best, options.samples);
  json["worst"] =
      evaluation::samplesJson(report.measured, report.answers, Samples::Worst, options.samples);
  if (!options.predictions.empty()) json["predictions"] = options.predictions;
  if (!report.differences.empty()) json["compare"] = comparisonJson(report);
  json["run"] = evaluation::toJson(report.identity);
  return json;
}

std::string evaluationText(const EvaluateOptions& options, const EvaluationReport& report) {
  const metrics::MeasuredRows& rows = report.measured.rows;
  return headText(options, report) +
         evaluation::figuresTable(rows, rows.total(), report.intervals) +
         furtherText(report.measured.further) + comparisonText(report) +
         samplesText(report, Samples::Best, options.samples) +
         samplesText(report, Samples::Worst, options.samples);
}

}  // namespace molloquy::cli
