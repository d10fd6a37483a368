#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/chem/structure_reader.h"

namespace RDKit {
class RWMol;
}

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
/// The blank-separated words of a line.
std::vector<std::string_view> wordsOf(std::string_view line);
/// A whole word as a number; nullopt when it is none, or not finite.
std::optional<double> numberFrom(std::string_view word);
std::optional<long> integerFrom(std::string_view word);

/// Refuses what would take minutes or the whole stack; names the count and the limit.
std::optional<Error> refuseAtomCount(std::size_t atoms);

/// A record from a sanitised molecule whose conformer, if any, came from the file.
/// Missing hydrogens are added with positions and the conformer's note says how many.
/// conformerId  which conformer; -1 = the first. Without three dimensions the record has none.
/// Throws what RDKit throws.
StructureRecord recordFrom(const RDKit::RWMol& sanitised, std::string name, std::string note,
                           int conformerId = -1);

}  // namespace molloquy::chem
