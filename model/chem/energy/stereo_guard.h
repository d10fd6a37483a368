#pragma once

#include <vector>

#include "model/chem/geometry.h"

namespace molloquy::energy {

/// Which way round every centre with four neighbours is and which side the ends of every double
/// bond are on; a relaxation that changes it made another molecule.
class StereoGuard {
 public:
  StereoGuard(const chem::Molecule& molecule, const chem::Positions& positions);
  [[nodiscard]] bool agrees(const chem::Positions& positions) const;

 private:
  std::vector<std::array<std::size_t, 4>> m_centres;  ///< three neighbours, then the centre.
  std::vector<std::array<std::size_t, 4>> m_bonds;    ///< a substituent, both ends, a substituent.
  std::vector<char> m_seen;                           ///< of the centres, then the bonds.

  [[nodiscard]] std::vector<char> seenIn(const chem::Positions& positions) const;
};

/// Whether a molecule is the same as its mirror image, its graph's stereo marks inverted.
/// Precondition: molecule.rdkit().
bool isAchiral(const chem::Molecule& molecule);

}  // namespace molloquy::energy
