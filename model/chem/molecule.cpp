#include "model/chem/molecule.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace molloquy::chem {

Molecule::Molecule(std::vector<Atom> atoms, std::vector<Bond> bonds, std::string name,
                   std::shared_ptr<const RdkitMolecule> rdkit,
                   std::shared_ptr<const Biopolymer> biopolymer)
    : m_atoms(std::move(atoms)),
      m_bonds(std::move(bonds)),
      m_name(std::move(name)),
      m_rdkit(std::move(rdkit)),
      m_biopolymer(std::move(biopolymer)),
      m_firstBond(m_atoms.size() + 1, 0),
      m_bondsByAtom(2 * m_bonds.size()) {
  for (const Bond& bond : m_bonds) {
    ++m_firstBond.at(bond.begin.value + std::size_t{1});
    ++m_firstBond.at(bond.end.value + std::size_t{1});
  }
  std::partial_sum(m_firstBond.begin(), m_firstBond.end(), m_firstBond.begin());
  std::vector<std::uint32_t> next(m_firstBond.begin(), m_firstBond.end() - 1);
  for (std::uint32_t i = 0; i < m_bonds.size(); ++i) {
    m_bondsByAtom[next[m_bonds[i].begin.value]++] = BondIndex(i);
    m_bondsByAtom[next[m_bonds[i].end.value]++] = BondIndex(i);
  }
}

std::size_t Molecule::heavyAtomCount() const {
  return static_cast<std::size_t>(std::count_if(
      m_atoms.begin(), m_atoms.end(), [](const Atom& atom) { return atom.atomicNumber > 1; }));
}

int Molecule::totalCharge() const {
  int charge = 0;
  for (const Atom& atom : m_atoms) charge += atom.formalCharge;
  return charge;
}

std::span<const BondIndex> Molecule::bondsOf(AtomIndex atom) const {
  const std::uint32_t first = m_firstBond.at(atom.value);
  return std::span(m_bondsByAtom)
      .subspan(first, m_firstBond.at(atom.value + std::size_t{1}) - first);
}

AtomIndex Molecule::otherEnd(BondIndex bond, AtomIndex atom) const {
  const Bond& across = m_bonds.at(bond.value);
  return across.begin == atom ? across.end : across.begin;
}

std::vector<AtomIndex> Molecule::neighbours(AtomIndex atom) const {
  std::vector<AtomIndex> bonded;
  for (const BondIndex bond : bondsOf(atom)) bonded.push_back(otherEnd(bond, atom));
  return bonded;
}

std::vector<AtomIndex> Molecule::withHydrogens(std::vector<AtomIndex> atoms) const {
  std::vector<bool> wanted(m_atoms.size(), false);
  for (const AtomIndex atom : atoms) {
    if (atom.value < wanted.size()) wanted[atom.value] = true;
  }
  std::vector<bool> widened = wanted;
  const auto takeHydrogen = [&](AtomIndex from, AtomIndex to) {
    if (wanted[from.value] && m_atoms[to.value].atomicNumber == 1) widened[to.value] = true;
  };
  for (const Bond& bond : m_bonds) {
    takeHydrogen(bond.begin, bond.end);
    takeHydrogen(bond.end, bond.begin);
  }
  std::vector<AtomIndex> result;
  for (std::uint32_t i = 0; i < widened.size(); ++i) {
    if (widened[i]) result.emplace_back(i);
  }
  return result;
}

Error withoutChemistry(const Molecule& molecule, std::string_view task) {
  const std::size_t atoms = molecule.atoms().size();
  if (atoms > kRdkitAtoms) {
    return Error(ErrorCode::Unsupported,
                 fmt::format("{} is not made for a structure of {} atoms; up to {} it is. Open or "
                             "cut out the part of interest.",
                             task, atoms, kRdkitAtoms));
  }
  return Error(ErrorCode::Unsupported,
               fmt::format("{} needs a structure that was read with the chemistry library; build "
                           "with MOLLOQUY_WITH_RDKIT=ON.",
                           task));
}

std::string atomName(const Molecule& molecule, AtomIndex atom) {
  const Atom& named = molecule.atoms().at(atom.value);
  return fmt::format("{}{}", elementSymbol(named.atomicNumber), atom.value + 1);
}

}  // namespace molloquy::chem
