#include "model/align/structural_features.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <GraphMol/ROMol.h>

#include "model/align/carbon_chain.h"
#include "model/align/ring_systems.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::align {
namespace {

using Places = std::vector<std::vector<AtomIndex>>;

const std::map<std::string_view, FeatureKind> kKinds = {
    {"ring", FeatureKind::Ring},
    {"ring_system", FeatureKind::RingSystem},
    {"stereocentre", FeatureKind::Stereocentre},
    {"stereobond", FeatureKind::StereoBond},
    {"chain", FeatureKind::Chain},
    {"charge", FeatureKind::Charge},
    {"isotope", FeatureKind::Isotope},
    {"metal", FeatureKind::Metal},
};

std::vector<std::string_view> splitWords(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    if (blank > 0) words.push_back(text.substr(0, blank));
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return words;
}

bool sizeAgrees(const StructuralFeature& feature, int size) {
  return (!feature.size || *feature.size == size) && (!feature.minimum || size >= *feature.minimum);
}

std::vector<AtomIndex> sorted(std::vector<AtomIndex> atoms) {
  std::sort(atoms.begin(), atoms.end());
  return atoms;
}

Places findRings(const chem::Molecule& molecule, const StructuralFeature& feature) {
  Places places;
  for (const Ring& ring : perceiveRings(molecule).rings) {
    if (!sizeAgrees(feature, static_cast<int>(ring.atoms.size()))) continue;
    if (feature.aromatic && !ring.aromatic) continue;
    if (feature.saturated && !ring.saturated) continue;
    if (feature.hetero && ring.heteroatoms.empty()) continue;
    places.push_back(sorted(ring.atoms));
  }
  return places;
}

Places findRingSystems(const chem::Molecule& molecule, const StructuralFeature& feature) {
  Places places;
  for (const RingSystem& system : perceiveRings(molecule).systems)
    if (sizeAgrees(feature, static_cast<int>(system.rings.size()))) places.push_back(system.atoms);
  return places;
}

template <class Object>
std::string cipLabel(const Object& object) {
  std::string label;
  object.getPropIfPresent("_CIPCode", label);
  return label;
}

Places findStereocentres(const RDKit::ROMol& mol, char label) {
  Places places;
  for (const RDKit::Atom* atom : mol.atoms()) {
    const std::string cip = cipLabel(*atom);
    if ((cip == "R" || cip == "S") && (label == 0 || cip[0] == label))
      places.push_back({AtomIndex(atom->getIdx())});
  }
  return places;
}

Places findStereoBonds(const RDKit::ROMol& mol, char label) {
  Places places;
  for (const RDKit::Bond* bond : mol.bonds()) {
    const std::string cip = cipLabel(*bond);
    if ((cip == "E" || cip == "Z") && (label == 0 || cip[0] == label))
      places.push_back(sorted({AtomIndex(bond->getBeginAtomIdx()), AtomIndex(bond->getEndAtomIdx())}));
  }
  return places;
}

bool isMetal(int atomicNumber) {
  const auto within = [&](int first, int last) {
    return atomicNumber >= first && atomicNumber <= last;
  };
  return within(3, 4) || within(11, 13) || within(19, 31) || within(37, 50) || within(55, 84) ||
         within(87, 116);
}

template <class Predicate>
Places findAtoms(const chem::Molecule& molecule, Predicate predicate) {
  Places places;
  for (std::uint32_t atom = 0; atom < molecule.atoms().size(); ++atom)
    if (predicate(molecule.atoms()[atom])) places.push_back({AtomIndex(atom)});
  return places;
}

bool chargeAgrees(int charge, char sign) {
  return sign == '+' ? charge > 0 : sign == '-' ? charge < 0 : charge != 0;
}

}  // namespace

Result<StructuralFeature> parseFeature(std::string_view text) {
  const std::vector<std::string_view> words = splitWords(text);
  StructuralFeature feature;
  const auto kind = words.empty() ? kKinds.end() : kKinds.find(words.front());
  if (kind == kKinds.end())
    return fail(ErrorCode::InvalidInput,
                fmt::format("\"{}\" is no structural feature; use ring, ring_system, stereocentre, "
                            "stereobond, chain, charge, isotope or metal.", text));
  feature.kind = kind->second;
  for (std::size_t word = 1; word < words.size(); ++word) {
    const std::string_view key = words[word].substr(0, words[word].find('='));
    const std::string_view value =
        key.size() < words[word].size() ? words[word].substr(key.size() + 1) : std::string_view();
    int number = 0;
    const bool isNumber =
        std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc();
    if ((key == "size" || key == "rings") && isNumber) feature.size = number;
    else if (key == "minimum" && isNumber) feature.minimum = number;
    else if (key == "aromatic") feature.aromatic = true;
    else if (key == "saturated") feature.saturated = true;
    else if (key == "hetero") feature.hetero = true;
    else if ((key == "label" || key == "sign") && value.size() == 1) feature.label = value[0];
    else
      return fail(ErrorCode::InvalidInput,
                  fmt::format("\"{}\" is not understood in the feature \"{}\".", words[word], text));
  }
  return feature;
}

std::vector<std::vector<AtomIndex>> findFeature(const chem::Molecule& molecule,
                                                const StructuralFeature& feature) {
  if (!molecule.rdkit()) return {};
  const RDKit::ROMol& mol = *molecule.rdkit()->mol;
  switch (feature.kind) {
    case FeatureKind::Ring: return findRings(molecule, feature);
    case FeatureKind::RingSystem: return findRingSystems(molecule, feature);
    case FeatureKind::Stereocentre: return findStereocentres(mol, feature.label);
    case FeatureKind::StereoBond: return findStereoBonds(mol, feature.label);
    case FeatureKind::Chain: {
      const std::vector<AtomIndex> chain = longestCarbonChain(molecule);
      return chain.size() < 2 ? Places() : Places{sorted(chain)};
    }
    case FeatureKind::Charge:
      return findAtoms(molecule, [&](const chem::Atom& atom) {
        return chargeAgrees(atom.formalCharge, feature.label);
      });
    case FeatureKind::Isotope:
      return findAtoms(molecule, [](const chem::Atom& atom) { return atom.isotope != 0; });
    case FeatureKind::Metal:
      return findAtoms(molecule, [](const chem::Atom& atom) { return isMetal(atom.atomicNumber); });
  }
  return {};
}

}  // namespace molloquy::align
