#pragma once

#include <array>
#include <span>

#include "model/chem/geometry.h"

namespace molloquy::energy {

/// A distance, angle or torsion and how it changes with the positions of its atoms.
struct InternalCoordinate {
  double value = 0;                     ///< angstrom or radian; torsions -pi..pi, IUPAC sign.
  std::array<chem::Point3, 4> slope{};  ///< by atom, angstrom/angstrom or radian/angstrom.
};

/// Of 2, 3 or 4 atoms. Where the slope does not exist (atoms that coincide, a straight angle) it is
/// that of a place close by. Source: Blondel, Karplus, J. Comput. Chem. 17 (1996) 1132.
InternalCoordinate internalCoordinate(const chem::Positions& positions,
                                      std::span<const AtomIndex> atoms);

}  // namespace molloquy::energy
