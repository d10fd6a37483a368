#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/chem/depiction.h"
#include "model/chem/molecule.h"

namespace molloquy::test {

/// Acetic acid, drawn by hand: C1 and C2 in a row, O3 above, O4 below, and an undrawn hydrogen H5
/// on C1. Bonds are 40 units long; the drawing is 120 by 120.
inline std::shared_ptr<const chem::Molecule> drawnMolecule() {
  std::vector<chem::Atom> atoms(5);
  const int numbers[] = {6, 6, 8, 8, 1};
  for (std::size_t index = 0; index < atoms.size(); ++index)
    atoms[index].atomicNumber = numbers[index];
  const auto bond = [](unsigned begin, unsigned end) {
    return chem::Bond{AtomIndex(begin), AtomIndex(end)};
  };
  std::vector<chem::Bond> bonds{bond(0, 1), bond(1, 2), bond(1, 3), bond(0, 4)};
  return std::make_shared<const chem::Molecule>(std::move(atoms), std::move(bonds), "acetic acid",
                                                nullptr);
}

inline chem::Depiction drawnDepiction() {
  chem::Depiction depiction;
  depiction.width = 120;
  depiction.height = 120;
  depiction.bondLength = 40;
  depiction.atomPositions = {{{20, 60}}, {{60, 60}}, {{80, 25}}, {{80, 95}}, std::nullopt};
  depiction.svg =
      "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='120' viewBox='0 0 120 120'>"
      "<path d='M20 60H60L80 25M60 60L80 95' stroke='#808080' stroke-width='2' fill='none'/></svg>";
  return depiction;
}

}  // namespace molloquy::test
