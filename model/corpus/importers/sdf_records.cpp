#include "model/corpus/importers/sdf_records.h"

#include <fmt/format.h>

namespace molloquy::corpus {

bool SdfRecords::next(SdfRecord& record) {
  record = {};
  std::string line;
  LineKind kind = m_lines.next(line);
  if (kind == LineKind::End) return false;
  record.line = m_lines.number();
  bool blank = true;
  for (; kind != LineKind::End && line != "$$$$"; kind = m_lines.next(line)) {
    blank = blank && line.find_first_not_of(" \t") == std::string::npos;
    if (kind == LineKind::TooLong || record.text.size() > LineReader::kMaximumBytes) {
      record.isTooLong = true;
      continue;
    }
    record.text += line;
    record.text += '\n';
  }
  // Blank lines behind the last record are no record.
  return !blank || kind != LineKind::End;
}

Structure structureOf(const chem::StructureRecord& record, std::string smiles) {
  Structure structure;
  structure.smiles = std::move(smiles);
  if (!record.conformer) return structure;
  for (const chem::Atom& atom : record.molecule->atoms()) {
    structure.symbols.push_back(chem::elementSymbol(atom.atomicNumber));
  }
  Positions& positions = structure.conformers.emplace_back();
  positions.reserve(record.conformer->positions.size());
  for (const chem::Point3& p : record.conformer->positions) {
    positions.push_back(
        {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])});
  }
  return structure;
}

Result<chem::StructureRecord> readSdfRecord(const SdfRecord& record) {
  if (record.isTooLong) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The record has more than {} bytes.", LineReader::kMaximumBytes));
  }
  auto file = chem::readStructureText(record.text, chem::FileFormat::MolSdf, "record");
  if (!file) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("With lines counted from the record's first: {}", file.error().message));
  }
  return std::move(file->records.front());
}

}  // namespace molloquy::corpus
