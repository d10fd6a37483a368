#include "model/metrics/wordnet_index.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace molloquy::metrics {
namespace {

/// Takes fields between blanks from the front of a line.
class Fields {
 public:
  explicit Fields(std::string_view line) : m_rest(line) {}

  /// Empty behind the last field.
  std::string_view next() {
    m_rest.remove_prefix(std::min(m_rest.find_first_not_of(' '), m_rest.size()));
    const std::string_view field = m_rest.substr(0, m_rest.find(' '));
    m_rest.remove_prefix(field.size());
    return field;
  }

  std::optional<std::size_t> nextNumber(int base = 10) {
    const std::string_view field = next();
    std::size_t number = 0;
    const auto [end, problem] =
        std::from_chars(field.data(), field.data() + field.size(), number, base);
    if (problem != std::errc() || end != field.data() + field.size()) return std::nullopt;
    return number;
  }

 private:
  std::string_view m_rest;
};

std::string_view lineAt(std::string_view text, std::size_t begin) {
  std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// The line of a word in a sorted file; empty when there is none.
std::string_view findLine(std::string_view index, std::string_view word) {
  std::size_t low = 0;
  std::size_t high = index.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::size_t before = middle == 0 ? index.npos : index.rfind('\n', middle - 1);
    const std::size_t begin = before == index.npos ? 0 : before + 1;
    const std::string_view line = lineAt(index, begin);
    const int order = line.substr(0, line.find(' ')).compare(word);
    if (order == 0) return line;
    if (order < 0) {
      const std::size_t end = index.find('\n', middle);
      low = end == index.npos ? high : end + 1;
    } else {
      high = begin;
    }
  }
  return {};
}

std::string_view withoutMark(std::string_view word) {
  const std::size_t mark = word.find('(');
  return mark != word.npos && word.ends_with(')') ? word.substr(0, mark) : word;
}

}  // namespace

bool hasWord(std::string_view index, std::string_view word) {
  return !word.empty() && !findLine(index, word).empty();
}

std::vector<std::size_t> meaningOffsets(std::string_view index, std::string_view word) {
  std::vector<std::size_t> offsets;
  if (word.empty()) return offsets;
  Fields fields(findLine(index, word));
  fields.next();  // the word itself
  fields.next();  // its part of speech
  const auto meanings = fields.nextNumber();
  const auto pointers = fields.nextNumber();
  if (!meanings || !pointers) return offsets;
  for (std::size_t i = 0; i < *pointers && !fields.next().empty(); ++i) {
  }
  fields.next();  // the number of meanings once more
  fields.next();  // how many of them are ranked by frequency
  for (std::size_t i = 0; i < *meanings; ++i) {
    const auto offset = fields.nextNumber();
    if (!offset) break;
    offsets.push_back(*offset);
  }
  return offsets;
}

std::vector<std::string_view> wordsOfMeaning(std::string_view data, std::size_t offset) {
  std::vector<std::string_view> words;
  if (offset >= data.size()) return words;
  Fields fields(lineAt(data, offset));
  // A meaning begins with its own offset; anything else is no beginning.
  if (fields.nextNumber() != offset) return words;
  fields.next();  // number of the lexicographer's file
  fields.next();  // part of speech
  const auto count = fields.nextNumber(16);
  for (std::size_t i = 0; count && i < *count; ++i) {
    const std::string_view word = fields.next();
    if (word.empty()) break;
    words.push_back(withoutMark(word));
    fields.next();  // number of the sense
  }
  return words;
}

}  // namespace molloquy::metrics
