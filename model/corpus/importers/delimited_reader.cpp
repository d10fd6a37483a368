#include "model/corpus/importers/delimited_reader.h"

#include <fmt/format.h>

namespace molloquy::corpus {
namespace {

using Traits = std::streambuf::traits_type;

bool isEnd(Traits::int_type byte) { return Traits::eq_int_type(byte, Traits::eof()); }

}  // namespace

bool DelimitedReader::next(TableRow& row) {
  row.cells.clear();
  row.problem.reset();
  return m_style == TableStyle::TabSeparated ? nextTabbed(row) : nextQuoted(row);
}

bool DelimitedReader::nextTabbed(TableRow& row) {
  std::string line;
  LineKind kind = m_lines.next(line);
  while (kind == LineKind::Text && line.empty()) kind = m_lines.next(line);
  if (kind == LineKind::End) return false;
  row.line = m_lines.number();
  if (kind == LineKind::TooLong) {
    row.problem = fmt::format("The line has more than {} bytes.", LineReader::kMaximumBytes);
  }
  std::size_t begin = 0;
  for (std::size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', begin)) {
    row.cells.push_back(line.substr(begin, tab - begin));
    begin = tab + 1;
  }
  row.cells.push_back(line.substr(begin));
  return true;
}

bool DelimitedReader::takeQuoted(std::string& cell) {
  while (true) {
    const auto byte = m_text.sbumpc();
    if (isEnd(byte) || cell.size() > LineReader::kMaximumBytes) return false;
    const char character = Traits::to_char_type(byte);
    if (character == '\n') ++m_line;
    if (character != '"') {
      cell += character;
    } else if (Traits::eq_int_type(m_text.sgetc(), Traits::to_int_type('"'))) {
      cell += '"';
      m_text.sbumpc();
    } else {
      return true;
    }
  }
}

bool DelimitedReader::nextQuoted(TableRow& row) {
  const char separator = m_style == TableStyle::Semicolon ? ';' : ',';
  const auto isBlank = [&](Traits::int_type byte) {
    return byte == Traits::to_int_type('\n') || byte == Traits::to_int_type('\r');
  };
  while (isBlank(m_text.sgetc())) {
    if (Traits::to_char_type(m_text.sbumpc()) == '\n') ++m_line;
  }
  if (isEnd(m_text.sgetc())) return false;
  row.line = m_line;
  std::string cell;
  while (true) {
    const auto byte = m_text.sbumpc();
    const char character = isEnd(byte) ? '\n' : Traits::to_char_type(byte);
    if (character == '"' && cell.empty()) {
      const std::size_t opened = m_line;
      if (takeQuoted(cell)) continue;
      row.problem = fmt::format("The quote opened in line {} is never closed.", opened);
      row.cells.push_back(cell.substr(0, 80));
      return true;
    }
    if (character != separator && character != '\n') {
      if (cell.size() < LineReader::kMaximumBytes) cell += character;
      continue;
    }
    if (character == '\n') {
      ++m_line;
      if (!cell.empty() && cell.back() == '\r') cell.pop_back();
    }
    row.cells.push_back(std::move(cell));
    cell.clear();
    if (character == '\n') return true;
  }
}

}  // namespace molloquy::corpus
