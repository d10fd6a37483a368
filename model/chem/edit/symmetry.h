#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/geometry.h"

/// Point groups of sets of points. Arithmetic only.
namespace molloquy::chem::edit {

/// An operation of a point group: a proper rotation, or one followed by an inversion.
struct SymmetryOperation {
  enum class Sense { Proper, Improper } sense = Sense::Proper;
  std::vector<std::uint32_t> imageOf;  ///< the atom in whose place each atom comes.
  std::array<double, 9> matrix{};      ///< row-major, about the centre of all atoms.
  double worstAngstrom = 0;            ///< farthest that an atom comes from its image.
};

/// A group, its name, and positions that have it exactly.
struct PointGroup {
  std::string name;                           ///< Schoenflies: "C2v", "D3h", "Td", "Cinfv".
  std::vector<SymmetryOperation> operations;  ///< empty for linear groups.
  Positions positions;                        ///< same centre, symmetric to rounding.
  double movedAngstrom = 0;                   ///< farthest that an atom was moved.
};

/// Elements and isotopes tell atoms apart.
using AtomKinds = std::vector<std::uint32_t>;

/// The group that the positions have within the tolerance. Axes up to order 8 and their improper
/// axes are looked for; what these generate is completed.
/// Errors: InvalidInput (no atoms, a tolerance outside 0.0001..1), Unsupported (over 2,000 atoms).
/// Source: operations from pairs and triples of equivalent atoms; positions by averaging over the
/// group until nothing moves (Largent et al., J. Comput. Chem. 33 (2012) 1637, for the idea of
/// projecting onto the group).
Result<PointGroup> pointGroupOf(const Positions& positions, const AtomKinds& kinds,
                                double toleranceAngstrom);

/// Schoenflies name of a complete group of operations.
std::string schoenfliesName(const std::vector<SymmetryOperation>& operations);

}  // namespace molloquy::chem::edit
