#include "model/chem/describer/special_classes.h"

#include <algorithm>
#include <optional>
#include <set>

namespace molloquy::describer {
namespace {

std::vector<AtomIndex> heavyAtoms(const chem::Molecule& molecule) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t atom = 0; atom < molecule.atoms().size(); ++atom)
    if (molecule.atoms()[atom].atomicNumber != 1) atoms.emplace_back(atom);
  return atoms;
}

const FoundEntry* foundClass(const StructureSurvey& survey, std::string_view id) {
  const auto found = std::find_if(survey.classes.begin(), survey.classes.end(),
                                  [&](const FoundEntry& entry) { return entry.entry->id == id; });
  return found == survey.classes.end() ? nullptr : &*found;
}

bool onlyElements(const chem::Molecule& molecule, std::initializer_list<int> allowed) {
  return std::all_of(molecule.atoms().begin(), molecule.atoms().end(), [&](const chem::Atom& atom) {
    return std::find(allowed.begin(), allowed.end(), atom.atomicNumber) != allowed.end();
  });
}

std::string chainLengthWord(std::size_t carbons) {
  if (carbons < 6) return "short-chain ";
  if (carbons < 13) return "medium-chain ";
  return carbons < 23 ? "long-chain " : "very long-chain ";
}

std::string saturationWord(std::size_t doubleBonds) {
  if (doubleBonds == 0) return "saturated ";
  return doubleBonds == 1 ? "monounsaturated " : "polyunsaturated ";
}

/// One acyclic component of C, H and O whose only acid function ends the longest carbon chain.
std::optional<NamedClass> fattyAcid(const StructureSurvey& survey, const align::Lexicon& lexicon) {
  constexpr std::size_t kShortestChain = 4;
  const FoundEntry* acid = foundClass(survey, "carboxylic_acid");
  const FoundEntry* anion = foundClass(survey, "carboxylate");
  if ((acid == nullptr) == (anion == nullptr)) return std::nullopt;
  const AtomSets& sites = (acid ? acid : anion)->matches;
  const chem::Molecule& molecule = *survey.molecule;
  if (sites.size() != 1 || survey.components.size() != 1 || !survey.rings.rings.empty() ||
      survey.chain.size() < kShortestChain || !onlyElements(molecule, {1, 6, 8}) ||
      foundClass(survey, "carboxylic_ester"))
    return std::nullopt;
  const auto atAcid = [&](AtomIndex atom) {
    return std::find(sites[0].begin(), sites[0].end(), atom) != sites[0].end();
  };
  if (!atAcid(survey.chain.front()) && !atAcid(survey.chain.back())) return std::nullopt;
  if (!strictMatches(molecule, lexicon, "triple_bond").empty()) return std::nullopt;
  const std::size_t doubleBonds = strictMatches(molecule, lexicon, "double_bond").size();
  NamedClass result;
  result.rank = 10;
  result.name = chainLengthWord(survey.chain.size()) + saturationWord(doubleBonds) +
                (acid ? "fatty acid" : "fatty acid anion");
  result.id = acid ? "fatty_acid" : "fatty_acid_anion";
  result.atoms = sites[0];
  return result;
}

/// Peptides by the number of amide carbons between alpha-amino residues.
std::optional<NamedClass> peptide(const StructureSurvey& survey, const align::Lexicon& lexicon) {
  const AtomSets bonds = strictMatches(*survey.molecule, lexicon, "peptide");
  if (bonds.empty() || survey.components.size() != 1) return std::nullopt;
  const std::size_t macrocycles = static_cast<std::size_t>(std::count_if(
      survey.rings.rings.begin(), survey.rings.rings.end(),
      [](const align::Ring& ring) { return ring.atoms.size() >= 12; }));
  NamedClass result;
  result.rank = 6;
  result.id = "peptide";
  result.atoms = unionOf(bonds);
  if (macrocycles > 0) result.name = "cyclic peptide";
  else if (bonds.size() == 1) result.name = "dipeptide";
  else if (bonds.size() == 2) result.name = "tripeptide";
  else if (bonds.size() == 3) result.name = "tetrapeptide";
  else result.name = bonds.size() < 15 ? "oligopeptide" : "polypeptide";
  return result;
}

/// Molecules of nothing but sugar rings and what hangs on them: "disaccharide".
std::optional<NamedClass> saccharide(const StructureSurvey& survey) {
  std::vector<AtomIndex> ringAtoms;
  std::size_t units = 0;
  for (const NamedRing& ring : survey.systems) {
    if (ring.lexiconId != "sugar_unit") return std::nullopt;
    ++units;
    ringAtoms.insert(ringAtoms.end(), ring.atoms.begin(), ring.atoms.end());
  }
  if (units == 0 || survey.components.size() != 1 || !onlyElements(*survey.molecule, {1, 6, 7, 8}))
    return std::nullopt;
  // Sugars carry a little more than their rings; an aglycone would add many more atoms.
  constexpr std::size_t kAtomsPerUnit = 15;
  if (survey.molecule->heavyAtomCount() > units * kAtomsPerUnit) return std::nullopt;
  NamedClass result;
  result.rank = 7;
  result.id = "monosaccharide";
  result.atoms = std::move(ringAtoms);
  if (units == 1) result.name = "monosaccharide";
  else if (units == 2) result.name = "disaccharide";
  else if (units == 3) result.name = "trisaccharide";
  else if (units == 4) result.name = "tetrasaccharide";
  else result.name = "oligosaccharide";
  return result;
}

std::optional<NamedClass> steroid(const StructureSurvey& survey) {
  for (const NamedRing& ring : survey.systems)
    if (ring.lexiconId == "steroid_nucleus")
      return NamedClass{8, "steroid", "steroid", ring.atoms, false};
  return std::nullopt;
}

std::optional<NamedClass> polyol(const StructureSurvey& survey, const align::Lexicon& lexicon) {
  const auto alcohol = std::find_if(survey.groups.begin(), survey.groups.end(), [](const auto& group) {
    return group.entry->id == "hydroxy" || group.entry->id == "hydroxymethyl";
  });
  if (alcohol == survey.groups.end()) return std::nullopt;
  const AtomSets pairs = strictMatches(*survey.molecule, lexicon, "diol");
  const AtomSets triples = strictMatches(*survey.molecule, lexicon, "triol");
  if (pairs.size() == 1) return NamedClass{40, "diol", "diol", unionOf(pairs), false};
  if (triples.size() == 1) return NamedClass{40, "triol", "triol", unionOf(triples), false};
  return std::nullopt;
}

std::optional<NamedClass> hydrocarbon(const StructureSurvey& survey) {
  const chem::Molecule& molecule = *survey.molecule;
  if (!onlyElements(molecule, {1, 6}) || survey.components.size() != 1 ||
      countElement(molecule, 6) == 0 || molecule.totalCharge() != 0)
    return std::nullopt;
  const auto bondsOf = [&](chem::BondOrder order) {
    return std::count_if(molecule.bonds().begin(), molecule.bonds().end(),
                         [&](const chem::Bond& bond) { return bond.order == order; });
  };
  const auto doubleBonds = bondsOf(chem::BondOrder::Double);
  const bool tripleBond = bondsOf(chem::BondOrder::Triple) > 0;
  const bool aromatic = bondsOf(chem::BondOrder::Aromatic) > 0;
  const bool radical = std::any_of(molecule.atoms().begin(), molecule.atoms().end(),
                                   [](const chem::Atom& atom) { return atom.radicalElectrons > 0; });
  NamedClass result{48, "hydrocarbon", "", heavyAtoms(molecule), true};
  if (tripleBond || aromatic || radical) return result;
  const std::string prefix = survey.rings.rings.empty() ? "" : "cyclo";
  if (doubleBonds == 0) {
    result.name = prefix + "alkane";
    result.id = "alkane";
  } else if (doubleBonds <= 3) {
    result.name = prefix + (doubleBonds == 1 ? "alkene" : doubleBonds == 2 ? "alkadiene" : "alkatriene");
    result.id = "alkene";
  }
  return result;
}

}  // namespace

std::vector<NamedClass> specialClasses(const StructureSurvey& survey,
                                       const align::Lexicon& lexicon) {
  std::vector<NamedClass> classes;
  for (const std::optional<NamedClass>& found :
       {fattyAcid(survey, lexicon), peptide(survey, lexicon), saccharide(survey), steroid(survey),
        polyol(survey, lexicon), hydrocarbon(survey)})
    if (found) classes.push_back(*found);
  return classes;
}

}  // namespace molloquy::describer
