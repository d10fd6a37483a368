#include "model/chem/formats/text_lines.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "model/chem/molecule.h"

namespace molloquy::chem {
namespace {

constexpr double kFarthestAngstrom = 1e6;

template <class Number>
std::optional<Number> parsed(std::string_view word) {
  if (word.size() > 1 && word.front() == '+') word.remove_prefix(1);
  Number value{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string TextLines::joined() const {
  std::string text;
  for (const std::string_view line : lines) text.append(line).push_back('\n');
  return text;
}

TextLines splitLines(std::string_view text) {
  TextLines result;
  result.lines.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    result.lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

TextLines linesBetween(const TextLines& all, std::size_t begin, std::size_t end) {
  const auto first = all.lines.begin();
  return {.lines = {first + static_cast<std::ptrdiff_t>(begin),
                    first + static_cast<std::ptrdiff_t>(end)},
          .firstLine = all.number(begin)};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view columns(std::string_view line, std::size_t column, std::size_t length) {
  return column >= line.size() ? std::string_view() : trimmed(line.substr(column, length));
}

std::string_view takeWord(std::string_view& rest) {
  const std::size_t first = std::min(rest.find_first_not_of(" \t\r"), rest.size());
  const std::size_t end = std::min(rest.find_first_of(" \t\r", first), rest.size());
  const std::string_view word = rest.substr(first, end - first);
  rest.remove_prefix(end);
  return word;
}

std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  for (auto word = takeWord(line); !word.empty(); word = takeWord(line)) words.push_back(word);
  return words;
}

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::string shown(std::string_view text) {
  std::string result(text.substr(0, 40));
  for (char& c : result) c = c >= ' ' && c <= '~' ? c : '?';
  return result;
}

std::optional<double> numberFrom(std::string_view word) {
  const auto value = parsed<double>(word);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<long> integerFrom(std::string_view word) { return parsed<long>(word); }

std::optional<double> coordinateFrom(std::string_view word) {
  const auto value = numberFrom(word);
  return value && std::abs(*value) <= kFarthestAngstrom ? value : std::nullopt;
}

std::optional<int> smallIntegerFrom(std::string_view word, int bound) {
  const auto value = parsed<int>(word);
  return value && *value >= -bound && *value <= bound ? value : std::nullopt;
}

std::optional<int> elementFrom(std::string_view word) {
  if (const auto number = parsed<int>(word)) {
    return *number >= 1 && *number <= 118 ? number : std::nullopt;
  }
  if (word.empty() || word.size() > 2) return std::nullopt;
  std::string symbol = lowerCase(word);
  if (symbol == "d" || symbol == "t") return 1;
  if (symbol[0] >= 'a' && symbol[0] <= 'z') symbol[0] = static_cast<char>(symbol[0] - 'a' + 'A');
  const auto number = atomicNumberOf(symbol);
  return number && *number > 0 ? number : std::nullopt;
}

Error badLine(const TextLines& text, std::size_t index, std::string_view expected) {
  return Error(
      ErrorCode::InvalidInput,
      fmt::format(
          "Line {} should be {} but is \"{}\". Correct it; if the file is cut off, get it again.",
          text.number(index), expected, shown(text.lines[index])));
}

}  // namespace molloquy::chem
