#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/align/alignment_record.h"
#include "model/base/result.h"

namespace molloquy::align {

/// One text about one molecule with its records (molreflect.md 6.1).
struct AlignedText {
  std::string moleculeId;
  std::string smiles;       ///< atom indices of the records count in this string's order.
  std::size_t atomCount = 0;
  std::string captionId;
  std::string caption;
  std::string sourceKind;   ///< "model", "user", "file".
  std::string sourceName;   ///< name of the model, or empty.
  std::vector<AlignmentRecord> records;
};

/// A whole file of the schema "molalign", version 1.
struct AlignmentFile {
  std::string lexicon;  ///< "fg-2".
  std::string rdkit;    ///< version that verified the records.
  std::vector<AlignedText> texts;
};

/// JSON Lines: a header, then per molecule one `mol` line and its `align` lines. Writing what was
/// read gives the same bytes.
std::string writeAlignments(const AlignmentFile& file);

/// Errors: Corrupt naming the line: not JSON, another schema or version, a record before its
/// molecule, an atom index outside the molecule, or a span whose text is not the phrase.
Result<AlignmentFile> readAlignments(std::string_view jsonLines);

}  // namespace molloquy::align
