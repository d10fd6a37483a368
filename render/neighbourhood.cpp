#include "render/neighbourhood.h"

namespace molloquy::render {

Neighbourhood::Neighbourhood(const chem::Molecule& molecule)
    : m_offsets(molecule.atoms().size() + 1), m_partners(2 * molecule.bonds().size()) {
  for (const chem::Bond& bond : molecule.bonds()) {
    ++m_offsets[bond.begin.value + 1];
    ++m_offsets[bond.end.value + 1];
  }
  for (std::size_t i = 1; i < m_offsets.size(); ++i) m_offsets[i] += m_offsets[i - 1];
  std::vector<std::size_t> next = m_offsets;
  for (std::uint32_t i = 0; i < molecule.bonds().size(); ++i) {
    const chem::Bond& bond = molecule.bonds()[i];
    m_partners[next[bond.begin.value]++] = {bond.end.value, i};
    m_partners[next[bond.end.value]++] = {bond.begin.value, i};
  }
}

}  // namespace molloquy::render
