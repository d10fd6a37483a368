#include "model/chem/molecule.h"

#include <algorithm>

#include <fmt/format.h>

namespace molloquy::chem {

Molecule::Molecule(std::vector<Atom> atoms, std::vector<Bond> bonds, std::string name,
                   std::shared_ptr<const RdkitMolecule> rdkit,
                   std::shared_ptr<const Biopolymer> biopolymer)
    : m_atoms(std::move(atoms)),
      m_bonds(std::move(bonds)),
      m_name(std::move(name)),
      m_rdkit(std::move(rdkit)),
      m_biopolymer(std::move(biopolymer)) {}

std::size_t Molecule::heavyAtomCount() const {
  return static_cast<std::size_t>(std::count_if(
      m_atoms.begin(), m_atoms.end(), [](const Atom& atom) { return atom.atomicNumber > 1; }));
}

int Molecule::totalCharge() const {
  int charge = 0;
  for (const Atom& atom : m_atoms) charge += atom.formalCharge;
  return charge;
}

std::vector<AtomIndex> Molecule::neighbours(AtomIndex atom) const {
  std::vector<AtomIndex> bonded;
  for (const Bond& bond : m_bonds) {
    if (bond.begin == atom) bonded.push_back(bond.end);
    if (bond.end == atom) bonded.push_back(bond.begin);
  }
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

std::string atomName(const Molecule& molecule, AtomIndex atom) {
  const Atom& named = molecule.atoms().at(atom.value);
  return fmt::format("{}{}", elementSymbol(named.atomicNumber), atom.value + 1);
}

}  // namespace molloquy::chem
