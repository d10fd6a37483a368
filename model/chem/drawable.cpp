#include <vector>

#include <GraphMol/MolOps.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

/// RDKit reindexes atoms when it removes hydrogens; this property keeps the Molecule's index.
constexpr const char* kIndexProperty = "_molloquyAtom";
/// RDKit removes no isotopes: a hydrogen that is to stay is one for the time being.
constexpr unsigned kStays = 1;

bool isSharedCentre(const RDKit::ROMol& mol, const RDKit::Atom& atom) {
  return atom.getChiralTag() != RDKit::Atom::CHI_UNSPECIFIED &&
         mol.getRingInfo()->numAtomRings(atom.getIdx()) > 1;
}

}  // namespace

std::size_t moleculeIndex(const RDKit::Atom& atom) {
  return static_cast<std::size_t>(atom.getProp<int>(kIndexProperty));
}

std::unique_ptr<RDKit::RWMol> withoutPlainHydrogens(const RDKit::ROMol& mol) {
  auto drawable = std::make_unique<RDKit::RWMol>(mol);
  std::vector<RDKit::Atom*> staying;
  for (RDKit::Atom* atom : drawable->atoms()) {
    atom->setProp(kIndexProperty, static_cast<int>(atom->getIdx()));
    if (atom->getAtomicNum() != 1 || atom->getDegree() != 1 || atom->getIsotope() != 0) continue;
    const RDKit::Bond* bond = *drawable->atomBonds(atom).begin();
    if (!isSharedCentre(*drawable, *bond->getOtherAtom(atom))) continue;
    atom->setIsotope(kStays);
    staying.push_back(atom);
  }
  RDKit::MolOps::RemoveHsParameters meaningless;
  meaningless.showWarnings = false;
  RDKit::MolOps::removeHs(*drawable, meaningless, false);
  for (RDKit::Atom* atom : staying) atom->setIsotope(0);
  drawable->updatePropertyCache(false);
  return drawable;
}

}  // namespace molloquy::chem
