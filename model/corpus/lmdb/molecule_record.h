#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "model/corpus/corpus_line.h"

namespace molloquy::corpus {

/// A record of a PubChem or PubChemQC database of 3D-MoLM.
struct MoleculeRecord {
  std::vector<std::pair<std::string, std::string>> texts;  ///< fields that are a text or a number.
  Structure structure;  ///< from smiles or smi, atoms, and coordinates or coordinates_list.
};

/// Reads a pickled dictionary; no code in it is ever run. Other fields of plain data are passed
/// over. Errors: Unsupported (asks for something that is not plain data), Corrupt (cut off, no
/// dictionary, a field of the wrong form), as a sentence. Source: 3d-molm.md 5.2.
Result<MoleculeRecord> readMoleculeRecord(std::span<const std::byte> pickle);

}  // namespace molloquy::corpus
