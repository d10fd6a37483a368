#include "model/align/compiled_lexicon.h"

#include <algorithm>
#include <set>

#include <GraphMol/Substruct/SubstructMatch.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::align {
namespace {

constexpr unsigned kMaximumMatches = 200;
/// Query atoms with this map number must be there, but are not part of the named feature.
constexpr int kContextMapNumber = 9;

RDKit::SubstructMatchParameters parameters() {
  RDKit::SubstructMatchParameters result;
  result.useChirality = true;
  result.uniquify = true;
  result.maxMatches = kMaximumMatches;
  return result;
}

}  // namespace

std::vector<std::vector<AtomIndex>> findMatches(const chem::Molecule& molecule,
                                                const CompiledEntry& entry, PatternSet set) {
  if (entry.feature) return findFeature(molecule, *entry.feature);
  if (!molecule.rdkit()) return {};
  const RDKit::ROMol& mol = *molecule.rdkit()->mol;
  const bool strict = set == PatternSet::Strict && !entry.strictPatterns.empty();
  std::set<std::vector<AtomIndex>> seen;
  std::vector<std::vector<AtomIndex>> matches;
  for (const auto& pattern : strict ? entry.strictPatterns : entry.patterns) {
    for (const RDKit::MatchVectType& match :
         RDKit::SubstructMatch(mol, *pattern, parameters())) {
      std::vector<AtomIndex> atoms;
      for (const auto& [query, atom] : match) {
        const RDKit::Atom* wanted = pattern->getAtomWithIdx(static_cast<unsigned>(query));
        const RDKit::Atom* found = mol.getAtomWithIdx(static_cast<unsigned>(atom));
        if (wanted->getAtomMapNum() != kContextMapNumber && found->getAtomicNum() != 1)
          atoms.emplace_back(found->getIdx());
      }
      std::sort(atoms.begin(), atoms.end());
      if (!atoms.empty() && seen.insert(atoms).second) matches.push_back(std::move(atoms));
    }
  }
  return matches;
}

}  // namespace molloquy::align
