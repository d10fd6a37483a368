#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <GraphMol/MolOps.h>
#include <GraphMol/PeriodicTable.h>
#include <fmt/format.h>
#include <inchi_api.h>

#include "model/chem/bond_perception.h"
#include "model/chem/inchi.h"
#include "model/chem/inchi_child.h"
#include "model/chem/inchi_scanner.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

unsigned isotopeOf(const inchi_Atom& atom, int atomicNumber) {
  if (atom.isotopic_mass == 0) return 0;
  const int average = static_cast<int>(
      std::lround(RDKit::PeriodicTable::getTable()->getAtomicWeight(atomicNumber)));
  const int shift = atom.isotopic_mass - ISOTOPIC_SHIFT_FLAG;
  const bool isShift = std::abs(shift) <= ISOTOPIC_SHIFT_MAX;
  return static_cast<unsigned>(std::max(0, isShift ? average + shift : atom.isotopic_mass));
}

/// Throws std::invalid_argument for an element that RDKit lacks.
void addAtoms(RDKit::RWMol& mol, const InchiStructure& given) {
  for (std::size_t i = 0; i < given.atoms.size(); ++i) {
    const inchi_Atom& from = given.atoms[i];
    const int number = atomicNumberOf(from.elname).value_or(0);
    auto atom = std::make_unique<RDKit::Atom>(number);
    atom->setFormalCharge(from.charge);
    atom->setIsotope(isotopeOf(from, number));
    atom->setNoImplicit(true);
    atom->setNumExplicitHs(static_cast<unsigned>(std::max<int>(0, from.num_iso_H[0])));
    mol.addAtom(atom.release(), false, true);
  }
}

/// Hydrogens of a stated isotope become atoms.
void addIsotopicHydrogens(RDKit::RWMol& mol, const InchiStructure& given) {
  for (std::size_t i = 0; i < given.atoms.size(); ++i) {
    for (unsigned mass = 1; mass <= 3; ++mass) {
      for (int k = 0; k < given.atoms[i].num_iso_H[mass]; ++k) {
        auto hydrogen = std::make_unique<RDKit::Atom>(1);
        hydrogen->setIsotope(mass);
        hydrogen->setNoImplicit(true);
        const unsigned place = mol.addAtom(hydrogen.release(), false, true);
        mol.addBond(static_cast<unsigned>(i), place, RDKit::Bond::SINGLE);
      }
    }
  }
}

RDKit::Bond::BondType typeOf(S_CHAR type) {
  switch (type) {
    case INCHI_BOND_TYPE_DOUBLE:
      return RDKit::Bond::DOUBLE;
    case INCHI_BOND_TYPE_TRIPLE:
      return RDKit::Bond::TRIPLE;
    default:
      return RDKit::Bond::SINGLE;
  }
}

void addBonds(RDKit::RWMol& mol, const InchiStructure& given) {
  for (std::size_t i = 0; i < given.atoms.size(); ++i) {
    const inchi_Atom& from = given.atoms[i];
    for (int k = 0; k < from.num_bonds && k < MAXVAL; ++k) {
      const int to = from.neighbor[k];
      const bool there = to >= 0 && static_cast<std::size_t>(to) < given.atoms.size();
      if (!there || static_cast<std::size_t>(to) == i) continue;
      const auto a = static_cast<unsigned>(i);
      const auto b = static_cast<unsigned>(to);
      if (mol.getBondBetweenAtoms(a, b) == nullptr) mol.addBond(a, b, typeOf(from.bond_type[k]));
    }
  }
}

/// N=C-OH as the library may place a mobile hydrogen becomes HN-C=O, and so for sulfur.
void preferAmides(RDKit::RWMol& mol) {
  for (RDKit::Atom* oxygen : mol.atoms()) {
    const bool chalcogen = oxygen->getAtomicNum() == 8 || oxygen->getAtomicNum() == 16;
    const bool hydroxyl = chalcogen && oxygen->getDegree() == 1 &&
                          oxygen->getNumExplicitHs() == 1 && oxygen->getFormalCharge() == 0;
    if (!hydroxyl) continue;
    RDKit::Bond* single = *mol.atomBonds(oxygen).begin();
    const RDKit::Atom* carbon = single->getOtherAtom(oxygen);
    if (carbon->getAtomicNum() != 6 || single->getBondType() != RDKit::Bond::SINGLE) continue;
    for (RDKit::Bond* bond : mol.atomBonds(carbon)) {
      RDKit::Atom* nitrogen = bond->getOtherAtom(carbon);
      const bool imine = bond->getBondType() == RDKit::Bond::DOUBLE &&
                         nitrogen->getAtomicNum() == 7 && nitrogen->getFormalCharge() == 0;
      if (!imine) continue;
      bond->setBondType(RDKit::Bond::SINGLE);
      single->setBondType(RDKit::Bond::DOUBLE);
      oxygen->setNumExplicitHs(0);
      nitrogen->setNumExplicitHs(nitrogen->getNumExplicitHs() + 1);
      break;
    }
  }
}

/// Whether an odd number of swaps leads from one order to the other; nullopt when they are not the
/// same atoms.
std::optional<bool> isOddPermutation(std::vector<int> from, const std::vector<int>& to) {
  if (from.size() != to.size()) return std::nullopt;
  bool odd = false;
  for (std::size_t i = 0; i < to.size(); ++i) {
    std::size_t at = i;
    while (at < from.size() && from[at] != to[i]) ++at;
    if (at == from.size()) return std::nullopt;
    if (at != i) {
      std::swap(from[i], from[at]);
      odd = !odd;
    }
  }
  return odd;
}

/// The library looks from the first neighbour; even = the others turn clockwise. The centre stands
/// for a hydrogen without an atom or a lone pair. RDKit's mark counts in the order of bonds.
void setTetrahedral(RDKit::RWMol& mol, const inchi_Stereo0D& element) {
  const int count = static_cast<int>(mol.getNumAtoms());
  if (element.central_atom < 0 || element.central_atom >= count) return;
  RDKit::Atom* centre = mol.getAtomWithIdx(static_cast<unsigned>(element.central_atom));
  std::vector<int> told;
  for (const AT_NUM neighbour : element.neighbor) told.push_back(neighbour);
  std::vector<int> bonded;
  for (const RDKit::Bond* bond : mol.atomBonds(centre)) {
    bonded.push_back(static_cast<int>(bond->getOtherAtomIdx(centre->getIdx())));
  }
  const bool implicit = bonded.size() == 3;
  if (implicit) bonded.insert(bonded.begin(), element.central_atom);
  const auto odd = isOddPermutation(told, bonded);
  if (!odd) return;
  const bool even = (element.parity == INCHI_PARITY_EVEN) != *odd;
  const bool clockwise = implicit ? !even : even;
  centre->setChiralTag(clockwise ? RDKit::Atom::CHI_TETRAHEDRAL_CW
                                 : RDKit::Atom::CHI_TETRAHEDRAL_CCW);
}

void setDoubleBond(RDKit::RWMol& mol, const inchi_Stereo0D& element) {
  for (const AT_NUM neighbour : element.neighbor) {
    if (neighbour < 0 || neighbour >= static_cast<int>(mol.getNumAtoms())) return;
  }
  const auto at = [&element](int i) { return static_cast<unsigned>(element.neighbor[i]); };
  RDKit::Bond* bond = mol.getBondBetweenAtoms(at(1), at(2));
  const bool drawn = bond != nullptr && bond->getBondType() == RDKit::Bond::DOUBLE &&
                     mol.getBondBetweenAtoms(at(0), at(1)) != nullptr &&
                     mol.getBondBetweenAtoms(at(2), at(3)) != nullptr && at(0) != at(2) &&
                     at(3) != at(1);
  if (!drawn) return;
  const bool turned = bond->getBeginAtomIdx() != at(1);
  bond->setStereoAtoms(turned ? at(3) : at(0), turned ? at(0) : at(3));
  bond->setStereo(element.parity == INCHI_PARITY_ODD ? RDKit::Bond::STEREOCIS
                                                     : RDKit::Bond::STEREOTRANS);
}

void setStereo(RDKit::RWMol& mol, const InchiStructure& given) {
  for (const inchi_Stereo0D& element : given.stereo) {
    const bool known = element.parity == INCHI_PARITY_ODD || element.parity == INCHI_PARITY_EVEN;
    if (known && element.type == INCHI_StereoType_Tetrahedral) setTetrahedral(mol, element);
    if (known && element.type == INCHI_StereoType_DoubleBond) setDoubleBond(mol, element);
  }
}

}  // namespace

Result<std::shared_ptr<const Molecule>> moleculeFromInchi(std::string_view inchi,
                                                          std::string name) {
  if (auto refused = refuseInchi(inchi)) return tl::unexpected(*std::move(refused));
  const Result<InchiStructure> given = structureFromInchi(inchi);
  if (!given) return tl::unexpected(given.error());
  RDKit::RWMol mol;
  try {
    addAtoms(mol, *given);
    addBonds(mol, *given);
    preferAmides(mol);
    addIsotopicHydrogens(mol, *given);
    setStereo(mol, *given);
    RDKit::MolOps::sanitizeMol(mol);
    RDKit::MolOps::setDoubleBondNeighborDirections(mol);
    RDKit::MolOps::assignStereochemistry(mol, true, true);
    return fromRdkit(mol, std::move(name));
  } catch (...) {
    const auto place = [&mol](unsigned index) {
      return index >= mol.getNumAtoms()
                 ? fmt::format("atom {}", index + 1)
                 : fmt::format("{}{}", elementSymbol(mol.getAtomWithIdx(index)->getAtomicNum()),
                               index + 1);
    };
    return tl::unexpected(currentRdkitError({.name = place, .subject = "InChI"}));
  }
}

}  // namespace molloquy::chem
