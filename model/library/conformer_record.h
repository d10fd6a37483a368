#pragma once

#include <string>
#include <string_view>

#include "model/chem/molecule.h"

namespace molloquy::library {

/// Positions as they are kept: float32 [atoms, 3], angstrom.
std::string packPositions(const chem::Conformer& conformer);
/// Empty when the bytes are no whole atoms.
std::vector<chem::Point3> unpackPositions(std::string_view bytes);

/// Whether two molecules have the same atoms and bonds in the same order, so that positions of the
/// one are positions of the other.
bool sameAtomOrder(const chem::Molecule& a, const chem::Molecule& b);

}  // namespace molloquy::library
