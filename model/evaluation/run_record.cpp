#include "model/evaluation/run_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/base/atomic_file.h"

namespace molloquy::evaluation {
namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uintmax_t kMostRecordBytes = std::uintmax_t{1} << 28;

Json numberOrNull(double value) { return std::isfinite(value) ? Json(value) : Json(); }

/// Tasks whose models are asked the same.
Task askedAs(Task task) { return task == Task::Grounding ? Task::Caption : task; }

/// A place in an object of figures; the group "paper/HOMO" is an object in an object.
Json& place(Json& object, const metrics::FigureName& figure) {
  Json* at = &object;
  for (std::string_view path = figure.group; !path.empty();) {
    const std::size_t end = std::min(path.find('/'), path.size());
    at = &(*at)[std::string(path.substr(0, end))];
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return (*at)[figure.name];
}

std::string shown(double value) {
  return std::isfinite(value) ? fmt::format("{:.4f}", value) : std::string("-");
}

/// Which parts of two runs differ, in words.
std::string differenceOf(const Json& kept, const RunIdentity& identity) {
  const auto is = [&kept](const char* key, const Json& value) {
    return kept.contains(key) && kept[key] == value;
  };
  const auto task = kept.contains("task") && kept["task"].is_string()
                        ? taskNamed(kept["task"].get<std::string>())
                        : std::nullopt;
  if (!task || !shareAnswers(*task, identity.task)) return "for another task";
  if (!is("model_sha256", identity.modelHash)) return "by another model";
  if (!is("data_sha256", identity.dataHash)) return "about other data";
  if (!kept.contains("settings")) return "with other settings";
  for (const auto& [name, value] : identity.settings.items()) {
    const Json& settings = kept["settings"];
    if (settings.contains(name) && settings[name] == value) continue;
    return fmt::format("with {} {} instead of {}", name,
                       settings.contains(name) ? settings[name].dump() : "unknown", value.dump());
  }
  return "";
}

}  // namespace

bool shareAnswers(Task a, Task b) { return askedAs(a) == askedAs(b); }

fs::path recordPath(const fs::path& predictions) {
  return fs::path(predictions.string() + ".run.json");
}

Json toJson(const RunIdentity& identity) {
  return {{"task", nameOf(identity.task)},
          {"model_sha256", identity.modelHash},
          {"data_sha256", identity.dataHash},
          {"settings", identity.settings}};
}

Result<void> checkResume(const fs::path& predictions, const RunIdentity& identity) {
  std::error_code ignored;
  if (!fs::exists(predictions, ignored)) return {};
  const fs::path path = recordPath(predictions);
  const auto text = readFile(path, kMostRecordBytes);
  if (!text) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} exists, but {}, which would say how its answers were made, cannot "
                            "be read; choose another file for the predictions.",
                            predictions.string(), path.string()));
  }
  const Json kept = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!kept.is_object() || !kept.contains("run") || !kept["run"].is_object()) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} is no record of a run; choose another file for the predictions.",
                            path.string()));
  }
  const std::string difference = differenceOf(kept["run"], identity);
  if (difference.empty()) return {};
  return fail(
      ErrorCode::InvalidInput,
      fmt::format("The answers in {} were made {}; choose another file for the predictions.",
                  predictions.string(), difference));
}

Result<void> writeIdentity(const fs::path& predictions, const RunIdentity& identity) {
  const Json record = {{"run", toJson(identity)}};
  return writeFileAtomically(recordPath(predictions), record.dump(2) + "\n");
}

Json figuresJson(const metrics::MeasuredRows& rows, const std::vector<double>& values) {
  Json object = Json::object();
  for (std::size_t i = 0; i < rows.figures.size(); ++i) {
    place(object, rows.figures[i]) = numberOrNull(values[i]);
  }
  return object;
}

Json intervalsJson(const metrics::MeasuredRows& rows,
                   const std::vector<metrics::Interval>& intervals) {
  Json object = Json::object();
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    place(object, rows.figures[i]) = {numberOrNull(intervals[i].low),
                                      numberOrNull(intervals[i].high)};
  }
  return object;
}

Json samplesJson(const MeasuredAnswers& measured, std::span<const AnsweredRow> answers,
                 Samples which, std::size_t count) {
  std::vector<std::size_t> order = measured.rows.byQuality();
  if (which == Samples::Worst) std::reverse(order.begin(), order.end());
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(count, order.size()); ++i) {
    const AnsweredRow& row = answers[measured.places[order[i]]];
    list.push_back({{"line", row.question->line},
                    {"id", row.question->id},
                    {"smiles", row.question->smiles},
                    {"instruction", row.question->instruction},
                    {"reference", row.question->reference},
                    {"answer", row.answer},
                    {"quality", numberOrNull(measured.rows.quality[order[i]])}});
  }
  return list;
}

std::string figuresTable(const metrics::MeasuredRows& rows, const std::vector<double>& values,
                         const std::vector<metrics::Interval>& intervals) {
  std::size_t width = 0;
  std::vector<std::string> names;
  for (const metrics::FigureName& figure : rows.figures) {
    names.push_back(figure.group.empty() ? figure.name : figure.group + "  " + figure.name);
    width = std::max(width, names.back().size());
  }
  std::string table;
  for (std::size_t i = 0; i < names.size(); ++i) {
    table += fmt::format("{:<{}}  {:>9}", names[i], width, shown(values[i]));
    if (i < intervals.size()) {
      table += fmt::format("   {} to {}", shown(intervals[i].low), shown(intervals[i].high));
    }
    table += '\n';
  }
  return table;
}

}  // namespace molloquy::evaluation
