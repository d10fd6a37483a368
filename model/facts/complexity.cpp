#include "model/facts/complexity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/new_canon.h>

#include "model/facts/heavy_graph.h"
#include "model/facts/localised_rings.h"

namespace molloquy::facts {
namespace {

/// x lb x, and 0 at 0.
double entropyTerm(unsigned count) {
  return count == 0 ? 0.0 : static_cast<double>(count) * std::log2(static_cast<double>(count));
}

/// Lines that a bond is drawn with; an aromatic one counts once.
unsigned linesOf(const RDKit::Bond& bond) {
  if (bond.getIsAromatic()) return 1;
  switch (bond.getBondType()) {
    case RDKit::Bond::DOUBLE:
      return 2;
    case RDKit::Bond::TRIPLE:
      return 3;
    default:
      return 1;
  }
}

/// Symmetry classes of the atoms, both oxygens of a nitro group in one.
std::vector<unsigned> symmetryClasses(const RDKit::ROMol& fragment) {
  RDKit::RWMol levelled(fragment);
  for (const std::array<unsigned, 3>& nitro : nitroGroups(fragment)) {
    const auto [nitrogen, doubleOxygen, chargedOxygen] = nitro;
    levelled.getBondBetweenAtoms(nitrogen, doubleOxygen)->setBondType(RDKit::Bond::SINGLE);
    for (const unsigned atom : {nitrogen, doubleOxygen, chargedOxygen}) {
      levelled.getAtomWithIdx(atom)->setFormalCharge(0);
      levelled.getAtomWithIdx(atom)->setNoImplicit(true);
    }
  }
  if (!levelled.getRingInfo()->isInitialized()) RDKit::MolOps::fastFindRings(levelled);
  std::vector<unsigned> classes;
  RDKit::Canon::rankMolAtoms(levelled, classes, /*breakTies=*/false, /*includeChirality=*/false,
                             /*includeIsotopes=*/false);
  return classes;
}

/// Middle and the two ends of a pair of adjacent bond lines.
using PairClass = std::tuple<unsigned, unsigned, unsigned>;

/// Number of pairs of each class.
std::map<PairClass, unsigned> bondPairs(const RDKit::ROMol& fragment) {
  const std::vector<unsigned> rank = symmetryClasses(fragment);
  std::map<PairClass, unsigned> pairs;
  for (const RDKit::Atom* middle : fragment.atoms()) {
    std::vector<std::pair<unsigned, unsigned>> ends;  // class of the neighbour, lines to it.
    for (const RDKit::Bond* bond : fragment.atomBonds(middle)) {
      ends.emplace_back(rank[bond->getOtherAtomIdx(middle->getIdx())], linesOf(*bond));
    }
    for (std::size_t i = 0; i < ends.size(); ++i) {
      for (std::size_t j = i + 1; j < ends.size(); ++j) {
        const auto [low, high] = std::minmax(ends[i].first, ends[j].first);
        pairs[{rank[middle->getIdx()], low, high}] += ends[i].second * ends[j].second;
      }
    }
  }
  // The lines of one multiple bond also pair with each other.
  for (const RDKit::Bond* bond : fragment.bonds()) {
    const unsigned lines = linesOf(*bond);
    if (lines == 1) continue;
    const auto order = [&](const RDKit::Atom* atom) {
      return std::pair(atom->getDegree(), rank[atom->getIdx()]);
    };
    const auto [end, middle] =
        std::minmax({order(bond->getBeginAtom()), order(bond->getEndAtom())});
    pairs[{middle.second, end.second, end.second}] += (lines - 1) * (lines - 1);
  }
  return pairs;
}

double complexityOfFragment(const RDKit::ROMol& fragment) {
  unsigned allPairs = 0;
  double value = 0;
  for (const auto& [pairClass, count] : bondPairs(fragment)) {
    allPairs += count;
    value -= entropyTerm(count);
  }
  std::map<int, unsigned> elements;
  for (const RDKit::Atom* atom : fragment.atoms()) ++elements[atom->getAtomicNum()];
  for (const auto& [element, count] : elements) value -= entropyTerm(count);
  return value + 2 * entropyTerm(allPairs) + entropyTerm(fragment.getNumAtoms());
}

}  // namespace

double complexityOf(const RDKit::ROMol& mol) {
  const std::unique_ptr<RDKit::RWMol> graph = withLocalisedRings(*plainHeavyGraph(mol));
  constexpr bool kSanitizeFragments = false;
  double sum = 0;
  for (const auto& fragment : RDKit::MolOps::getMolFrags(*graph, kSanitizeFragments)) {
    sum += complexityOfFragment(*fragment);
  }
  return sum;
}

}  // namespace molloquy::facts
