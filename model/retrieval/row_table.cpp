#include "model/retrieval/row_table.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <initializer_list>
#include <optional>

#include <fmt/format.h>

namespace molloquy::retrieval {
namespace {

std::vector<std::string> cellsOf(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    cells.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return cells;
}

struct Columns {
  std::optional<std::size_t> id, smiles, caption, split;
};

std::optional<std::size_t> find(const std::vector<std::string>& header,
                                std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
  }
  return std::nullopt;
}

Columns columnsOf(std::string line) {
  std::transform(line.begin(), line.end(), line.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::vector<std::string> header = cellsOf(line);
  return {find(header, {"cid", "id"}), find(header, {"smiles"}),
          find(header, {"description", "caption"}), find(header, {"split"})};
}

}  // namespace

Result<void> readRowTable(
    const std::filesystem::path& file,
    const std::function<corpus::Reading(std::size_t line, ReferenceRow&& row)>& onRow,
    const corpus::OnRejection& onRejection) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(ErrorCode::NotFound, fmt::format("{} cannot be opened.", file.string()));
  const auto next = [&stream](std::string& line) {
    if (!std::getline(stream, line)) return false;
    if (line.ends_with('\r')) line.pop_back();
    return true;
  };
  std::string line;
  if (!next(line)) {
    return fail(ErrorCode::InvalidInput, fmt::format("{} is empty.", file.string()));
  }
  const Columns columns = columnsOf(line);
  if (!columns.smiles || !columns.caption) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is no corpus (JSON lines), and its first line does not name the "
                            "columns smiles and description, parted by tabs.",
                            file.string()));
  }
  for (std::size_t number = 2; next(line); ++number) {
    if (line.empty()) continue;
    const std::vector<std::string> cells = cellsOf(line);
    if (cells.size() <= std::max(*columns.smiles, *columns.caption)) {
      onRejection({number, line.substr(0, 60), "The row has too few columns."});
      continue;
    }
    const auto cell = [&](const std::optional<std::size_t>& column) {
      return column && *column < cells.size() ? cells[*column] : std::string();
    };
    ReferenceRow row{
        cell(columns.id), {}, cell(columns.split), cell(columns.smiles), cell(columns.caption)};
    if (onRow(number, std::move(row)) == corpus::Reading::Stop) return {};
  }
  return {};
}

}  // namespace molloquy::retrieval
