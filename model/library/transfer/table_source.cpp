#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "model/chem/inchi.h"
#include "model/corpus/importers/row.h"
#include "model/library/transfer/column_roles.h"
#include "model/library/transfer/record_source.h"
#include "model/library/transfer/text_share.h"

namespace molloquy::library {
namespace {

class TableSource : public RecordSource {
 public:
  TableSource(std::unique_ptr<corpus::TextInput> input, const TableMapping& mapping)
      : m_input(std::move(input)), m_reader(*m_input, tableStyleOf(mapping.separator)) {
    corpus::TableRow header;
    if (mapping.header) m_reader.next(header);
  }

  bool next(RawRecord& record) override {
    corpus::TableRow row;
    if (!m_reader.next(row) || m_input->failure()) return false;
    record = {};
    record.place = fmt::format("line {}", row.line);
    record.cells = std::move(row.cells);
    if (row.problem) record.problem = Error(ErrorCode::InvalidInput, *row.problem);
    return true;
  }
  [[nodiscard]] double share() const override { return shareOf(*m_input); }
  [[nodiscard]] std::optional<Error> failure() const override { return m_input->failure(); }

 private:
  std::unique_ptr<corpus::TextInput> m_input;
  corpus::DelimitedReader m_reader;
};

/// Reads rows by the roles of their columns.
class RowParser {
 public:
  explicit RowParser(TableMapping mapping) : m_mapping(std::move(mapping)) {}

  Result<Draft> operator()(const RawRecord& raw) const {
    const auto record = structureIn(raw.cells);
    if (!record) return tl::unexpected(record.error());
    Draft draft = draftOf(*record, m_mapping.source);
    NewMolecule& molecule = draft.molecule;
    molecule.source.reference = referenceIn(raw);
    if (molecule.source.reference.starts_with("CID ")) {
      molecule.source.url = pubChemSource(molecule.source.reference.substr(4)).url;
    }
    for (std::size_t i = 0; i < std::min(raw.cells.size(), m_mapping.columns.size()); ++i) {
      add(molecule, m_mapping.columns[i], raw.cells[i]);
    }
    return draft;
  }

 private:
  [[nodiscard]] std::optional<std::size_t> columnOf(ColumnRole role) const {
    for (std::size_t i = 0; i < m_mapping.columns.size(); ++i) {
      if (m_mapping.columns[i].role == role) return i;
    }
    return std::nullopt;
  }

  /// The cell of a role, without blanks; empty when the row has none.
  [[nodiscard]] std::string cellOf(const std::vector<std::string>& cells, ColumnRole role) const {
    const auto column = columnOf(role);
    return column && *column < cells.size() ? trimmedText(cells[*column]) : std::string();
  }

  [[nodiscard]] Result<chem::StructureRecord> structureIn(
      const std::vector<std::string>& cells) const {
    std::string smiles = cellOf(cells, ColumnRole::Smiles);
    if (!smiles.empty()) {
      corpus::undoDoubledBackslashes(smiles);
      return chem::parseSmiles(smiles);
    }
    const std::string inchi = cellOf(cells, ColumnRole::Inchi);
    if (inchi.empty()) {
      return fail(ErrorCode::InvalidInput,
                  "The row has no structure: its SMILES or InChI is empty.");
    }
    auto molecule = chem::moleculeFromInchi(inchi, "");
    if (!molecule) return tl::unexpected(molecule.error());
    chem::StructureRecord record;
    record.molecule = *std::move(molecule);
    return record;
  }

  [[nodiscard]] std::string referenceIn(const RawRecord& raw) const {
    const auto column = columnOf(ColumnRole::Identifier);
    if (!column || *column >= raw.cells.size()) return raw.place;
    const std::string id = identifierText(m_mapping.columns[*column].name, raw.cells[*column]);
    return id.empty() ? raw.place : id;
  }

  static void add(NewMolecule& molecule, const TableColumn& column, const std::string& cell) {
    switch (column.role) {
      case ColumnRole::Name:
        return addName(molecule, cell, NameKind::Title);
      case ColumnRole::Synonym:
        return addSynonyms(molecule, column.name, cell);
      case ColumnRole::Text:
        return addText(molecule, cell, molecule.source);
      case ColumnRole::Identifier:
        return addName(molecule, identifierText(column.name, cell), NameKind::Identifier);
      case ColumnRole::Tag:
        if (!trimmedText(cell).empty()) molecule.tags.push_back(trimmedText(cell));
        return;
      case ColumnRole::Property:
        return addProperty(molecule, column.name, cell);
      case ColumnRole::Smiles:
      case ColumnRole::Inchi:
      case ColumnRole::Ignored:
        return;
    }
  }

  TableMapping m_mapping;
};

bool hasStructures(const TableMapping& mapping) {
  return std::any_of(mapping.columns.begin(), mapping.columns.end(), [](const TableColumn& column) {
    return column.role == ColumnRole::Smiles || column.role == ColumnRole::Inchi;
  });
}

}  // namespace

Result<OpenedRecords> openTable(const std::filesystem::path& file, const TableMapping& mapping) {
  if (!hasStructures(mapping)) {
    std::string names;
    for (const TableColumn& column : mapping.columns) {
      if (!names.empty()) names += ", ";
      names += column.name;
    }
    return fail(ErrorCode::InvalidInput,
                fmt::format("No column of {} holds structures. Say which one is the SMILES or the "
                            "InChI; its columns are {}.",
                            file.string(), names));
  }
  auto input = corpus::TextInput::open(file);
  if (!input) return tl::unexpected(input.error());
  TableMapping used = mapping;
  if (used.source.name.empty()) used.source.name = file.filename().string();
  return OpenedRecords{std::make_unique<TableSource>(*std::move(input), used),
                       RowParser(std::move(used))};
}

}  // namespace molloquy::library
