#include "model/metrics/property_file.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"

namespace molloquy::metrics {
namespace {

using Json = nlohmann::json;

/// A cell as text; numbers are written out. nullopt for anything else.
std::optional<std::string> textOf(const Json& cell) {
  if (cell.is_string()) return cell.get<std::string>();
  if (cell.is_number()) return cell.dump();
  return std::nullopt;
}

/// The texts of a key: a list, or one text. Empty when the key is missing or holds something else.
std::vector<std::string> listOf(const Json& line, const char* key) {
  const auto found = line.find(key);
  if (found == line.end()) return {};
  std::vector<std::string> texts;
  for (const Json& cell : found->is_array() ? *found : Json::array({*found})) {
    const auto text = textOf(cell);
    if (!text) return {};
    texts.push_back(*text);
  }
  return texts;
}

/// The sentence that tells why a line cannot be used; nullopt after it was added.
std::optional<std::string> add(std::string_view text, std::vector<PropertyAnswer>& rows) {
  const Json line = Json::parse(text, nullptr, false);
  if (!line.is_object()) return "it is no JSON object";
  const std::vector<std::string> outputs = listOf(line, "prediction");
  const std::vector<std::string> targets = listOf(line, "target");
  const std::vector<std::string> tasks =
      listOf(line, line.contains("task_type") ? "task_type" : "task");
  if (targets.empty()) return "it has no texts \"target\"";
  if (outputs.size() != targets.size() || tasks.size() != targets.size()) {
    return fmt::format(
        "it has {} \"prediction\", {} \"target\" and {} \"task_type\", which have to be as many",
        outputs.size(), targets.size(), tasks.size());
  }
  for (std::size_t i = 0; i < targets.size(); ++i) {
    rows.push_back({tasks[i], targets[i], outputs[i]});
  }
  return std::nullopt;
}

}  // namespace

Result<PropertyFile> parsePropertyAnswers(std::string_view text) {
  PropertyFile file;
  std::size_t refused = 0;
  std::string firstReason;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    const auto reason = add(line, file.rows);
    if (reason && refused++ == 0) firstReason = fmt::format("line {}: {}", number, *reason);
  }
  if (file.rows.empty()) {
    return fail(
        ErrorCode::InvalidInput,
        refused == 0
            ? "There is no answer in it."
            : fmt::format("No line holds answers to questions about properties; {}. Expected "
                          "are JSON lines with \"prediction\", \"target\" and \"task_type\".",
                          firstReason));
  }
  if (refused > 0) {
    file.remarks.push_back(
        fmt::format("{} {} left out; {}.", refused, refused == 1 ? "line" : "lines", firstReason));
  }
  return file;
}

Result<PropertyFile> readPropertyAnswers(const std::filesystem::path& path) {
  const auto text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  auto file = parsePropertyAnswers(*text);
  if (!file) return tl::unexpected(file.error().within("reading " + path.string()));
  return file;
}

}  // namespace molloquy::metrics
