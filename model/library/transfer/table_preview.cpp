#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "model/corpus/importers/delimited_reader.h"
#include "model/library/transfer/column_roles.h"
#include "model/library/transfer/draft.h"
#include "model/library/transfer/record_source.h"

namespace molloquy::library {
namespace {

constexpr std::size_t kMostColumns = 1'000;

std::size_t countOf(std::string_view text, char letter) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), letter));
}

char separatorOf(std::string_view firstLine) {
  const std::size_t tabs = countOf(firstLine, '\t');
  const std::size_t commas = countOf(firstLine, ',');
  const std::size_t semicolons = countOf(firstLine, ';');
  if (tabs > 0) return '\t';
  return semicolons > commas ? ';' : ',';
}

/// The first row names the columns unless one of its cells is a structure itself. One or two
/// letters may be either; they are taken for a name.
bool isHeader(const std::vector<std::string>& cells) {
  constexpr std::size_t kLongestDoubtful = 2;
  const auto named = std::any_of(cells.begin(), cells.end(), [](const std::string& cell) {
    return roleOfName(cell).has_value();
  });
  if (named) return true;
  return std::none_of(cells.begin(), cells.end(), [](const std::string& cell) {
    const ColumnRole role = roleOfCells({cell});
    return cell.size() > kLongestDoubtful &&
           (role == ColumnRole::Smiles || role == ColumnRole::Inchi);
  });
}

std::vector<std::string> columnOf(const std::vector<std::vector<std::string>>& rows,
                                  std::size_t column) {
  std::vector<std::string> cells;
  for (const auto& row : rows) {
    if (column < row.size()) cells.push_back(row[column]);
  }
  return cells;
}

/// The names decide, then the cells; there is one column of structures.
void guessRoles(TablePreview& preview) {
  std::vector<TableColumn>& columns = preview.mapping.columns;
  bool structures = false;
  for (TableColumn& column : columns) {
    const auto role = roleOfName(column.name);
    if (!role) continue;
    const bool isStructure = *role == ColumnRole::Smiles || *role == ColumnRole::Inchi;
    column.role = isStructure && structures ? ColumnRole::Ignored : *role;
    structures = structures || isStructure;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (roleOfName(columns[i].name)) continue;
    ColumnRole role = roleOfCells(columnOf(preview.rows, i));
    const bool isStructure = role == ColumnRole::Smiles || role == ColumnRole::Inchi;
    if (isStructure && structures) role = ColumnRole::Property;
    structures = structures || isStructure;
    columns[i].role = role;
  }
}

/// Published sets of captions: a compound number, a SMILES and a description.
void recogniseLayout(const std::filesystem::path& file, TableMapping& mapping) {
  const auto has = [&](std::string_view name) {
    return std::any_of(mapping.columns.begin(), mapping.columns.end(),
                       [&](const TableColumn& column) { return lowered(column.name) == name; });
  };
  mapping.source.name = file.filename().string();
  if (!has("cid") || !has("smiles") || (!has("description") && !has("iupac_name"))) return;
  const std::string name = lowered(file.filename().string());
  if (name.find("pubchem") != std::string::npos) {
    mapping.layout = "PubChem324k";
    mapping.source.name = "PubChem324k";
    mapping.source.credit = "Descriptions collected by PubChem; each depositor's terms hold";
  } else if (has("description") && mapping.columns.size() == 3) {
    mapping.layout = "ChEBI-20";
    mapping.source.name = "ChEBI-20";
    mapping.source.credit = "ChEBI, EMBL-EBI, CC BY 4.0";
  }
}

}  // namespace

Result<TablePreview> tablePreview(const std::filesystem::path& file, std::size_t rows) {
  const auto input = corpus::TextInput::open(file);
  if (!input) return tl::unexpected(input.error());
  const std::string_view text = (*input)->beginning();
  TablePreview preview;
  preview.mapping.separator = separatorOf(text.substr(0, text.find('\n')));
  corpus::DelimitedReader reader(**input, tableStyleOf(preview.mapping.separator));
  corpus::TableRow row;
  while (preview.rows.size() <= rows && reader.next(row) && !row.problem) {
    preview.rows.push_back(row.cells);
  }
  if (preview.rows.empty() || preview.rows.front().size() > kMostColumns) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("{} is no table: its first line cannot be cut into columns.", file.string()));
  }
  preview.mapping.header = isHeader(preview.rows.front());
  for (std::size_t i = 0; i < preview.rows.front().size(); ++i) {
    preview.mapping.columns.push_back({preview.mapping.header ? trimmedText(preview.rows.front()[i])
                                                              : fmt::format("column {}", i + 1)});
  }
  if (preview.mapping.header) preview.rows.erase(preview.rows.begin());
  if (preview.rows.size() > rows) preview.rows.resize(rows);
  guessRoles(preview);
  recogniseLayout(file, preview.mapping);
  return preview;
}

}  // namespace molloquy::library
