#include "model/chem/describer/part_sentences.h"

#include <algorithm>
#include <map>

#include "model/chem/describer/element_names.h"

namespace molloquy::describer {
namespace {

/// Rings of one name and tail, with their number and atoms.
struct RingKind {
  const NamedRing* example = nullptr;
  int count = 0;
  std::vector<AtomIndex> atoms;
};

bool sameParts(const NamedRing& a, const NamedRing& b) {
  return a.parts.size() == b.parts.size() &&
         std::is_permutation(a.parts.begin(), a.parts.end(), b.parts.begin(),
                             [](const NamedRing& x, const NamedRing& y) {
                               return x.name == y.name && x.tail == y.tail;
                             });
}

std::vector<RingKind> ringKinds(const std::vector<NamedRing>& rings) {
  std::vector<RingKind> kinds;
  for (const NamedRing& ring : rings) {
    auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const RingKind& known) {
      return known.example->name == ring.name && known.example->tail == ring.tail &&
             sameParts(*known.example, ring);
    });
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), RingKind{&ring, 0, {}});
    ++kind->count;
    kind->atoms.insert(kind->atoms.end(), ring.atoms.begin(), ring.atoms.end());
  }
  return kinds;
}

std::vector<Phrase> itemsOf(const std::vector<NamedRing>& rings, std::size_t maximum,
                            bool& truncated) {
  constexpr std::size_t kLargestList = 6;
  std::vector<Phrase> items;
  for (const RingKind& kind : ringKinds(rings)) {
    if (items.size() == maximum) {
      truncated = true;
      break;
    }
    const NamedRing& ring = *kind.example;
    Phrase item = counted(kind.count, ring.name, ring.plural, kind.atoms, ring.lexiconId);
    const std::string each = kind.count > 1 && !ring.tail.empty() ? " each" : "";
    if (!ring.tail.empty()) item = std::move(item) + (each + ring.tail);
    if (!ring.parts.empty() && ring.parts.size() <= kLargestList && kind.count == 1) {
      bool shortened = false;
      item = std::move(item) + " (" + joinWithAnd(itemsOf(ring.parts, kLargestList, shortened)) + ")";
    }
    items.push_back(std::move(item));
  }
  return items;
}

Phrase atomsOfElement(const StructureSurvey& survey, int number, int count) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t atom = 0; atom < survey.molecule->atoms().size(); ++atom)
    if (survey.molecule->atoms()[atom].atomicNumber == number) atoms.emplace_back(atom);
  const std::string noun = elementName(number) + " atom";
  return numberWord(count) + " " + Phrase{Piece{count == 1 ? noun : noun + "s", atoms, {}}};
}

std::vector<AtomIndex> chargedAtoms(const chem::Molecule& molecule) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t atom = 0; atom < molecule.atoms().size(); ++atom)
    if (molecule.atoms()[atom].formalCharge != 0) atoms.emplace_back(atom);
  return atoms;
}

/// Opposite charges on atoms that are not bonded to each other (a nitro group is no zwitterion).
bool isZwitterion(const StructureSurvey& survey) {
  const chem::Molecule& molecule = *survey.molecule;
  if (survey.components.size() != 1 || molecule.totalCharge() != 0) return false;
  bool positive = false, negative = false;
  for (std::uint32_t atom = 0; atom < molecule.atoms().size(); ++atom) {
    const int charge = molecule.atoms()[atom].formalCharge;
    if (charge == 0) continue;
    const auto near = molecule.neighbours(AtomIndex(atom));
    const bool balanced = std::any_of(near.begin(), near.end(), [&](AtomIndex other) {
      return molecule.atoms()[other.value].formalCharge * charge < 0;
    });
    if (balanced) continue;
    (charge > 0 ? positive : negative) = true;
  }
  return positive && negative;
}

}  // namespace

std::vector<Phrase> ringItems(const StructureSurvey& survey, std::size_t maximum, bool& truncated) {
  return itemsOf(survey.systems, maximum, truncated);
}

std::vector<Phrase> groupItems(const StructureSurvey& survey, std::size_t maximum,
                               bool& truncated) {
  std::vector<Phrase> items;
  for (const FoundEntry& group : survey.groups) {
    if (items.size() == maximum) {
      truncated = true;
      break;
    }
    items.push_back(counted(static_cast<int>(group.matches.size()), group.entry->name,
                            group.entry->plural, unionOf(group.matches), group.entry->id));
  }
  return items;
}

Sentence ringSentence(const StructureSurvey& survey, Choice& choice) {
  constexpr std::size_t kLargestList = 5;
  if (survey.systems.empty()) {
    if (survey.molecule->heavyAtomCount() < 3) return std::nullopt;
    return plain(choice.of<std::string>({"it has no rings", "it is an acyclic compound",
                                         "its structure is acyclic", "there are no rings in it"}));
  }
  bool truncated = false;
  const Phrase list = joinWithAnd(ringItems(survey, kLargestList, truncated));
  if (truncated) return "its ring systems include " + list;
  return choice.of<std::string>({"it contains ", "it has ", "the structure contains ",
                                 "the molecule is built on "}) +
         list;
}

Sentence groupSentence(const StructureSurvey& survey, Choice& choice) {
  constexpr std::size_t kLargestList = 6;
  if (survey.groups.empty()) return std::nullopt;
  bool truncated = false;
  const Phrase list = joinWithAnd(groupItems(survey, kLargestList, truncated));
  if (truncated)
    return choice.of<std::string>({"its functional groups include ", "among its groups are "}) +
           list;
  return choice.of<std::string>({"it carries ", "it bears ", "the molecule has ", "it has "}) + list;
}

Sentence chainSentence(const StructureSurvey& survey, Choice& choice) {
  const std::size_t shortest = survey.systems.empty() ? 3 : 5;
  if (survey.chain.size() < shortest) return std::nullopt;
  const Phrase chain = {Piece{"carbon chain", survey.chain, "carbon_chain"}};
  const std::string length = numberWord(static_cast<int>(survey.chain.size())) + " carbon atoms";
  return choice.of<std::string>({"its longest ", "the longest "}) + chain +
         choice.of<std::string>({" has ", " counts ", " consists of "}) + length;
}

Sentence ringCountSentence(const StructureSurvey& survey, Choice& choice) {
  if (survey.rings.count < 2) return std::nullopt;
  std::vector<AtomIndex> all, aromatic;
  int aromaticCount = 0;
  for (const align::Ring& ring : survey.rings.rings) {
    all.insert(all.end(), ring.atoms.begin(), ring.atoms.end());
    if (!ring.aromatic) continue;
    ++aromaticCount;
    aromatic.insert(aromatic.end(), ring.atoms.begin(), ring.atoms.end());
  }
  if (static_cast<int>(survey.rings.rings.size()) != survey.rings.count) return std::nullopt;
  Phrase sentence = choice.of<std::string>({"in total there are ", "it has ", "altogether it has "}) +
                    numberWord(survey.rings.count) + " " + Phrase{Piece{"rings", all, "ring_any"}};
  if (aromaticCount == 0)
    return std::move(sentence) + (survey.rings.count == 2 ? ", neither of them aromatic"
                                                          : ", none of them aromatic");
  if (aromaticCount == survey.rings.count)
    return std::move(sentence) +
           (aromaticCount == 2 ? ", both of them aromatic" : ", all of them aromatic");
  return std::move(sentence) + ", " + numberWord(aromaticCount) + " of them " +
         Phrase{Piece{"aromatic", aromatic, {}}};
}

Sentence chargeSentence(const StructureSurvey& survey, Choice& choice) {
  const chem::Molecule& molecule = *survey.molecule;
  const int charge = molecule.totalCharge();
  if (charge == 0) {
    if (!isZwitterion(survey)) return std::nullopt;
    return "it is a " + Phrase{Piece{"zwitterion", chargedAtoms(molecule), "zwitterion"}} +
           choice.of<std::string>({" without net charge", " with a net charge of zero"});
  }
  const std::string value = (charge > 0 ? "+" : "-") + std::to_string(std::abs(charge));
  return choice.of<std::string>({"it carries a ", "it has a "}) +
         Phrase{Piece{"net charge", chargedAtoms(molecule), {}}} + " of " + value;
}

Sentence isotopeSentence(const StructureSurvey& survey, Choice& choice) {
  std::map<std::pair<int, int>, std::vector<AtomIndex>> labels;
  for (std::uint32_t atom = 0; atom < survey.molecule->atoms().size(); ++atom) {
    const chem::Atom& properties = survey.molecule->atoms()[atom];
    if (properties.isotope > 0)
      labels[{properties.atomicNumber, properties.isotope}].emplace_back(atom);
  }
  if (labels.empty()) return std::nullopt;
  std::vector<Phrase> items;
  for (const auto& [isotope, atoms] : labels) {
    const bool deuterium = isotope == std::pair(1, 2);
    const std::string name = deuterium ? "deuterium"
                                       : elementName(isotope.first) + "-" +
                                             std::to_string(isotope.second);
    const int count = static_cast<int>(atoms.size());
    items.push_back(counted(count, name + " atom", name + " atoms", atoms,
                            deuterium ? "deuterium" : ""));
  }
  return choice.of<std::string>({"it is isotopically labelled with ", "it contains "}) +
         joinWithAnd(items);
}

Sentence compositionSentence(const StructureSurvey& survey, Choice& choice) {
  std::map<int, int> counts;
  for (const chem::Atom& atom : survey.molecule->atoms()) ++counts[atom.atomicNumber];
  const bool onlyHydrogen = counts.size() == 1 && counts.count(1);
  constexpr std::size_t kSmall = 6;
  const bool leaveOutHydrogen =
      survey.molecule->atoms().size() > kSmall && !onlyHydrogen && counts.count(1) > 0;
  if (leaveOutHydrogen) counts.erase(1);
  std::vector<Phrase> items;
  if (counts.count(6)) items.push_back(atomsOfElement(survey, 6, counts[6]));
  for (const auto& [number, count] : counts)
    if (number != 6) items.push_back(atomsOfElement(survey, number, count));
  const std::string lead = leaveOutHydrogen
                               ? choice.of<std::string>({"apart from hydrogen, it is made up of ",
                                                         "its heavy atoms are "})
                               : choice.of<std::string>({"it consists of ", "it is made up of "});
  return lead + joinWithAnd(items);
}

}  // namespace molloquy::describer
