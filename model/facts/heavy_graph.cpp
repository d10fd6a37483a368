#include "model/facts/heavy_graph.h"

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>

namespace molloquy::facts {

std::unique_ptr<RDKit::RWMol> plainHeavyGraph(const RDKit::ROMol& mol) {
  auto heavy = std::make_unique<RDKit::RWMol>(mol);
  for (RDKit::Atom* atom : heavy->atoms()) atom->setIsotope(0);
  RDKit::MolOps::removeStereochemistry(*heavy);
  RDKit::MolOps::RemoveHsParameters ordinary;
  ordinary.showWarnings = false;
  RDKit::MolOps::removeHs(*heavy, ordinary);
  return heavy;
}

std::vector<std::array<unsigned, 3>> nitroGroups(const RDKit::ROMol& mol) {
  const auto isOxygen = [](const RDKit::Atom& atom, int charge) {
    return atom.getAtomicNum() == 8 && atom.getFormalCharge() == charge;
  };
  std::vector<std::array<unsigned, 3>> groups;
  for (const RDKit::Atom* nitrogen : mol.atoms()) {
    if (nitrogen->getAtomicNum() != 7 || nitrogen->getFormalCharge() != 1) continue;
    std::vector<unsigned> doubleOxygens;
    std::vector<unsigned> chargedOxygens;
    for (const RDKit::Bond* bond : mol.atomBonds(nitrogen)) {
      const RDKit::Atom* other = bond->getOtherAtom(nitrogen);
      const auto type = bond->getBondType();
      if (type == RDKit::Bond::DOUBLE && isOxygen(*other, 0)) {
        doubleOxygens.push_back(other->getIdx());
      } else if (type == RDKit::Bond::SINGLE && isOxygen(*other, -1)) {
        chargedOxygens.push_back(other->getIdx());
      }
    }
    for (const unsigned first : doubleOxygens) {
      for (const unsigned second : chargedOxygens) {
        groups.push_back({nitrogen->getIdx(), first, second});
      }
    }
  }
  return groups;
}

}  // namespace molloquy::facts
