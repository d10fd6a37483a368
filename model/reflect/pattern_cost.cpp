#include "model/reflect/pattern_cost.h"

#include <algorithm>
#include <memory>
#include <utility>
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
      : m_bonded(neighboursIn(molecule)), m_used(molecule.getNumAtoms(), false) {
    for (const RDKit::Atom* atom : molecule.atoms()) {
      m_elements.push_back(atom->getAtomicNum());
      if (atom->getAtomicNum() != 1) m_heavy.push_back(atom->getIdx());
    }
    const std::vector<Indices> bonded = neighboursIn(pattern);
    for (const RDKit::Atom* atom : pattern.atoms()) {
      Query query;
      query.element = atom->hasQuery() ? requiredElement(*atom->getQuery()) : 0;
      for (const unsigned other : bonded[atom->getIdx()]) {
        if (other < atom->getIdx()) query.earlier.push_back(other);
      }
      m_queries.push_back(std::move(query));
    }
    m_places.resize(m_queries.size());
  }

  bool endsSoon() { return place(0); }

 private:
  using Indices = std::vector<unsigned>;
  struct Query {
    int element = 0;
    Indices earlier;  ///< bonded atoms of the pattern that are placed before.
  };

  static std::vector<Indices> neighboursIn(const RDKit::ROMol& mol) {
    std::vector<Indices> neighbours(mol.getNumAtoms());
    for (const RDKit::Bond* bond : mol.bonds()) {
      neighbours[bond->getBeginAtomIdx()].push_back(bond->getEndAtomIdx());
      neighbours[bond->getEndAtomIdx()].push_back(bond->getBeginAtomIdx());
    }
    return neighbours;
  }

  [[nodiscard]] bool fits(const Query& query, unsigned atom) const {
    if (m_used[atom] || m_elements[atom] == 1) return false;
    if (query.element != 0 && query.element != m_elements[atom]) return false;
    return std::all_of(query.earlier.begin(), query.earlier.end(), [&](unsigned other) {
      const Indices& near = m_bonded[m_places[other]];
      return std::find(near.begin(), near.end(), atom) != near.end();
    });
  }

  /// Places the pattern's atoms in their order; false when the steps are used up.
  bool place(std::size_t number) {
    if (number == m_queries.size()) return true;
    const Query& query = m_queries[number];
    const Indices& candidates =
        query.earlier.empty() ? m_heavy : m_bonded[m_places[query.earlier.front()]];
    for (const unsigned atom : candidates) {
      if (!fits(query, atom)) continue;
      if (++m_steps > kMostSteps) return false;
      m_used[atom] = true;
      m_places[number] = atom;
      const bool soon = place(number + 1);
      m_used[atom] = false;
      if (!soon) return false;
    }
    return true;
  }

  std::vector<Indices> m_bonded;
  Indices m_heavy;
  std::vector<int> m_elements;
  std::vector<bool> m_used;
  std::vector<Query> m_queries;
  Indices m_places;
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
