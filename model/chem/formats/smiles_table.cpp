#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "model/chem/formats/readers.h"

namespace molloquy::chem {
namespace {

constexpr std::size_t kMostCells = 1'000;

/// Cells of one line of a table; a comma or tab between them, quotes doubled within quotes.
std::vector<std::string> cellsOf(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[++i];
    } else if (c == '"' && (quoted || cells.back().empty())) {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      if (cells.size() == kMostCells) break;
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

/// Which columns hold what, when the first line names a SMILES column among several.
struct Header {
  char separator = ',';
  std::vector<std::string> names;
  std::size_t smiles = 0;
  std::optional<std::size_t> title = std::nullopt;
};

bool isSmilesName(std::string_view name) {
  const std::string lower = lowerCase(trimmed(name));
  return lower == "smiles" || lower == "canonical_smiles" || lower == "canonicalsmiles" ||
         lower == "isomeric_smiles" || lower == "isomericsmiles";
}

bool isTitleName(std::string_view name) {
  const std::string lower = lowerCase(trimmed(name));
  return lower == "name" || lower == "title" || lower == "id" || lower == "cid" ||
         lower == "molecule" || lower == "compound";
}

std::optional<Header> headerFrom(std::string_view line) {
  for (const char separator : {'\t', ',', ';'}) {
    if (line.find(separator) == std::string_view::npos) continue;
    Header header{.separator = separator, .names = cellsOf(line, separator)};
    const auto smiles = std::find_if(header.names.begin(), header.names.end(), isSmilesName);
    if (smiles == header.names.end()) continue;
    header.smiles = static_cast<std::size_t>(smiles - header.names.begin());
    const auto title = std::find_if(header.names.begin(), header.names.end(), isTitleName);
    if (title != header.names.end()) {
      header.title = static_cast<std::size_t>(title - header.names.begin());
    }
    return header;
  }
  return std::nullopt;
}

/// The record of a table's line: the SMILES cell with the title, other cells as data fields.
Result<StructureRecord> recordOf(std::string_view line, const Header& header) {
  std::vector<std::string> cells = cellsOf(line, header.separator);
  if (cells.size() <= header.smiles || trimmed(cells[header.smiles]).empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The line has no cell in column {}, \"{}\".", header.smiles + 1,
                            shown(header.names[header.smiles])));
  }
  std::string text(trimmed(cells[header.smiles]));
  if (header.title && *header.title < cells.size()) {
    text.append(" ").append(trimmed(cells[*header.title]));
  }
  Result<StructureRecord> record = parseSmiles(text);
  if (!record) return record;
  for (std::size_t i = 0; i < std::min(cells.size(), header.names.size()); ++i) {
    if (i == header.smiles || i == header.title || trimmed(cells[i]).empty()) continue;
    record->properties.emplace_back(trimmed(header.names[i]), trimmed(cells[i]));
  }
  return record;
}

}  // namespace

void readSmilesTable(std::string_view text, RecordSink& sink) {
  const auto total = static_cast<double>(text.size());
  std::optional<Header> header;
  bool first = true;
  for (std::size_t number = 1; !text.empty() && !sink.stopped(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view content = trimmed(line);
    if (content.empty() || content.front() == '#') continue;
    if (std::exchange(first, false)) {
      header = headerFrom(line);
      std::string_view rest = content;
      if (header || isSmilesName(takeWord(rest))) continue;
    }
    Result<StructureRecord> record = header ? recordOf(line, *header) : parseSmiles(line);
    if (record) {
      sink.add(*std::move(record));
    } else {
      sink.reject(record.error().within(fmt::format("line {}", number)));
    }
    sink.advance(1 - static_cast<double>(text.size()) / total);
  }
}

}  // namespace molloquy::chem
