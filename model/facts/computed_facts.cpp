#include "model/facts/computed_facts.h"

#include <cmath>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include <GraphMol/Chirality.h>
#include <GraphMol/Descriptors/Crippen.h>
#include <GraphMol/Descriptors/Lipinski.h>
#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/Descriptors/MolSurf.h>
#include <GraphMol/MolOps.h>
#include <RDGeneral/versions.h>
#include <fmt/format.h>

#include "model/chem/rdkit_molecule.h"
#include "model/chem/structure_writer.h"
#include "model/facts/complexity.h"
#include "model/facts/inchi.h"
#include "model/facts/pubchem_properties.h"
#include "model/facts/qed.h"

namespace molloquy::facts {
namespace {

namespace rdkit = RDKit::Descriptors;

/// What the facts of one molecule are computed from.
struct Subject {
  const chem::Molecule& molecule;
  std::unique_ptr<RDKit::RWMol> heavy;  ///< hydrogens implicit, rings are the SSSR.
  Result<InchiNames> names;
};

/// What a fact's function fills in; the rest of a Fact comes from its row.
struct Computed {
  std::string value;
  std::string qualifier;
};

/// One row per fact. {rdkit} in a definition stands for the library and its version.
struct Row {
  const char* id;
  const char* label;
  const char* unit;
  const char* qualifier;
  const char* definition;
  Computed (*compute)(const Subject&);
};

/// A fact that has no value for this molecule, and why.
struct NoValue : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string count(unsigned number) { return fmt::format("{}", number); }

Computed formula(const Subject& s) { return {rdkit::calcMolFormula(*s.heavy), ""}; }
Computed averageMass(const Subject& s) {
  return {fmt::format("{:.3f}", rdkit::calcAMW(*s.heavy)), ""};
}
Computed exactMass(const Subject& s) {
  return {fmt::format("{:.5f}", rdkit::calcExactMW(*s.heavy)), ""};
}
Computed heavyAtoms(const Subject& s) {
  return {count(static_cast<unsigned>(s.molecule.heavyAtomCount())), ""};
}
Computed rings(const Subject& s) { return {count(s.heavy->getRingInfo()->numRings()), ""}; }
Computed aromaticRings(const Subject& s) {
  return {count(rdkit::calcNumAromaticRings(*s.heavy)), ""};
}
Computed formalCharge(const Subject& s) {
  const int charge = s.molecule.totalCharge();
  return {charge == 0 ? "0" : fmt::format("{:+}", charge), ""};
}

Computed stereocentres(const Subject& s) {
  unsigned assigned = 0;
  for (const RDKit::Atom* atom : s.heavy->atoms()) {
    assigned += atom->getChiralTag() == RDKit::Atom::CHI_TETRAHEDRAL_CW ||
                atom->getChiralTag() == RDKit::Atom::CHI_TETRAHEDRAL_CCW;
  }
  RDKit::RWMol copy(*s.heavy);
  unsigned open = 0;
  for (const auto& info : RDKit::Chirality::findPotentialStereo(copy, false)) {
    open +=
        info.type == RDKit::Chirality::StereoType::Atom_Tetrahedral &&
        s.heavy->getAtomWithIdx(info.centeredOn)->getChiralTag() == RDKit::Atom::CHI_UNSPECIFIED;
  }
  std::string qualifier;
  if (assigned + open > 0) qualifier = fmt::format("{} assigned, {} open", assigned, open);
  return {count(assigned + open), std::move(qualifier)};
}

Computed tpsa(const Subject& s) { return {fmt::format("{:.2f}", rdkit::calcTPSA(*s.heavy)), ""}; }

Computed logP(const Subject& s) {
  double value = 0;
  double refractivity = 0;
  rdkit::calcCrippenDescriptors(*s.heavy, value, refractivity);
  // No minus sign in front of a value that rounds to zero.
  return {fmt::format("{:.2f}", std::abs(value) < 0.005 ? 0.0 : value), ""};
}

Computed donors(const Subject& s) { return {count(rdkit::calcNumHBD(*s.heavy)), ""}; }
Computed acceptors(const Subject& s) { return {count(rdkit::calcNumHBA(*s.heavy)), ""}; }
Computed rotatableBonds(const Subject& s) {
  return {count(rdkit::calcNumRotatableBonds(*s.heavy, rdkit::NumRotatableBondsOptions::Strict)),
          ""};
}
Computed fractionSp3(const Subject& s) {
  for (const chem::Atom& atom : s.molecule.atoms()) {
    if (atom.atomicNumber == 6)
      return {fmt::format("{:.2f}", rdkit::calcFractionCSP3(*s.heavy)), ""};
  }
  throw NoValue("The structure has no carbon.");
}
Computed qed(const Subject& s) { return {fmt::format("{:.2f}", qedOf(*s.heavy)), ""}; }
Computed complexity(const Subject& s) {
  return {fmt::format("{}", toThreeDigits(complexityOf(*s.heavy))), ""};
}
Computed canonicalSmiles(const Subject& s) {
  Result<std::string> smiles = chem::canonicalSmiles(s.molecule);
  if (!smiles) throw NoValue(smiles.error().message);
  return {*std::move(smiles), ""};
}

const InchiNames& namesOf(const Subject& s) {
  if (!s.names) throw NoValue(s.names.error().message);
  return *s.names;
}
Computed inchi(const Subject& s) { return {namesOf(s).inchi, ""}; }
Computed inchiKey(const Subject& s) { return {namesOf(s).key, ""}; }

constexpr Row kRows[] = {
    {"formula", "Formula", "", "",
     "Elements and their numbers, carbon and hydrogen first, then by the alphabet; the net charge "
     "follows. {rdkit}.",
     formula},
    {"average_mass", "Average mass", "g/mol", "",
     "Sum of standard atomic weights, isotope marks respected. {rdkit}.", averageMass},
    {"exact_mass", "Exact mass", "Da", "",
     "Mass of the species built of the most abundant isotope of each element, isotope marks "
     "respected; for ions less the electrons they lack, or with those they have more. {rdkit}.",
     exactMass},
    {"heavy_atoms", "Heavy atoms", "", "", "Atoms other than hydrogen.", heavyAtoms},
    {"rings", "Rings", "", "SSSR", "Size of a smallest set of smallest rings. {rdkit}.", rings},
    {"aromatic_rings", "Aromatic rings", "", "SSSR",
     "Rings of the smallest set whose bonds are all aromatic in RDKit's aromaticity model. "
     "{rdkit}.",
     aromaticRings},
    {"formal_charge", "Formal charge", "e", "", "Sum of the formal charges of all atoms.",
     formalCharge},
    {"stereocentres", "Stereocentres", "", "",
     "Tetrahedral atoms that can have two configurations; assigned = the structure says which, "
     "open "
     "= it does not. {rdkit}, findPotentialStereo.",
     stereocentres},
    {"tpsa", "TPSA", "Å²", "",
     "Topological polar surface area by group contributions (Ertl, Rohde, Selzer, J. Med. Chem. 43 "
     "(2000) 3714), nitrogen and oxygen only. {rdkit}.",
     tpsa},
    {"logp", "LogP, Crippen", "", "",
     "Octanol-water partition coefficient estimated by atom contributions (Wildman, Crippen, J. "
     "Chem. Inf. Comput. Sci. 39 (1999) 868). {rdkit}.",
     logP},
    {"hbond_donors", "H-bond donors", "", "RDKit",
     "Nitrogen, oxygen and sulfur atoms that carry hydrogen, by RDKit's NumHBD pattern (after "
     "Gobbi, "
     "Poppinger, Biotechnol. Bioeng. 61 (1998) 47). {rdkit}.",
     donors},
    {"hbond_acceptors", "H-bond acceptors", "", "RDKit",
     "Nitrogen, oxygen and sulfur atoms with a lone pair to share, by RDKit's NumHBA pattern, "
     "which "
     "leaves out acid hydroxyls and amide nitrogens; other programs count more. {rdkit}.",
     acceptors},
    {"rotatable_bonds", "Rotatable bonds", "", "strict",
     "Single bonds between non-terminal heavy atoms outside rings; amide, ester and hindered bonds "
     "do not count. {rdkit}, strict pattern.",
     rotatableBonds},
    {"fraction_sp3", "Fraction sp3", "", "",
     "Carbon atoms that are sp3, divided by all carbon atoms. {rdkit}.", fractionSp3},
    {"qed", "QED", "", "",
     "Quantitative estimate of drug-likeness, 0 to 1 (Bickerton et al., Nature Chem. 4 (2012) 90), "
     "weighted geometric mean of eight desirabilities computed with {rdkit}.",
     qed},
    {"complexity", "Complexity", "", "Bertz",
     "Bertz/Hendrickson/Ihlenfeldt complexity to three digits: how many kinds of bond pairs and "
     "elements the structure has and how unevenly, stereo and isotopes left out; agrees with the "
     "figure that PubChem shows for 116 of 120 records compared. Graph and symmetry by {rdkit}.",
     complexity},
    {"canonical_smiles", "Canonical SMILES", "", "RDKit, isomeric",
     "The one SMILES that this program's canonical atom order gives, with stereo and isotopes; "
     "other "
     "programs have other canonical forms. {rdkit}.",
     canonicalSmiles},
    {"inchi", "InChI", "", "standard",
     "IUPAC International Chemical Identifier, standard InChI version 1. libinchi 1.03.", inchi},
    {"inchikey", "InChIKey", "", "standard",
     "Hash of the standard InChI, 27 characters, for look-ups. libinchi 1.03.", inchiKey},
};

std::string withLibrary(std::string definition) {
  constexpr std::string_view kMark = "{rdkit}";
  const std::size_t at = definition.find(kMark);
  if (at == std::string::npos) return definition;
  return definition.replace(at, kMark.size(), fmt::format("RDKit {}", RDKit::rdkitVersion));
}

Fact factFrom(const Row& row, const Subject& subject) {
  Fact fact{.id = row.id,
            .label = row.label,
            .value = "",
            .unit = row.unit,
            .qualifier = row.qualifier,
            .definition = withLibrary(row.definition)};
  try {
    Computed computed = row.compute(subject);
    fact.value = std::move(computed.value);
    if (!computed.qualifier.empty()) fact.qualifier = std::move(computed.qualifier);
  } catch (const std::exception& problem) {
    fact.definition = fmt::format("Not computed: {} {}", problem.what(), fact.definition);
  }
  return fact;
}

std::unique_ptr<RDKit::RWMol> withoutHydrogens(const RDKit::ROMol& mol) {
  auto heavy = std::make_unique<RDKit::RWMol>(mol);
  RDKit::MolOps::RemoveHsParameters ordinary;
  ordinary.showWarnings = false;
  RDKit::MolOps::removeHs(*heavy, ordinary);
  heavy->getRingInfo()->reset();
  RDKit::MolOps::findSSSR(*heavy);
  return heavy;
}

}  // namespace

Result<std::vector<Fact>> computeFacts(const chem::Molecule& molecule) {
  if (!molecule.rdkit()) {
    return tl::unexpected(chem::withoutChemistry(molecule, "The list of facts"));
  }
  try {
    chem::silenceRdkitLog();
    const Subject subject{molecule, withoutHydrogens(*molecule.rdkit()->mol), inchiOf(molecule)};
    std::vector<Fact> facts;
    for (const Row& row : kRows) facts.push_back(factFrom(row, subject));
    return facts;
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("The facts of this structure cannot be computed: {}.", problem.what()));
  }
}

}  // namespace molloquy::facts
