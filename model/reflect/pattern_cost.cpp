#include "model/reflect/pattern_cost.h"

#include <memory>
#include <vector>

#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::reflect {
namespace {

constexpr int kMostSteps = 200'000;
constexpr std::size_t kLongestPattern = 2000;
constexpr unsigned kMostAtoms = 60;

/// The element that an atom has to be by its query or by one part of a conjunction; 0 = it may be
/// several.
int requiredElement(const RDKit::QueryAtom::QUERYATOM_QUERY& query) {
  constexpr int kAromaticMark = 1000;  // AtomType is the element, plus this for aromatic atoms.
  if (query.getNegation()) return 0;
  const std::string& kind = query.getDescription();
  if (kind == "AtomType" || kind == "AtomAtomicNum") {
    const auto* equals = dynamic_cast<const RDKit::ATOM_EQUALS_QUERY*>(&query);
    return equals == nullptr ? 0 : equals->getVal() % kAromaticMark;
  }
  if (kind != "AtomAnd") return 0;
  for (auto part = query.beginChildren(); part != query.endChildren(); ++part) {
    if (const int element = requiredElement(**part); element != 0) return element;
  }
  return 0;
}

/// Counts the steps of a backtracking search. Conditions other than the element are left out, so
/// that the count is not too low.
class Walk {
 public:
  Walk(const RDKit::ROMol& pattern, const RDKit::ROMol& molecule)
      : m_pattern(pattern),
        m_molecule(molecule),
        m_used(molecule.getNumAtoms(), false),
        m_place(pattern.getNumAtoms(), -1) {}

  bool endsSoon() { return place(0); }

 private:
  bool fits(const RDKit::Atom& wanted, const RDKit::Atom& found) const {
    const int element = wanted.hasQuery() ? requiredElement(*wanted.getQuery()) : 0;
    return element == 0 || element == found.getAtomicNum();
  }

  bool isBonded(unsigned query, unsigned atom) const {
    for (const auto& neighbour : m_pattern.atomNeighbors(m_pattern.getAtomWithIdx(query))) {
      const int placed = m_place[neighbour->getIdx()];
      if (placed >= 0 &&
          m_molecule.getBondBetweenAtoms(static_cast<unsigned>(placed), atom) == nullptr) {
        return false;
      }
    }
    return true;
  }

  /// Places the pattern's atoms in their order; false when the steps are used up.
  bool place(unsigned query) {
    if (query == m_pattern.getNumAtoms()) return true;
    for (const auto* atom : m_molecule.atoms()) {
      if (m_used[atom->getIdx()] || atom->getAtomicNum() == 1) continue;
      if (!fits(*m_pattern.getAtomWithIdx(query), *atom) || !isBonded(query, atom->getIdx())) {
        continue;
      }
      if (++m_steps > kMostSteps) return false;
      m_used[atom->getIdx()] = true;
      m_place[query] = static_cast<int>(atom->getIdx());
      const bool soon = place(query + 1);
      m_used[atom->getIdx()] = false;
      m_place[query] = -1;
      if (!soon) return false;
    }
    return true;
  }

  const RDKit::ROMol& m_pattern;
  const RDKit::ROMol& m_molecule;
  std::vector<bool> m_used;
  std::vector<int> m_place;
  int m_steps = 0;
};

}  // namespace

bool isAffordable(const chem::Molecule& molecule, const std::string& pattern) {
  if (pattern.size() > kLongestPattern || !molecule.rdkit()) return false;
  try {
    const std::unique_ptr<RDKit::RWMol> query(RDKit::SmartsToMol(pattern));
    if (!query) return true;
    if (query->getNumAtoms() > kMostAtoms) return false;
    return Walk(*query, *molecule.rdkit()->mol).endsSoon();
  } catch (const std::exception&) {
    return true;
  }
}

}  // namespace molloquy::reflect
