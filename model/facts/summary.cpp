#include "model/facts/summary.h"

#include <exception>

#include <GraphMol/Descriptors/MolDescriptors.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::facts {

Summary summarize(const chem::Molecule& molecule) {
  if (!molecule.rdkit()) return {};
  try {
    const RDKit::ROMol& mol = *molecule.rdkit()->mol;
    return {RDKit::Descriptors::calcMolFormula(mol), RDKit::Descriptors::calcAMW(mol)};
  } catch (const std::exception&) {
    return {};  // documented: an empty formula says so
  }
}

}  // namespace molloquy::facts
