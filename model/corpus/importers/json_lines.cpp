#include <nlohmann/json.hpp>

#include "model/corpus/importers/line_records.h"
#include "model/corpus/importers/named_row.h"

namespace molloquy::corpus {
namespace {

/// Texts and numbers of an object; null counts as missing. Lists and objects are left out: a place
/// that wants one is then missing.
NamedValues valuesOf(const nlohmann::json& object) {
  NamedValues values;
  for (const auto& [key, value] : object.items()) {
    if (value.is_string()) values.emplace_back(key, value.get<std::string>());
    if (value.is_number() || value.is_boolean()) values.emplace_back(key, value.dump());
  }
  return values;
}

/// Fills names that a line of a corpus leaves out.
template <class T>
void completeNames(T& line, const ImportRun& run) {
  if (line.source.empty()) line.source = run.source();
  if constexpr (!std::is_same_v<T, PlainText>) {
    if (line.split.empty()) line.split = run.options().split;
  }
}

}  // namespace

Result<void> importCorpus(ImportRun& run) {
  return forEachJsonLine(run, [&](std::size_t number, nlohmann::json&& object) {
    Result<Line> line = lineFromJson(object);
    if (line) {
      std::visit([&](auto& content) { completeNames(content, run); }, *line);
      run.take(number, *std::move(line));
    } else {
      run.reject(number, "", RejectionKind::MissingField, line.error().message);
    }
    return Result<void>();
  });
}

Result<void> importJsonLines(ImportRun& run) {
  NamedRows rows(run, ColumnPlan::SmilesColumn::Needed);
  return forEachJsonLine(run, [&](std::size_t number, nlohmann::json&& object) {
    rows.take(number, valuesOf(object), {});
    return Result<void>();
  });
}

}  // namespace molloquy::corpus
