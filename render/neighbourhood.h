#pragma once

#include <cstdint>
#include <vector>

#include "model/chem/molecule.h"

namespace molloquy::render {

/// Neighbours of every atom, as one array with offsets.
class Neighbourhood {
 public:
  explicit Neighbourhood(const chem::Molecule& molecule);

  /// Calls visitor(atom, bond) with the places of the atom's partners and of the bonds to them.
  template <class Visit>
  void visit(AtomIndex atom, const Visit& visitor) const {
    for (std::size_t i = m_offsets[atom.value]; i < m_offsets[atom.value + 1]; ++i) {
      visitor(m_partners[i].atom, m_partners[i].bond);
    }
  }

 private:
  struct Partner {
    std::uint32_t atom = 0;
    std::uint32_t bond = 0;
  };
  std::vector<std::size_t> m_offsets;
  std::vector<Partner> m_partners;
};

}  // namespace molloquy::render
