#pragma once

#include "model/chem/quantum/single_point.h"

namespace molloquy::test {

inline quantum::SinglePointInput water() {
  return {{8, 1, 1}, {{0, 0, 0.1173}, {0, 0.7572, -0.4692}, {0, -0.7572, -0.4692}}, 0};
}

/// GFN2-xTB energy of water() by libxtb 6.5.1 through Python's ctypes, hartree.
constexpr double kWaterEnergy = -5.07037076184513;

/// Water molecules on a grid: a computation of seconds.
inline quantum::SinglePointInput waterGrid(int edge) {
  constexpr double kSpacingAngstrom = 3.1;
  const quantum::SinglePointInput one = water();
  quantum::SinglePointInput grid;
  for (int i = 0; i < edge * edge * edge; ++i) {
    for (std::size_t atom = 0; atom < 3; ++atom) {
      grid.atomicNumbers.push_back(one.atomicNumbers[atom]);
      const chem::Point3& at = one.positions[atom];
      grid.positions.push_back({at[0] + kSpacingAngstrom * (i % edge),
                                at[1] + kSpacingAngstrom * (i / edge % edge),
                                at[2] + kSpacingAngstrom * (i / edge / edge)});
    }
  }
  return grid;
}

}  // namespace molloquy::test
