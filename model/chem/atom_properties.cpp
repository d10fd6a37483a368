#include "model/chem/atom_properties.h"

#include <algorithm>
#include <cmath>

#include <GraphMol/Descriptors/Crippen.h>
#include <GraphMol/PartialCharges/GasteigerCharges.h>
#include <GraphMol/RDKitBase.h>
#include <RDGeneral/Exceptions.h>
#include <fmt/format.h>

#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

constexpr int kGasteigerRounds = 12;

void addCharges(AtomProperties& properties, const RDKit::ROMol& mol) {
  std::vector<double> charges(mol.getNumAtoms());
  try {
    RDKit::computeGasteigerCharges(mol, charges, kGasteigerRounds, true);
  } catch (const ValueErrorException& unknown) {
    properties.note = fmt::format("No Gasteiger charges: {}.", unknown.what());
    return;
  }
  if (!std::all_of(charges.begin(), charges.end(), [](double q) { return std::isfinite(q); })) {
    properties.note = "No Gasteiger charges: they do not converge for this structure.";
    return;
  }
  properties.partialCharge = std::move(charges);
  properties.chargeMethod = "Gasteiger";
}

template <class Thing>
std::string label(const Thing& thing) {
  std::string text;
  thing.getPropIfPresent(RDKit::common_properties::_CIPCode, text);
  return text;
}

}  // namespace

Result<AtomProperties> atomProperties(const Molecule& molecule) {
  if (!molecule.rdkit() || !molecule.rdkit()->mol) {
    return fail(ErrorCode::Unsupported,
                fmt::format("Charges and labels of atoms are computed for structures of up to {} "
                            "atoms; this one has {}.",
                            kRdkitAtoms, molecule.atoms().size()));
  }
  const auto name = [&](unsigned atom) { return atomName(molecule, AtomIndex(atom)); };
  try {
    // The molecule is shared between threads and both methods leave their results in it: a copy.
    const RDKit::ROMol mol(*molecule.rdkit()->mol);
    AtomProperties properties;
    addCharges(properties, mol);
    properties.logpShare.resize(mol.getNumAtoms());
    std::vector<double> refractivity(mol.getNumAtoms());
    RDKit::Descriptors::getCrippenAtomContribs(mol, properties.logpShare, refractivity, true);
    for (const RDKit::Atom* atom : mol.atoms()) properties.cip.push_back(label(*atom));
    for (const RDKit::Bond* bond : mol.bonds()) properties.bondCip.push_back(label(*bond));
    return properties;
  } catch (...) {
    return tl::unexpected(currentRdkitError({name, "This structure"}));
  }
}

}  // namespace molloquy::chem
