#include "model/chem/describer/ring_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "model/align/compiled_lexicon.h"
#include "model/chem/describer/element_names.h"
#include "model/chem/describer/english.h"

namespace molloquy::describer {
namespace {

using AtomList = std::vector<AtomIndex>;

AtomList sorted(AtomList atoms) {
  std::sort(atoms.begin(), atoms.end());
  return atoms;
}

/// Ring atoms of every match of the ring entries, and the entry that comes first for each set.
std::map<AtomList, const align::LexiconEntry*> namedAtomSets(const chem::Molecule& molecule,
                                                             const align::Rings& rings,
                                                             const align::Lexicon& lexicon) {
  std::set<AtomIndex> ringAtoms;
  for (const align::RingSystem& system : rings.systems)
    ringAtoms.insert(system.atoms.begin(), system.atoms.end());
  std::map<AtomList, const align::LexiconEntry*> named;
  const auto& compiled = lexicon.compiled();
  for (std::size_t entry = 0; entry < compiled.entries.size(); ++entry) {
    if (compiled.entries[entry].use != "ring") continue;
    for (const AtomList& match : align::findMatches(molecule, compiled.compiled[entry],
                                                    align::PatternSet::Strict)) {
      AtomList inRings;
      std::copy_if(match.begin(), match.end(), std::back_inserter(inRings),
                   [&](AtomIndex atom) { return ringAtoms.count(atom) > 0; });
      named.emplace(std::move(inRings), &compiled.entries[entry]);
    }
  }
  return named;
}

NamedRing fromEntry(const align::LexiconEntry& entry, AtomList atoms) {
  return {entry.name, entry.plural, entry.id, {}, std::move(atoms), {}};
}

/// A ring that the lexicon does not name: by its size, aromaticity and heteroatoms.
NamedRing describedRing(const align::Ring& ring) {
  constexpr int kMacrocycle = 12, kLargestNamed = 8;
  const int size = static_cast<int>(ring.atoms.size());
  NamedRing result;
  result.atoms = sorted(ring.atoms);
  result.name = numberWord(size) + "-membered ring";
  if (size >= kMacrocycle) {
    result.name = std::to_string(size) + "-membered macrocyclic ring";
  } else if (size <= kLargestNamed) {
    result.lexiconId = "ring_" + std::to_string(size);
  }
  result.plural = result.name + "s";
  if (!ring.heteroatoms.empty()) result.tail = " containing " + elementList(ring.heteroatoms);
  return result;
}

std::string cyclicWord(std::size_t rings) {
  static constexpr std::array<std::string_view, 7> kWords = {
      "", "", "bicyclic", "tricyclic", "tetracyclic", "pentacyclic", "hexacyclic"};
  return std::string(rings < kWords.size() ? kWords[rings] : "polycyclic");
}

NamedRing describedSystem(const align::RingSystem& system, std::vector<NamedRing> parts) {
  NamedRing result;
  const std::string word = cyclicWord(system.rings.size());
  const bool bridged = system.junction == align::RingJunction::Bridged;
  result.name = std::string(bridged ? "bridged " : "fused ") + word + " ring system";
  result.plural = result.name + "s";
  result.lexiconId = word;
  result.atoms = system.atoms;
  result.parts = std::move(parts);
  return result;
}

}  // namespace

std::string elementList(const std::vector<int>& atomicNumbers) {
  std::map<int, int, std::greater<>> counts;
  for (int number : atomicNumbers) ++counts[number];
  std::vector<Phrase> items;
  for (const auto& [number, count] : counts)
    items.push_back(plain(numberWord(count) + " " + elementName(number) +
                          (count == 1 ? " atom" : " atoms")));
  return textOf(joinWithAnd(items));
}

std::vector<NamedRing> nameRingSystems(const chem::Molecule& molecule, const align::Rings& rings,
                                       const align::Lexicon& lexicon) {
  const auto named = namedAtomSets(molecule, rings, lexicon);
  const auto nameOf = [&](const align::Ring& ring) {
    const AtomList atoms = sorted(ring.atoms);
    const auto known = named.find(atoms);
    return known == named.end() ? describedRing(ring) : fromEntry(*known->second, atoms);
  };
  std::vector<NamedRing> result;
  for (const align::RingSystem& system : rings.systems) {
    const auto known = named.find(system.atoms);
    if (known != named.end()) {
      result.push_back(fromEntry(*known->second, system.atoms));
    } else if (system.rings.size() == 1) {
      result.push_back(nameOf(rings.rings[system.rings.front()]));
    } else {
      std::vector<NamedRing> parts;
      for (std::size_t ring : system.rings) parts.push_back(nameOf(rings.rings[ring]));
      result.push_back(describedSystem(system, std::move(parts)));
    }
  }
  return result;
}

}  // namespace molloquy::describer
