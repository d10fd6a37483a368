#pragma once

#include <string>
#include <vector>

#include "model/base/strong_index.h"
#include "model/chem/molecule.h"

namespace molloquy::align {

/// One ring of the symmetrised smallest set of smallest rings.
struct Ring {
  std::vector<AtomIndex> atoms;  ///< in ring order.
  bool aromatic = false;
  bool saturated = false;        ///< every ring bond is single.
  std::vector<int> heteroatoms;  ///< atomic numbers other than carbon, ascending.
};

enum class RingJunction { Single, Fused, Bridged };

/// Rings that share bonds. Rings that share only one atom (spiro) are two systems.
struct RingSystem {
  std::vector<std::size_t> rings;  ///< indices into Rings::rings.
  std::vector<AtomIndex> atoms;    ///< sorted.
  RingJunction junction = RingJunction::Single;
};

struct Rings {
  std::vector<Ring> rings;
  std::vector<RingSystem> systems;    ///< larger systems first, then by first atom.
  std::vector<AtomIndex> spiroAtoms;  ///< atoms that two systems share.
  int count = 0;                      ///< independent rings: bonds - atoms + components.
};

Rings perceiveRings(const chem::Molecule& molecule);

}  // namespace molloquy::align
