#pragma once

#include <vector>

#include "model/chem/molecule.h"

namespace molloquy::align {

/// The longest path of acyclic carbon atoms, in path order; empty without one.
/// Ties go to the path that ends at the lowest atom indices, so the answer is repeatable.
std::vector<AtomIndex> longestCarbonChain(const chem::Molecule& molecule);

}  // namespace molloquy::align
