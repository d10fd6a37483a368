#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/error.h"

namespace molloquy::chem {

/// A text cut into lines without their ends; knows the 1-based number of its first line.
struct TextLines {
  std::vector<std::string_view> lines;
  std::size_t firstLine = 1;

  /// 1-based number of lines[index] in the whole file.
  [[nodiscard]] std::size_t number(std::size_t index) const { return firstLine + index; }
  /// Lines joined with newlines, as the chemistry library wants them.
  [[nodiscard]] std::string joined() const;
};

TextLines splitLines(std::string_view text);
/// lines[begin, end) with their numbers.
TextLines linesBetween(const TextLines& all, std::size_t begin, std::size_t end);
/// Text without blanks and line ends round it.
std::string_view trimmed(std::string_view text);
/// Up to `length` characters from `column` (0-based), without blanks; empty beyond the line's end.
std::string_view columns(std::string_view line, std::size_t column, std::size_t length);
/// The blank-separated words of a line.
std::vector<std::string_view> wordsOf(std::string_view line);
/// Takes the first word off `rest`; empty when there is none.
std::string_view takeWord(std::string_view& rest);
/// ASCII letters made small.
std::string lowerCase(std::string_view text);
/// The beginning of a text, for a sentence: at most 40 characters, unprintable ones as "?".
std::string shown(std::string_view text);
/// The refusal of a line that is not what it should be: "Line 7 should be an atom but is ...".
Error badLine(const TextLines& text, std::size_t index, std::string_view expected);
/// A whole word as a number; nullopt when it is none, or not finite.
std::optional<double> numberFrom(std::string_view word);
std::optional<long> integerFrom(std::string_view word);
/// A whole word as a coordinate in angstrom: a number within +-1e6.
std::optional<double> coordinateFrom(std::string_view word);
/// An integer within [-bound, bound], or nullopt.
std::optional<int> smallIntegerFrom(std::string_view word, int bound);
/// "C", "c", "CL" and "6" as an atomic number 1..118 (deuterium "D" and tritium "T" are 1).
std::optional<int> elementFrom(std::string_view word);

}  // namespace molloquy::chem
