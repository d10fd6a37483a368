#include "model/facts/summary.h"

#include <GraphMol/Descriptors/MolDescriptors.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::facts {

Summary summarize(const chem::Molecule& molecule) {
  const RDKit::ROMol& mol = *molecule.rdkit()->mol;
  return {RDKit::Descriptors::calcMolFormula(mol), RDKit::Descriptors::calcAMW(mol)};
}

}  // namespace molloquy::facts
