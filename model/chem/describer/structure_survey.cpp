#include "model/chem/describer/structure_survey.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include <GraphMol/MolOps.h>

#include "model/align/carbon_chain.h"
#include "model/align/compiled_lexicon.h"
#include "model/chem/describer/ring_names.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::describer {
namespace {

/// "class:20,counted" as rank 20 and flag "counted"; nullopt when the entry has another use.
struct Use {
  int rank = 0;
  std::string flag;
};

std::optional<Use> useAs(const align::LexiconEntry& entry, std::string_view kind) {
  const std::string_view use = entry.use;
  if (use.substr(0, kind.size()) != kind || use.size() <= kind.size() || use[kind.size()] != ':')
    return std::nullopt;
  const std::string_view rest = use.substr(kind.size() + 1);
  Use result;
  const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), result.rank);
  if (parsed.ec != std::errc()) return std::nullopt;
  const std::size_t comma = rest.find(',');
  if (comma != std::string_view::npos) result.flag = std::string(rest.substr(comma + 1));
  return result;
}

/// Entries of one use in the order of their rank.
std::vector<FoundEntry> entriesFor(const align::Lexicon& lexicon, std::string_view kind) {
  std::vector<FoundEntry> found;
  for (const align::LexiconEntry& entry : lexicon.entries())
    if (const std::optional<Use> use = useAs(entry, kind))
      found.push_back({&entry, use->rank, use->flag, {}});
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundEntry& a, const FoundEntry& b) { return a.rank < b.rank; });
  return found;
}

/// Groups by rank; an atom that a group has taken is not told again as part of another.
void surveyGroups(StructureSurvey& survey, const align::Lexicon& lexicon) {
  const std::size_t atomCount = survey.molecule->atoms().size();
  survey.groupOfAtom.assign(atomCount, -1);
  for (FoundEntry& candidate : entriesFor(lexicon, "group")) {
    AtomSets free;
    for (std::vector<AtomIndex>& match :
         strictMatches(*survey.molecule, lexicon, candidate.entry->id)) {
      const bool taken = std::any_of(match.begin(), match.end(), [&](AtomIndex atom) {
        return survey.groupOfAtom[atom.value] >= 0;
      });
      if (taken) continue;
      for (AtomIndex atom : match)
        survey.groupOfAtom[atom.value] = static_cast<int>(survey.groups.size());
      free.push_back(std::move(match));
    }
    if (free.empty()) continue;
    candidate.matches = std::move(free);
    survey.groups.push_back(std::move(candidate));
  }
}

void surveyClasses(StructureSurvey& survey, const align::Lexicon& lexicon) {
  for (FoundEntry& candidate : entriesFor(lexicon, "class")) {
    candidate.matches = strictMatches(*survey.molecule, lexicon, candidate.entry->id);
    if (!candidate.matches.empty()) survey.classes.push_back(std::move(candidate));
  }
}

void surveyStereo(StructureSurvey& survey, const RDKit::ROMol& mol) {
  std::string label;
  for (const RDKit::Atom* atom : mol.atoms())
    if (atom->getPropIfPresent("_CIPCode", label)) {
      if (label == "R") survey.stereo.r.emplace_back(atom->getIdx());
      if (label == "S") survey.stereo.s.emplace_back(atom->getIdx());
    }
  for (const RDKit::Bond* bond : mol.bonds())
    if (bond->getPropIfPresent("_CIPCode", label)) {
      const std::vector<AtomIndex> ends = {AtomIndex(bond->getBeginAtomIdx()),
                                           AtomIndex(bond->getEndAtomIdx())};
      if (label == "E") survey.stereo.e.push_back(ends);
      if (label == "Z") survey.stereo.z.push_back(ends);
    }
}

void surveyComponents(StructureSurvey& survey, const RDKit::ROMol& mol) {
  std::vector<std::vector<int>> fragments;
  RDKit::MolOps::getMolFrags(mol, fragments);
  for (const std::vector<int>& fragment : fragments) {
    std::vector<AtomIndex> atoms;
    for (int atom : fragment) atoms.emplace_back(static_cast<std::uint32_t>(atom));
    std::sort(atoms.begin(), atoms.end());
    survey.components.push_back(std::move(atoms));
  }
}

}  // namespace

std::vector<AtomIndex> unionOf(const AtomSets& sets) {
  std::set<AtomIndex> atoms;
  for (const auto& set : sets) atoms.insert(set.begin(), set.end());
  return {atoms.begin(), atoms.end()};
}

AtomSets strictMatches(const chem::Molecule& molecule, const align::Lexicon& lexicon,
                       std::string_view id) {
  const auto& compiled = lexicon.compiled();
  const auto at = compiled.byId.find(std::string(id));
  if (at == compiled.byId.end()) return {};
  return align::findMatches(molecule, compiled.compiled[at->second], align::PatternSet::Strict);
}

int countElement(const chem::Molecule& molecule, int atomicNumber) {
  return static_cast<int>(
      std::count_if(molecule.atoms().begin(), molecule.atoms().end(),
                    [&](const chem::Atom& atom) { return atom.atomicNumber == atomicNumber; }));
}

StructureSurvey surveyStructure(const chem::Molecule& molecule, const align::Lexicon& lexicon) {
  StructureSurvey survey;
  survey.molecule = &molecule;
  survey.rings = align::perceiveRings(molecule);
  survey.systems = nameRingSystems(molecule, survey.rings, lexicon);
  survey.systemOfAtom.assign(molecule.atoms().size(), -1);
  for (std::size_t system = 0; system < survey.rings.systems.size(); ++system)
    for (AtomIndex atom : survey.rings.systems[system].atoms)
      survey.systemOfAtom[atom.value] = static_cast<int>(system);
  survey.chain = align::longestCarbonChain(molecule);
  surveyGroups(survey, lexicon);
  surveyClasses(survey, lexicon);
  if (molecule.rdkit()) {
    surveyStereo(survey, *molecule.rdkit()->mol);
    surveyComponents(survey, *molecule.rdkit()->mol);
  }
  return survey;
}

}  // namespace molloquy::describer
