#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/corpus/importers/text_input.h"

namespace molloquy::corpus {

/// How a table writes its cells.
enum class TableStyle {
  Csv,           ///< commas; cells in "..." may hold commas, line ends and "" (RFC 4180).
  Semicolon,     ///< the same with semicolons.
  TabSeparated,  ///< tabs; quotes are plain characters.
};

/// One row of a table as it stands.
struct TableRow {
  std::size_t line = 0;  ///< of its first character, from 1.
  std::vector<std::string> cells;
  std::optional<std::string> problem;  ///< a sentence; the cells are then incomplete.
};

/// Rows of a table, one after the other; empty lines are passed over.
class DelimitedReader {
 public:
  DelimitedReader(std::streambuf& text, TableStyle style)
      : m_text(text), m_lines(text), m_style(style) {}

  /// False at the end.
  bool next(TableRow& row);

 private:
  bool nextTabbed(TableRow& row);
  bool nextQuoted(TableRow& row);
  /// Takes a quoted cell behind its first quote; false when the text ends inside it.
  bool takeQuoted(std::string& cell);

  std::streambuf& m_text;
  LineReader m_lines;
  TableStyle m_style;
  std::size_t m_line = 1;
};

}  // namespace molloquy::corpus
