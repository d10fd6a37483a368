#pragma once

#include <string>

#include "model/chem/structure_reader.h"
#include "model/corpus/corpus_line.h"
#include "model/corpus/importers/text_input.h"

namespace molloquy::corpus {

/// The text of one record of an SDF.
struct SdfRecord {
  std::size_t line = 0;  ///< its first, from 1.
  std::string text;      ///< without "$$$$".
  bool isTooLong = false;
};

/// Records of an SDF one by one.
class SdfRecords {
 public:
  explicit SdfRecords(std::streambuf& text) : m_lines(text) {}
  /// False at the end.
  bool next(SdfRecord& record);

 private:
  LineReader m_lines;
};

/// Errors: InvalidInput, telling what is wrong with the record.
Result<chem::StructureRecord> readSdfRecord(const SdfRecord& record);

/// Symbols and positions of a record, hydrogens included; both empty when it has no positions.
Structure structureOf(const chem::StructureRecord& record, std::string smiles);

}  // namespace molloquy::corpus
