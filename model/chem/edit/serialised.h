#pragma once

#include <string>

#include "model/chem/molecule.h"

namespace molloquy::chem::edit {

/// Everything that makes up a state of a structure, as bytes: atoms, bonds, stereo marks, name,
/// residues, positions to the last bit, source, energy and note. Two states are the same if and
/// only if their bytes are.
std::string serialised(const Molecule& molecule, const Conformer& conformer);

}  // namespace molloquy::chem::edit
