#pragma once

#include <vector>

namespace molloquy::chem {

/// Two bonded atoms and their distance.
struct Contact {
  unsigned a;
  unsigned b;
  double length;  ///< angstrom.
};

/// Spreads missing valences over bonds between atoms that both miss some, shortest bonds first.
/// Exhaustive, most constrained atom first, up to a fixed number of steps; then the best so far.
/// missing  by atom: how many bonds more it wants.
/// returns  by bond: 0 single, 1 double, 2 triple. What cannot be spread stays missing.
std::vector<int> spreadValences(std::vector<int> missing, const std::vector<Contact>& bonds);

}  // namespace molloquy::chem
