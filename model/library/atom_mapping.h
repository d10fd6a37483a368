#pragma once

#include <vector>

#include "model/chem/molecule.h"

namespace molloquy::library {

/// A molecule with one of its conformers. Borrowed.
struct PlacedMolecule {
  const chem::Molecule& molecule;
  const chem::Conformer& conformer;
};

/// For every atom of `to` the atom of `from` that is the same in another order: same elements and
/// bonds, same hands of centres, same sides of double bonds. Empty when there is none, when it is
/// not found soon, and for more than 1,000 atoms.
std::vector<AtomIndex> sameAtoms(const PlacedMolecule& from, const PlacedMolecule& to);

}  // namespace molloquy::library
