#include "model/chem/edit/draft.h"

#include <algorithm>

namespace molloquy::chem::edit {

Draft::Draft(const Molecule& molecule, const Positions& positions)
    : m_atoms(molecule.atoms()),
      m_bonds(molecule.bonds()),
      m_positions(positions),
      m_present(molecule.atoms().size(), true),
      m_bondPresent(molecule.bonds().size(), true),
      m_bondsOf(molecule.atoms().size()) {
  m_positions.resize(m_atoms.size());
  for (std::uint32_t i = 0; i < bondSlots(); ++i) {
    m_bondsOf[m_bonds[i].begin.value].push_back(i);
    m_bondsOf[m_bonds[i].end.value].push_back(i);
  }
}

std::uint32_t Draft::addAtom(const Atom& atom, const Point3& position) {
  m_atoms.push_back(atom);
  m_positions.push_back(position);
  m_present.push_back(true);
  m_bondsOf.emplace_back();
  return size() - 1;
}

void Draft::removeAtom(std::uint32_t atom) {
  const std::vector<std::uint32_t> bonds = m_bondsOf[atom];
  for (const std::uint32_t bond : bonds) removeBond(bond);
  m_present[atom] = false;
}

std::uint32_t Draft::addBond(std::uint32_t begin, std::uint32_t end, BondOrder order) {
  m_bonds.push_back(
      {.begin = AtomIndex(begin), .end = AtomIndex(end), .order = order, .kekuleOrder = order});
  m_bondPresent.push_back(true);
  m_bondsOf[begin].push_back(bondSlots() - 1);
  m_bondsOf[end].push_back(bondSlots() - 1);
  return bondSlots() - 1;
}

void Draft::removeBond(std::uint32_t bond) {
  m_bondPresent[bond] = false;
  std::erase(m_bondsOf[m_bonds[bond].begin.value], bond);
  std::erase(m_bondsOf[m_bonds[bond].end.value], bond);
}

void Draft::setOrder(std::uint32_t bond, BondOrder order) {
  m_bonds[bond].order = order;
  m_bonds[bond].kekuleOrder = order;
}

std::uint32_t Draft::otherEnd(std::uint32_t bond, std::uint32_t atom) const {
  const Bond& b = m_bonds[bond];
  return b.begin.value == atom ? b.end.value : b.begin.value;
}

std::vector<std::uint32_t> Draft::neighbours(std::uint32_t atom) const {
  std::vector<std::uint32_t> others;
  others.reserve(m_bondsOf[atom].size());
  for (const std::uint32_t bond : m_bondsOf[atom]) others.push_back(otherEnd(bond, atom));
  return others;
}

std::optional<std::uint32_t> Draft::bondBetween(std::uint32_t a, std::uint32_t b) const {
  for (const std::uint32_t bond : m_bondsOf[a]) {
    if (otherEnd(bond, a) == b) return bond;
  }
  return std::nullopt;
}

int Draft::bondOrders(std::uint32_t atom, Counted counted) const {
  int halves = 0;
  for (const std::uint32_t bond : m_bondsOf[atom]) {
    if (counted == Counted::WithoutHydrogens && isPlainHydrogen(otherEnd(bond, atom))) continue;
    switch (m_bonds[bond].kekuleOrder) {
      case BondOrder::Single:
        halves += 2;
        break;
      case BondOrder::Double:
        halves += 4;
        break;
      case BondOrder::Triple:
        halves += 6;
        break;
      case BondOrder::Quadruple:
        halves += 8;
        break;
      case BondOrder::Aromatic:
        halves += 3;
        break;
      case BondOrder::Dative:
        halves += m_bonds[bond].end.value == atom ? 2 : 0;
        break;
      case BondOrder::Other:
        break;
    }
  }
  return halves / 2;
}

bool Draft::isPlainHydrogen(std::uint32_t atom) const {
  const Atom& a = m_atoms[atom];
  return a.atomicNumber == 1 && a.formalCharge == 0 && a.radicalElectrons == 0 &&
         m_bondsOf[atom].size() == 1 &&
         m_bonds[m_bondsOf[atom][0]].kekuleOrder == BondOrder::Single;
}

std::vector<std::uint32_t> Draft::plainHydrogensOf(std::uint32_t atom) const {
  std::vector<std::uint32_t> hydrogens;
  for (const std::uint32_t bond : m_bondsOf[atom]) {
    if (isPlainHydrogen(otherEnd(bond, atom))) hydrogens.push_back(otherEnd(bond, atom));
  }
  return hydrogens;
}

std::optional<std::vector<std::uint32_t>> Draft::sideOf(std::uint32_t fixed,
                                                        std::uint32_t moving) const {
  std::vector<bool> reached(size(), false);
  std::vector<std::uint32_t> side{moving};
  reached[moving] = true;
  for (std::size_t next = 0; next < side.size(); ++next) {
    const std::uint32_t atom = side[next];
    for (const std::uint32_t bond : m_bondsOf[atom]) {
      const std::uint32_t other = otherEnd(bond, atom);
      if (other == fixed && atom == moving) continue;
      if (other == fixed) return std::nullopt;
      if (reached[other]) continue;
      reached[other] = true;
      side.push_back(other);
    }
  }
  return side;
}

}  // namespace molloquy::chem::edit
