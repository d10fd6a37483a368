#include "model/facts/localised_rings.h"

#include <algorithm>
#include <vector>

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SanitException.h>

namespace molloquy::facts {
namespace {

/// Bond by bond: aromatic in RDKit's model.
std::vector<bool> aromaticBonds(const RDKit::ROMol& mol) {
  std::vector<bool> aromatic(mol.getNumBonds());
  for (const RDKit::Bond* bond : mol.bonds()) aromatic[bond->getIdx()] = bond->getIsAromatic();
  return aromatic;
}

/// Whether an atom of the ring has a double bond outside the aromatic system.
bool hasDoubleBondOutwards(const RDKit::ROMol& kekule, const std::vector<int>& ringAtoms,
                           const std::vector<bool>& aromatic) {
  return std::any_of(ringAtoms.begin(), ringAtoms.end(), [&](int atom) {
    const RDKit::Atom* member = kekule.getAtomWithIdx(static_cast<unsigned>(atom));
    for (const RDKit::Bond* bond : kekule.atomBonds(member)) {
      if (!aromatic[bond->getIdx()] && bond->getBondType() == RDKit::Bond::DOUBLE) return true;
    }
    return false;
  });
}

void makeAromatic(RDKit::RWMol& mol, const std::vector<int>& atoms, const std::vector<int>& bonds) {
  for (const int atom : atoms) mol.getAtomWithIdx(static_cast<unsigned>(atom))->setIsAromatic(true);
  for (const int index : bonds) {
    RDKit::Bond* bond = mol.getBondWithIdx(static_cast<unsigned>(index));
    bond->setIsAromatic(true);
    bond->setBondType(RDKit::Bond::AROMATIC);
  }
}

}  // namespace

std::unique_ptr<RDKit::RWMol> withLocalisedRings(const RDKit::ROMol& heavy) {
  auto kekule = std::make_unique<RDKit::RWMol>(heavy);
  try {
    constexpr bool kClearAromaticFlags = true;
    RDKit::MolOps::Kekulize(*kekule, kClearAromaticFlags);
  } catch (const RDKit::MolSanitizeException&) {
    return std::make_unique<RDKit::RWMol>(heavy);
  }
  const std::vector<bool> aromatic = aromaticBonds(heavy);
  const RDKit::RingInfo& rings = *heavy.getRingInfo();
  // All rings are judged on the alternating form before one of them is made aromatic again.
  std::vector<std::size_t> kept;
  for (std::size_t ring = 0; ring < rings.bondRings().size(); ++ring) {
    const std::vector<int>& bonds = rings.bondRings()[ring];
    const bool wholly = std::all_of(bonds.begin(), bonds.end(), [&](int bond) {
      return aromatic[static_cast<std::size_t>(bond)];
    });
    if (wholly && !hasDoubleBondOutwards(*kekule, rings.atomRings()[ring], aromatic)) {
      kept.push_back(ring);
    }
  }
  for (const std::size_t ring : kept) {
    makeAromatic(*kekule, rings.atomRings()[ring], rings.bondRings()[ring]);
  }
  return kekule;
}

}  // namespace molloquy::facts
