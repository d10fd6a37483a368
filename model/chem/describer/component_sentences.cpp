#include "model/chem/describer/component_sentences.h"

#include <algorithm>
#include <map>

#include "model/chem/describer/element_names.h"
#include "model/chem/describer/part_sentences.h"

namespace molloquy::describer {
namespace {

struct Composition {
  std::map<int, int> counts;  ///< by atomic number.
  int charge = 0;
  std::size_t heavy = 0;
};

Composition compositionOf(const chem::Molecule& molecule, const std::vector<AtomIndex>& atoms) {
  Composition result;
  for (AtomIndex atom : atoms) {
    const chem::Atom& properties = molecule.atoms()[atom.value];
    ++result.counts[properties.atomicNumber];
    result.charge += properties.formalCharge;
    if (properties.atomicNumber != 1) ++result.heavy;
  }
  return result;
}

bool consistsOf(const Composition& composition, const std::map<int, int>& counts, int charge) {
  return composition.charge == charge && composition.counts == counts;
}

struct KnownComponent {
  std::map<int, int> counts;
  int charge;
  std::string_view name;
};

const std::vector<KnownComponent>& knownComponents() {
  static const std::vector<KnownComponent> known = {
      {{{1, 2}, {8, 1}}, 0, "water molecule"},
      {{{1, 4}, {7, 1}}, 1, "ammonium ion"},
      {{{1, 3}, {7, 1}}, 0, "ammonia molecule"},
      {{{1, 1}, {17, 1}}, 0, "hydrogen chloride molecule"},
      {{{1, 1}, {35, 1}}, 0, "hydrogen bromide molecule"},
      {{{1, 1}, {8, 1}}, -1, "hydroxide ion"},
      {{{7, 1}, {8, 3}}, -1, "nitrate ion"},
      {{{16, 1}, {8, 4}}, -2, "sulfate ion"},
      {{{1, 1}, {16, 1}, {8, 4}}, -1, "hydrogensulfate ion"},
      {{{1, 2}, {16, 1}, {8, 4}}, 0, "sulfuric acid molecule"},
      {{{15, 1}, {8, 4}}, -3, "phosphate ion"},
      {{{1, 3}, {15, 1}, {8, 4}}, 0, "phosphoric acid molecule"},
      {{{17, 1}, {8, 4}}, -1, "perchlorate ion"},
      {{{5, 1}, {9, 4}}, -1, "tetrafluoroborate ion"},
      {{{15, 1}, {9, 6}}, -1, "hexafluorophosphate ion"},
  };
  return known;
}

}  // namespace

std::string componentName(const chem::Molecule& molecule, const std::vector<AtomIndex>& atoms) {
  const Composition composition = compositionOf(molecule, atoms);
  for (const KnownComponent& known : knownComponents())
    if (consistsOf(composition, known.counts, known.charge)) return std::string(known.name);
  if (atoms.size() != 1) return {};
  const int number = molecule.atoms()[atoms.front().value].atomicNumber;
  if (composition.charge > 0) return elementName(number) + " cation";
  if (composition.charge == 0) return elementName(number) + " atom";
  const std::string anion = anionName(number);
  return anion.empty() ? elementName(number) + " anion" : anion + " anion";
}

Sentence componentSentence(const StructureSurvey& survey, Choice& choice) {
  const int count = static_cast<int>(survey.components.size());
  if (count < 2) return std::nullopt;
  std::map<std::string, AtomSets> named;
  for (const std::vector<AtomIndex>& component : survey.components) {
    const std::string name = componentName(*survey.molecule, component);
    if (!name.empty()) named[name].push_back(component);
  }
  const std::string total = choice.of<std::string>({"it consists of ", "it is made up of "}) +
                            numberWord(count) + " separate components";
  if (named.empty()) return plain(total);
  std::vector<Phrase> items;
  std::size_t listed = 0;
  for (const auto& [name, components] : named) {
    listed += components.size();
    items.push_back(counted(static_cast<int>(components.size()), name, name + "s",
                            unionOf(components), {}));
  }
  const bool complete = listed == survey.components.size();
  return total + (complete ? ": " : ", among them ") + joinWithAnd(items);
}

}  // namespace molloquy::describer
