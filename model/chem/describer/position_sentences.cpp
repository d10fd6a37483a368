#include "model/chem/describer/position_sentences.h"

#include <algorithm>
#include <optional>
#include <set>

namespace molloquy::describer {
namespace {

bool isHydrogen(const StructureSurvey& survey, AtomIndex atom) {
  return survey.molecule->atoms()[atom.value].atomicNumber == 1;
}

int systemOf(const StructureSurvey& survey, AtomIndex atom) {
  return survey.systemOfAtom[atom.value];
}

const NamedRing& ringAt(const StructureSurvey& survey, int system) {
  return survey.systems[static_cast<std::size_t>(system)];
}

int countOfName(const StructureSurvey& survey, const NamedRing& ring) {
  return static_cast<int>(
      std::count_if(survey.systems.begin(), survey.systems.end(), [&](const NamedRing& other) {
        return other.name == ring.name;
      }));
}

/// "the benzene ring", or "one of the benzene rings" when there are several.
Phrase definiteRing(const StructureSurvey& survey, int system) {
  const NamedRing& ring = ringAt(survey, system);
  if (countOfName(survey, ring) == 1)
    return "the " + Phrase{Piece{ring.name, ring.atoms, ring.lexiconId}};
  return "one of the " + Phrase{Piece{ring.plural, ring.atoms, ring.lexiconId}};
}

/// Ring systems that the atoms of a set are bonded to from outside.
std::set<int> systemsBeside(const StructureSurvey& survey, const std::vector<AtomIndex>& atoms) {
  std::set<int> systems;
  for (AtomIndex atom : atoms)
    for (AtomIndex neighbour : survey.molecule->neighbours(atom))
      if (systemOf(survey, neighbour) >= 0) systems.insert(systemOf(survey, neighbour));
  return systems;
}

bool isInRing(const StructureSurvey& survey, const std::vector<AtomIndex>& atoms) {
  return std::any_of(atoms.begin(), atoms.end(),
                     [&](AtomIndex atom) { return systemOf(survey, atom) >= 0; });
}

/// "The nitro group is attached to the benzene ring", "All three methoxy groups are ...".
std::optional<Phrase> attachment(const StructureSurvey& survey, const FoundEntry& group,
                                 Choice& choice) {
  std::set<int> systems;
  for (const auto& match : group.matches) {
    if (isInRing(survey, match)) return std::nullopt;
    const std::set<int> own = systemsBeside(survey, match);
    if (own.size() != 1) return std::nullopt;
    systems.insert(own.begin(), own.end());
  }
  const std::string verb = choice.of<std::string>({"attached", "bonded", "attached directly"});
  const std::vector<AtomIndex> atoms = unionOf(group.matches);
  const int count = static_cast<int>(group.matches.size());
  Phrase subject =
      count == 1 ? "the " + Phrase{Piece{group.entry->name, atoms, group.entry->id}} + " is "
                 : (count == 2 ? "both " : "all " + numberWord(count) + " ") +
                       Phrase{Piece{group.entry->plural, atoms, group.entry->id}} + " are ";
  if (systems.size() == 1)
    return std::move(subject) + verb + " to " + definiteRing(survey, *systems.begin());
  const NamedRing& first = ringAt(survey, *systems.begin());
  std::vector<AtomIndex> ringAtoms;
  for (int system : systems) {
    const NamedRing& ring = ringAt(survey, system);
    if (ring.name != first.name) return std::nullopt;
    ringAtoms.insert(ringAtoms.end(), ring.atoms.begin(), ring.atoms.end());
  }
  return std::move(subject) + verb + " to " +
         Phrase{Piece{first.plural, ringAtoms, first.lexiconId}};
}

/// "The amide group links the benzene ring and the piperidine ring".
std::optional<Phrase> linkage(const StructureSurvey& survey, const FoundEntry& group,
                              Choice& choice) {
  if (group.matches.size() != 1 || isInRing(survey, group.matches[0])) return std::nullopt;
  const std::set<int> systems = systemsBeside(survey, group.matches[0]);
  if (systems.size() != 2) return std::nullopt;
  const int first = *systems.begin(), second = *systems.rbegin();
  const Phrase subject =
      "the " + Phrase{Piece{group.entry->name, group.matches[0], group.entry->id}};
  const std::string verb = choice.of<std::string>({" links ", " connects "});
  const NamedRing& ring = ringAt(survey, first);
  if (ring.name == ringAt(survey, second).name) {
    std::vector<AtomIndex> atoms = ring.atoms;
    const auto& others = ringAt(survey, second).atoms;
    atoms.insert(atoms.end(), others.begin(), others.end());
    return subject + verb + "two " + Phrase{Piece{ring.plural, atoms, ring.lexiconId}};
  }
  return subject + verb + definiteRing(survey, first) + " and " + definiteRing(survey, second);
}

/// What hangs on a ring atom: a group, a ring system, or nothing that has a name here.
struct Substituent {
  std::size_t ringPosition = 0;
  std::string name, plural, lexiconId;
  std::vector<AtomIndex> atoms;
};

std::optional<Substituent> substituentAt(const StructureSurvey& survey, AtomIndex outside) {
  Substituent result;
  const int group = survey.groupOfAtom[outside.value];
  if (group >= 0) {
    const FoundEntry& found = survey.groups[static_cast<std::size_t>(group)];
    for (const auto& match : found.matches)
      if (std::find(match.begin(), match.end(), outside) != match.end()) result.atoms = match;
    result.name = found.entry->name;
    result.plural = found.entry->plural;
    result.lexiconId = found.entry->id;
    return result;
  }
  const int system = systemOf(survey, outside);
  if (system < 0) return std::nullopt;
  const NamedRing& ring = ringAt(survey, system);
  result.name = ring.name;
  result.plural = ring.plural;
  result.lexiconId = ring.lexiconId;
  result.atoms = ring.atoms;
  return result;
}

/// Substituents of a lone benzene ring; nullopt when one of them has no name.
std::optional<std::vector<Substituent>> substituentsOf(const StructureSurvey& survey,
                                                       const align::Ring& ring) {
  std::vector<Substituent> found;
  for (std::size_t position = 0; position < ring.atoms.size(); ++position)
    for (AtomIndex neighbour : survey.molecule->neighbours(ring.atoms[position])) {
      if (isHydrogen(survey, neighbour) ||
          std::find(ring.atoms.begin(), ring.atoms.end(), neighbour) != ring.atoms.end())
        continue;
      std::optional<Substituent> substituent = substituentAt(survey, neighbour);
      if (!substituent) return std::nullopt;
      substituent->ringPosition = position;
      found.push_back(std::move(*substituent));
    }
  return found;
}

std::string_view relationWord(std::size_t a, std::size_t b) {
  const std::size_t apart = a > b ? a - b : b - a;
  switch (std::min(apart, 6 - apart)) {
    case 1: return "ortho";
    case 2: return "meta";
    default: return "para";
  }
}

/// "The nitro group and the hydroxy group are para to each other on the benzene ring".
std::optional<Phrase> pairOnBenzene(const StructureSurvey& survey, int system) {
  const align::RingSystem& rings = survey.rings.systems[static_cast<std::size_t>(system)];
  if (ringAt(survey, system).lexiconId != "benzene" || rings.rings.size() != 1) return std::nullopt;
  const auto found = substituentsOf(survey, survey.rings.rings[rings.rings.front()]);
  if (!found || found->size() != 2) return std::nullopt;
  const Substituent &a = found->front(), &b = found->back();
  const std::string relation(relationWord(a.ringPosition, b.ringPosition));
  const Phrase where = " are " + plain(relation) + " to each other on " + definiteRing(survey, system);
  if (a.name == b.name) {
    if (a.atoms == b.atoms) return std::nullopt;
    std::vector<AtomIndex> atoms = a.atoms;
    atoms.insert(atoms.end(), b.atoms.begin(), b.atoms.end());
    return "two " + Phrase{Piece{a.plural, atoms, a.lexiconId}} + where;
  }
  // A second ring of the same kind as this one would read as "the benzene ring ... on the benzene ring".
  const std::string& own = ringAt(survey, system).name;
  if (a.name == own || b.name == own) return std::nullopt;
  return counted(1, a.name, a.plural, a.atoms, a.lexiconId) + " and " +
         counted(1, b.name, b.plural, b.atoms, b.lexiconId) + where;
}

bool isSpiro(const StructureSurvey& survey, AtomIndex atom) {
  const auto& spiro = survey.rings.spiroAtoms;
  return std::find(spiro.begin(), spiro.end(), atom) != spiro.end();
}

std::vector<Phrase> ringBonds(const StructureSurvey& survey) {
  std::vector<Phrase> sentences;
  std::set<std::pair<int, int>> told;
  for (const chem::Bond& bond : survey.molecule->bonds()) {
    const int first = systemOf(survey, bond.begin), second = systemOf(survey, bond.end);
    if (first < 0 || second < 0 || first == second) continue;
    if (isSpiro(survey, bond.begin) || isSpiro(survey, bond.end)) continue;
    if (!told.insert(std::minmax(first, second)).second) continue;
    const NamedRing &a = ringAt(survey, first), &b = ringAt(survey, second);
    if (countOfName(survey, a) > 1 || countOfName(survey, b) > 1) continue;
    sentences.push_back(definiteRing(survey, first) + " is bonded directly to " +
                        definiteRing(survey, second));
  }
  return sentences;
}

/// A double bond beside a ring is not what one calls attached.
bool isBondGroup(const FoundEntry& group) {
  return group.entry->id == "double_bond" || group.entry->id == "triple_bond";
}

}  // namespace

std::vector<Phrase> positionSentences(const StructureSurvey& survey, Choice& choice) {
  std::vector<Phrase> sentences;
  for (std::size_t system = 0; system < survey.systems.size(); ++system)
    if (auto sentence = pairOnBenzene(survey, static_cast<int>(system)))
      sentences.push_back(std::move(*sentence));
  for (const FoundEntry& group : survey.groups) {
    if (isBondGroup(group)) continue;
    if (auto sentence = linkage(survey, group, choice)) sentences.push_back(std::move(*sentence));
    else if (auto other = attachment(survey, group, choice)) sentences.push_back(std::move(*other));
  }
  for (Phrase& sentence : ringBonds(survey)) sentences.push_back(std::move(sentence));
  if (!survey.rings.spiroAtoms.empty()) {
    const int count = static_cast<int>(survey.rings.spiroAtoms.size());
    sentences.push_back("its ring systems meet at " +
                        counted(count, "spiro atom", "spiro atoms", survey.rings.spiroAtoms, {}));
  }
  return sentences;
}

}  // namespace molloquy::describer
