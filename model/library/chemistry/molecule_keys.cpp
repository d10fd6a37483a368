#include "model/library/chemistry/molecule_keys.h"

#include <cmath>

#include <GraphMol/Descriptors/Crippen.h>
#include <GraphMol/Descriptors/Lipinski.h>
#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/Descriptors/MolSurf.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <fmt/format.h>

#include "model/chem/inchi.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"
#include "model/library/chemistry/fingerprints.h"
#include "model/library/chemistry/graph_form.h"

namespace molloquy::library {
namespace {

namespace rdkit = RDKit::Descriptors;

constexpr std::string_view kBySmiles = "SMILES:";

chem::AtomPlaces placesOf(const chem::Molecule& molecule) {
  return {[&molecule](unsigned atom) { return chem::atomName(molecule, AtomIndex(atom)); },
          "The structure"};
}

/// The values of model/facts, unrounded. Rings are counted as a smallest set, so it comes last.
std::array<double, 9> computedValues(const chem::Molecule& molecule, RDKit::RWMol& heavy) {
  heavy.getRingInfo()->reset();
  RDKit::MolOps::findSSSR(heavy);
  double logP = 0;
  double refractivity = 0;
  rdkit::calcCrippenDescriptors(heavy, logP, refractivity);
  std::array<double, 9> values{};
  const auto set = [&values](Computed which, double value) {
    values[static_cast<std::size_t>(which)] = value;
  };
  set(Computed::AverageMass, rdkit::calcAMW(heavy));
  set(Computed::HeavyAtoms, static_cast<double>(molecule.heavyAtomCount()));
  set(Computed::LogP, logP);
  set(Computed::Tpsa, rdkit::calcTPSA(heavy));
  set(Computed::HBondDonors, rdkit::calcNumHBD(heavy));
  set(Computed::HBondAcceptors, rdkit::calcNumHBA(heavy));
  set(Computed::RotatableBonds,
      rdkit::calcNumRotatableBonds(heavy, rdkit::NumRotatableBondsOptions::Strict));
  set(Computed::Rings, heavy.getRingInfo()->numRings());
  set(Computed::Charge, molecule.totalCharge());
  return values;
}

std::string identityOf(const chem::Molecule& molecule, const std::string& smiles) {
  const Result<chem::InchiNames> names = chem::inchiOf(molecule);
  return names ? names->key : std::string(kBySmiles) + smiles;
}

}  // namespace

Result<MoleculeKeys> computeKeys(const chem::Molecule& molecule, const std::string& knownInchiKey) {
  if (!molecule.rdkit()) {
    return tl::unexpected(chem::withoutChemistry(molecule, "A place in a library"));
  }
  if (molecule.atoms().empty()) {
    return fail(ErrorCode::InvalidInput, "The structure has no atoms.");
  }
  chem::silenceRdkitLog();
  try {
    GraphForm form = heavyFormOf(*molecule.rdkit()->mol);
    MoleculeKeys keys;
    keys.smiles = RDKit::MolToSmiles(*form.heavy);
    keys.inchiKey = knownInchiKey.empty() ? identityOf(molecule, keys.smiles) : knownInchiKey;
    keys.formula = rdkit::calcMolFormula(*form.heavy);
    keys.morgan = morganBits(*form.heavy);
    keys.path = pathBits(*form.heavy);
    keys.screen = screenBits(*form.heavy);
    keys.maccs = maccsBits(*form.heavy);
    keys.graph = encodeGraph(form);
    keys.computed = computedValues(molecule, *form.heavy);
    return keys;
  } catch (...) {
    return tl::unexpected(chem::currentRdkitError(placesOf(molecule)));
  }
}

Result<std::shared_ptr<const chem::Molecule>> moleculeOfGraph(std::string_view graph,
                                                              std::string name) {
  chem::silenceRdkitLog();
  const Result<GraphForm> form = decodeGraph(graph);
  if (!form) return tl::unexpected(form.error());
  try {
    return chem::fromRdkit(*wholeOf(*form), std::move(name));
  } catch (const std::exception&) {
    return fail(
        ErrorCode::Corrupt,
        fmt::format("The kept structure of \"{}\" is damaged. Import its record again.", name));
  }
}

}  // namespace molloquy::library
