#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "model/chem/molecule.h"

namespace molloquy::chem {

/// Covalent radius, angstrom (RDKit's table, Cordero et al. 2008); 0 for a dummy atom.
double covalentRadius(int atomicNumber);

/// Calls `found(a, b, distance)`, a < b, for every two atoms that are as close as a covalent bond:
/// farther than 0.4 angstrom, nearer than the sum of their covalent radii + 0.45. Cells in a sorted
/// list: n log n at any extent.
/// returns  false when nothing was searched, because atoms lie on top of one another (more than 128
/// in a cell of bonding size), or when it was stopped.
bool forClosePairs(const std::vector<Atom>& atoms, const std::vector<Point3>& positions,
                   const std::function<void(std::uint32_t, std::uint32_t, double)>& found,
                   const std::stop_token& stop = {});

}  // namespace molloquy::chem
