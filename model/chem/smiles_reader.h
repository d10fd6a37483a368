#pragma once

#include <cstddef>
#include <string_view>

#include "model/chem/structure_reader.h"

namespace molloquy::chem {

/// Atoms a molecule may have, hydrogens included: beyond it, perception takes minutes and its
/// recursions exhaust the stack.
inline constexpr std::size_t kMaximumAtoms = 20'000;

/// A .smi table: one SMILES per line, optionally followed by a blank and a name; blank lines and
/// lines that start with # are skipped, and so is a header line "SMILES ...". Refused lines go to
/// file.rejected with their numbers.
void readSmilesTable(std::string_view text, StructureFile& file, const std::stop_token& stop);

}  // namespace molloquy::chem
