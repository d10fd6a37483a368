#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/chem/molecule.h"

namespace molloquy::chem {

/// Names and residues of every atom, for formats that cannot do without: the molecule's own, or
/// "C1", "C2", "H1", ... in one residue "UNL". Atoms without a residue get one of their own name.
/// Names are unique within a residue.
Biopolymer labelledResidues(const Molecule& molecule);

/// The atoms residue by residue, otherwise in their own order: as files of biopolymers list them.
std::vector<std::uint32_t> orderByResidue(const Biopolymer& labels);

}  // namespace molloquy::chem
