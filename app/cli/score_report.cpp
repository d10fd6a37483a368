#include "app/cli/score_report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "model/metrics/property_metrics.h"

namespace molloquy::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownBytes = 160;

const char* nameOf(ScoreTask task) {
  switch (task) {
    case ScoreTask::Caption:
      return "caption";
    case ScoreTask::Cap2Mol:
      return "cap2mol";
    case ScoreTask::Property:
      break;
  }
  return "property";
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

/// One value a figure; figures of a group in an object of their own.
template <class ValueOf>
Json byFigure(const std::vector<metrics::FigureName>& figures, const ValueOf& valueOf) {
  Json object = Json::object();
  for (std::size_t i = 0; i < figures.size(); ++i) {
    Json& place = figures[i].group.empty() ? object : object[figures[i].group];
    place[figures[i].name] = valueOf(i);
  }
  return object;
}

Json metricsJson(const ScoredFile& file) {
  const std::vector<double> values = file.measured.total();
  return byFigure(file.measured.figures, [&](std::size_t i) { return number(values[i]); });
}

Json intervalJson(const metrics::Interval& interval) {
  return Json::array({number(interval.low), number(interval.high)});
}

Json dataJson(const ScoredFile& file) {
  return {{"path", file.path}, {"sha256", file.sha256}, {"rows", file.rows.size()}};
}

Json settingsJson(const ScoreReport& report) {
  Json settings = Json::object();
  for (const auto& [name, value] : report.file.settings) settings[name] = value;
  settings["bootstrap"] = report.bootstrap.samples;
  settings["confidence"] = report.bootstrap.confidence;
  settings["seed"] = report.bootstrap.seed;
  return settings;
}

/// Rows of one end of the order by quality.
std::vector<std::size_t> bestOf(const ScoreReport& report) {
  std::vector<std::size_t> order = report.file.measured.byQuality();
  order.resize(std::min(report.samples, order.size()));
  return order;
}

std::vector<std::size_t> worstOf(const ScoreReport& report) {
  std::vector<std::size_t> order = report.file.measured.byQuality();
  std::reverse(order.begin(), order.end());
  order.resize(std::min(report.samples, order.size()));
  return order;
}

Json samplesJson(const ScoreReport& report, const std::vector<std::size_t>& indices) {
  Json samples = Json::array();
  for (const std::size_t index : indices) {
    const ScoredRow& row = report.file.rows[index];
    samples.push_back({{"row", index + 1},
                       {"quality", number(report.file.measured.quality[index])},
                       {report.task == ScoreTask::Property ? "task" : "input", row.input},
                       {"target", row.target},
                       {"output", row.output}});
    if (row.line > 0) samples.back()["line"] = row.line;
  }
  return samples;
}

std::string written(double value) {
  if (!std::isfinite(value)) return "-";
  return fmt::format("{:.4f}", value);
}

/// "BLEU-2", "HOMO MAE (eV)": what people call a figure.
std::string labelOf(const metrics::FigureName& figure) {
  static constexpr std::pair<std::string_view, std::string_view> kLabels[] = {
      {"bleu2", "BLEU-2"},
      {"bleu4", "BLEU-4"},
      {"rouge1", "ROUGE-1"},
      {"rouge2", "ROUGE-2"},
      {"rougeL", "ROUGE-L"},
      {"meteor", "METEOR"},
      {"bleu", "BLEU"},
      {"exact_match", "exact match (InChI)"},
      {"exact_match_smiles", "exact match (SMILES)"},
      {"levenshtein", "Levenshtein"},
      {"maccs", "MACCS likeness"},
      {"rdk", "RDK likeness"},
      {"morgan", "Morgan likeness"},
      {"validity", "validity"},
      {"mae", "MAE"},
      {"valid_ratio", "valid ratio"}};
  const auto found = std::find_if(std::begin(kLabels), std::end(kLabels),
                                  [&](const auto& label) { return label.first == figure.name; });
  std::string text(found == std::end(kLabels) ? std::string_view(figure.name) : found->second);
  if (figure.group.empty()) return text;
  const std::string_view unit = metrics::unitOfTask(figure.group);
  if (figure.name == "mae" && !unit.empty()) text += fmt::format(" ({})", unit);
  return figure.group + " " + text;
}

using TableRow = std::vector<std::string>;

/// Width on the screen: code points.
std::size_t widthOf(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// The first column to the left, the others to the right.
std::string aligned(const std::vector<TableRow>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const TableRow& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], widthOf(row[i]));
  }
  std::string text;
  for (const TableRow& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - widthOf(row[i]), ' ');
      text += i == 0 ? row[i] + gap : "  " + gap + row[i];
    }
    text += '\n';
  }
  return text;
}

std::string rangeOf(const metrics::Interval& interval) {
  if (!std::isfinite(interval.low)) return "-";
  return fmt::format("{} to {}", written(interval.low), written(interval.high));
}

std::string figureTable(const ScoreReport& report) {
  const std::string share = fmt::format("{:g} % interval", 100.0 * report.bootstrap.confidence);
  const std::vector<double> values = report.file.measured.total();
  std::vector<TableRow> rows{{"figure", "value"}};
  if (report.other) rows[0] = {"figure", "first", "second", "difference"};
  if (!report.intervals.empty()) rows[0].push_back(share);
  const std::vector<double> others =
      report.other ? report.other->measured.total() : std::vector<double>();
  for (std::size_t i = 0; i < values.size(); ++i) {
    TableRow row{labelOf(report.file.measured.figures[i]), written(values[i])};
    if (report.other) {
      row.push_back(written(others[i]));
      row.push_back(written(values[i] - others[i]));
      if (!report.differences.empty()) row.push_back(rangeOf(report.differences[i].interval));
    } else if (!report.intervals.empty()) {
      row.push_back(rangeOf(report.intervals[i]));
    }
    rows.push_back(std::move(row));
  }
  return aligned(rows);
}

/// One line, cut where it gets long.
std::string shortened(const std::string& text) {
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

/// What makes a row better than another, for people.
std::string qualityText(ScoreTask task, double quality) {
  switch (task) {
    case ScoreTask::Caption:
      return "ROUGE-L " + written(quality);
    case ScoreTask::Cap2Mol:
      return quality < 0.0 ? "not valid" : "Morgan likeness " + written(quality);
    case ScoreTask::Property:
      break;
  }
  return std::isfinite(quality) ? "error " + written(-quality) : "not accepted";
}

std::string samplesText(const ScoreReport& report, std::string_view title,
                        const std::vector<std::size_t>& indices) {
  std::string text;
  for (const std::size_t index : indices) {
    const ScoredRow& row = report.file.rows[index];
    text += fmt::format("\n{} row {}: {}\n  {}\n  truth   {}\n  output  {}\n", title, index + 1,
                        qualityText(report.task, report.file.measured.quality[index]),
                        shortened(row.input), shortened(row.target), shortened(row.output));
  }
  return text;
}

std::string headText(const ScoreReport& report) {
  const auto line = [](std::string_view label, std::string_view value) {
    return fmt::format("{:<12}{}\n", label, value);
  };
  std::string text = line(report.other ? "first" : "predictions", report.file.path);
  if (report.other) text += line("second", report.other->path);
  text += line("rows", std::to_string(report.file.rows.size()));
  for (const auto& [name, value] : report.file.settings) text += line(name, value);
  if (!report.intervals.empty()) {
    text += line("bootstrap", fmt::format("{} samples, seed {}", report.bootstrap.samples,
                                          report.bootstrap.seed));
  }
  return text + "\n";
}

}  // namespace

nlohmann::ordered_json scoreJson(const ScoreReport& report) {
  const auto& figures = report.file.measured.figures;
  Json json = {{"command", "score"}, {"task", nameOf(report.task)}};
  json["metrics"] = metricsJson(report.file);
  if (!report.intervals.empty()) {
    json["intervals"] =
        byFigure(figures, [&](std::size_t i) { return intervalJson(report.intervals[i]); });
  }
  json["data"] = dataJson(report.file);
  json["settings"] = settingsJson(report);
  json["remarks"] = report.file.remarks;
  json["best"] = samplesJson(report, bestOf(report));
  json["worst"] = samplesJson(report, worstOf(report));
  if (report.other) {
    Json compare = {{"data", dataJson(*report.other)}, {"metrics", metricsJson(*report.other)}};
    compare["remarks"] = report.other->remarks;
    if (!report.differences.empty()) {
      compare["differences"] = byFigure(figures, [&](std::size_t i) {
        const metrics::Difference& difference = report.differences[i];
        return Json{{"value", number(difference.value)},
                    {"interval", intervalJson(difference.interval)}};
      });
    }
    json["compare"] = std::move(compare);
  }
  json["wall_seconds"] = report.seconds;
  return json;
}

std::string scoreText(const ScoreReport& report) {
  return headText(report) + figureTable(report) + samplesText(report, "best", bestOf(report)) +
         samplesText(report, "worst", worstOf(report));
}

}  // namespace molloquy::cli
