#pragma once

#include <stop_token>

#include "model/chem/formats/raw_structure.h"
#include "model/chem/formats/text_lines.h"

namespace molloquy::chem {

/// A TRIPOS record as written: its atoms, bonds and substructures.
struct Mol2Record {
  RawStructure structure;          ///< biopolymer where there are several substructures.
  std::vector<std::size_t> lines;  ///< by atom: index of its line in the record.
  std::vector<std::string> names;  ///< by atom: "C1".
  std::vector<std::string> types;  ///< by atom: "C.ar".
  /// Formal charges are written down (UNITY_ATOM_ATTR) rather than left to the atom types.
  bool hasCharges = false;
};

/// Errors: InvalidInput with the line (counts, coordinates, bonds to atoms that are not there).
Result<Mol2Record> parseMol2Record(const TextLines& record, const std::stop_token& stop);

}  // namespace molloquy::chem
