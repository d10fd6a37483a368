#include "model/align/carbon_chain.h"

#include <algorithm>

#include <GraphMol/ROMol.h>
#include <GraphMol/RingInfo.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::align {
namespace {

/// The acyclic carbon atoms form a forest, so the longest path of a tree is found by two walks.
class CarbonForest {
 public:
  explicit CarbonForest(const RDKit::ROMol& mol) : m_mol(mol), m_member(mol.getNumAtoms()) {
    for (const RDKit::Atom* atom : mol.atoms())
      m_member[atom->getIdx()] =
          atom->getAtomicNum() == 6 && mol.getRingInfo()->numAtomRings(atom->getIdx()) == 0;
  }

  [[nodiscard]] bool contains(unsigned atom) const { return m_member[atom]; }

  /// Path from `start` to the farthest atom; every atom reached is marked in `reached`.
  std::vector<unsigned> farthestPath(unsigned start, std::vector<bool>& reached) const {
    std::vector<int> previous(m_member.size(), -1);
    std::vector<bool> seen(m_member.size());
    std::vector<unsigned> layer = {start};
    seen[start] = true;
    unsigned last = start;
    while (!layer.empty()) {
      std::sort(layer.begin(), layer.end());
      last = layer.front();
      std::vector<unsigned> next;
      for (unsigned atom : layer)
        for (const RDKit::Atom* neighbour : m_mol.atomNeighbors(m_mol.getAtomWithIdx(atom))) {
          const unsigned other = neighbour->getIdx();
          if (!m_member[other] || seen[other]) continue;
          seen[other] = true;
          previous[other] = static_cast<int>(atom);
          next.push_back(other);
        }
      layer = std::move(next);
    }
    for (std::size_t atom = 0; atom < seen.size(); ++atom)
      if (seen[atom]) reached[atom] = true;
    std::vector<unsigned> path;
    for (int atom = static_cast<int>(last); atom >= 0; atom = previous[static_cast<unsigned>(atom)])
      path.push_back(static_cast<unsigned>(atom));
    return path;
  }

 private:
  const RDKit::ROMol& m_mol;
  std::vector<bool> m_member;
};

}  // namespace

std::vector<AtomIndex> longestCarbonChain(const chem::Molecule& molecule) {
  if (!molecule.rdkit()) return {};
  const RDKit::ROMol& mol = *molecule.rdkit()->mol;
  const CarbonForest forest(mol);
  std::vector<bool> reached(mol.getNumAtoms());
  std::vector<unsigned> longest;
  for (unsigned atom = 0; atom < mol.getNumAtoms(); ++atom) {
    if (!forest.contains(atom) || reached[atom]) continue;
    const std::vector<unsigned> there = forest.farthestPath(atom, reached);
    const std::vector<unsigned> path = forest.farthestPath(there.front(), reached);
    if (path.size() > longest.size()) longest = path;
  }
  std::vector<AtomIndex> chain;
  for (unsigned atom : longest) chain.emplace_back(atom);
  return chain;
}

}  // namespace molloquy::align
