#include "model/tools/smiles_table.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/base/atomic_file.h"

namespace molloquy::tools {
namespace {

std::vector<std::string> splitTabs(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  std::string cell;
  while (std::getline(stream, cell, '\t')) cells.push_back(cell);
  return cells;
}

}  // namespace

Result<std::size_t> TextTable::column(std::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end())
    return fail(ErrorCode::InvalidInput,
                fmt::format("There is no column \"{}\"; the table has: {}.", name,
                            fmt::join(header, ", ")));
  return static_cast<std::size_t>(found - header.begin());
}

Result<TextTable> readTextTable(const std::filesystem::path& path) {
  Result<std::string> text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  TextTable table;
  std::istringstream stream(*text);
  std::string line;
  while (std::getline(stream, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    std::vector<std::string> cells = splitTabs(line);
    if (table.header.empty()) {
      table.header = std::move(cells);
      continue;
    }
    cells.resize(table.header.size());
    table.rows.push_back(std::move(cells));
  }
  if (table.rows.empty())
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} has no rows below its header.", path.string()));
  return table;
}

Result<std::vector<std::string>> readSmilesTable(const std::filesystem::path& path) {
  Result<std::string> text = readFile(path);
  if (!text) return tl::unexpected(text.error());
  std::istringstream stream(*text);
  std::string line;
  std::vector<std::string> smiles;
  std::getline(stream, line);
  const std::vector<std::string> header = splitTabs(line);
  const auto column = std::find(header.begin(), header.end(), "smiles");
  if (column != header.end()) {
    Result<TextTable> table = readTextTable(path);
    if (!table) return tl::unexpected(table.error());
    for (const auto& row : table->rows)
      smiles.push_back(row[static_cast<std::size_t>(column - header.begin())]);
    return smiles;
  }
  do {
    std::istringstream words(line);
    std::string word;
    if (words >> word && word.front() != '#') smiles.push_back(word);
  } while (std::getline(stream, line));
  return smiles;
}

}  // namespace molloquy::tools
