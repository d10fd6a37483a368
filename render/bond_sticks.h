#pragma once

#include <cstdint>
#include <vector>

#include "model/chem/molecule.h"
#include "render/bond_geometry.h"
#include "render/neighbourhood.h"

namespace molloquy::render {

/// Sticks of a bond of this order; depends on nothing else, so that a shape can move in place.
std::uint32_t stickCount(chem::BondOrder order, Representation representation);

/// Where a bond lies, with all that its sticks depend on.
struct BondPlace {
  const chem::Molecule& molecule;
  const Neighbourhood& neighbourhood;
  const std::vector<chem::Point3>& positions;
};

/// Writes the bond's stickCount() sticks.
void writeSticks(const BondPlace& place, BondIndex bond, Representation representation,
                 Stick* sticks);

}  // namespace molloquy::render
