#include "model/facts/pubchem_properties.h"

#include <exception>
#include <memory>
#include <vector>

#include <GraphMol/Descriptors/Crippen.h>
#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/Descriptors/MolSurf.h>
#include <GraphMol/RWMol.h>
#include <fmt/format.h>

#include "model/chem/rdkit_molecule.h"
#include "model/facts/complexity.h"
#include "model/facts/heavy_graph.h"
#include "model/facts/localised_rings.h"

namespace molloquy::facts {
namespace {

/// Ertl's value of N(=O)=O less that of [N+](=O)[O-], square angstrom.
constexpr double kNitroDifference = 2.68;
/// What PubChem counts for a sulfur with hydrogen and for a water molecule, square angstrom.
constexpr double kThiolOrWater = 1.0;

double surfaceOf(const RDKit::Atom& atom, double ertl) {
  const bool hasHydrogen = atom.getTotalNumHs() > 0;
  switch (atom.getAtomicNum()) {
    case 15:
      return 0;
    case 16:
      return hasHydrogen ? kThiolOrWater : ertl;
    case 8:
      return atom.getDegree() == 0 && atom.getTotalNumHs() == 2 ? kThiolOrWater : ertl;
    default:
      return ertl;
  }
}

double polarSurface(const RDKit::ROMol& heavy) {
  const std::unique_ptr<RDKit::RWMol> localised = withLocalisedRings(heavy);
  std::vector<double> contributions(localised->getNumAtoms());
  constexpr bool kIgnoreStored = true;
  constexpr bool kWithSulfurAndPhosphorus = true;
  RDKit::Descriptors::getTPSAAtomContribs(*localised, contributions, kIgnoreStored,
                                          kWithSulfurAndPhosphorus);
  double sum = kNitroDifference * static_cast<double>(nitroGroups(heavy).size());
  for (const RDKit::Atom* atom : localised->atoms()) {
    sum += surfaceOf(*atom, contributions[atom->getIdx()]);
  }
  return sum;
}

double crippenLogP(const RDKit::ROMol& heavy) {
  double logP = 0;
  double refractivity = 0;
  RDKit::Descriptors::calcCrippenDescriptors(heavy, logP, refractivity);
  return logP;
}

}  // namespace

Result<PubchemProperties> pubchemProperties(const chem::Molecule& molecule) {
  if (!molecule.rdkit()) {
    return tl::unexpected(chem::withoutChemistry(molecule, "A list of properties"));
  }
  try {
    chem::silenceRdkitLog();
    const RDKit::ROMol& drawn = *molecule.rdkit()->mol;
    const std::unique_ptr<RDKit::RWMol> heavy = plainHeavyGraph(drawn);
    return PubchemProperties{.molecularWeight = RDKit::Descriptors::calcAMW(drawn),
                             .logP = crippenLogP(*heavy),
                             .tpsa = polarSurface(*heavy),
                             .complexity = complexityOf(drawn)};
  } catch (const std::exception& problem) {
    return fail(
        ErrorCode::Internal,
        fmt::format("The properties of this structure cannot be computed: {}.", problem.what()));
  }
}

}  // namespace molloquy::facts
