#include "model/chem/stereo_elements.h"

#include <algorithm>
#include <exception>
#include <list>
#include <optional>

#include <GraphMol/Chirality.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/RingInfo.h>
#include <fmt/format.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

using RDKit::Atom;
using RDKit::Bond;

bool isSet(const Atom& atom) {
  return atom.getChiralTag() == Atom::CHI_TETRAHEDRAL_CW ||
         atom.getChiralTag() == Atom::CHI_TETRAHEDRAL_CCW;
}

std::string labelOf(const RDKit::RDProps& owner) {
  std::string label;
  owner.getPropIfPresent(RDKit::common_properties::_CIPCode, label);
  return label;
}

std::string labelOf(const Bond& bond) {
  if (bond.getStereo() == Bond::STEREOE || bond.getStereo() == Bond::STEREOTRANS) return "E";
  if (bond.getStereo() == Bond::STEREOZ || bond.getStereo() == Bond::STEREOCIS) return "Z";
  return {};
}

/// A ring atom whose substituents are looked at: where the ring comes from and goes to.
struct RingPlace {
  const Atom* atom = nullptr;
  const Atom* before = nullptr;
  const Atom* after = nullptr;
};

/// Which side of its ring a substituent lies on, as seen along the ring; nullopt when the centre is
/// not set or has not exactly one other substituent. Two places of one ring that are passed in the
/// same direction have their substituents on the same side when the answers are equal.
std::optional<bool> sideOf(const RingPlace& place, const Atom& substituent) {
  const Atom& atom = *place.atom;
  if (!isSet(atom) || atom.getDegree() != 4) return std::nullopt;
  const RDKit::ROMol& mol = atom.getOwningMol();
  const Atom* other = nullptr;
  for (const Atom* neighbour : mol.atomNeighbors(&atom)) {
    if (neighbour != place.before && neighbour != place.after && neighbour != &substituent) {
      other = neighbour;
    }
  }
  if (!other) return std::nullopt;
  std::list<int> order;
  for (const Atom* neighbour :
       {static_cast<const Atom*>(&substituent), place.before, place.after, other}) {
    const Bond* bond = mol.getBondBetweenAtoms(atom.getIdx(), neighbour->getIdx());
    if (!bond) return std::nullopt;
    order.push_back(static_cast<int>(bond->getIdx()));
  }
  const bool swapped = atom.getPerturbationOrder(order) % 2 != 0;
  const bool clockwise = atom.getChiralTag() == Atom::CHI_TETRAHEDRAL_CW;
  return clockwise != swapped;
}

/// The one neighbour outside the ring that `fits`; null when there is none or more than one.
template <class Fits>
const Atom* onlyOutside(const RDKit::ROMol& mol, const Atom& atom, const std::vector<int>& ring,
                        Fits fits) {
  const Atom* found = nullptr;
  for (const Atom* neighbour : mol.atomNeighbors(&atom)) {
    if (std::find(ring.begin(), ring.end(), static_cast<int>(neighbour->getIdx())) != ring.end()) {
      continue;
    }
    if (!fits(*neighbour)) continue;
    if (found) return nullptr;
    found = neighbour;
  }
  return found;
}

bool isSaturatedCarbon(const Atom& atom) {
  return atom.getAtomicNum() == 6 && !atom.getIsAromatic() && atom.getDegree() == 4;
}

/// Alpha or beta of an anomeric centre; `reference` is the other neighbour of the ring oxygen.
Anomer anomerOf(const RDKit::ROMol& mol, const std::vector<int>& ring, const RingPlace& anomeric,
                const Atom& oxygen, const RingPlace& reference) {
  if (!isSet(*anomeric.atom)) return Anomer::NotSet;
  const Atom* chain =
      onlyOutside(mol, *reference.atom, ring, [](const Atom& a) { return a.getAtomicNum() == 6; });
  // A chain that is itself a stereocentre carries the reference atom further out.
  if (!chain || isSet(*chain)) return Anomer::Unnamed;
  const auto hydroxylSide = sideOf(anomeric, oxygen);
  const auto chainSide = sideOf(reference, *chain);
  if (!hydroxylSide || !chainSide) return Anomer::Unnamed;
  return *hydroxylSide == *chainSide ? Anomer::Beta : Anomer::Alpha;
}

/// The ring's only oxygen, as a place in `ring`; nullopt when its other atoms are not all carbon.
std::optional<std::size_t> ringOxygen(const RDKit::ROMol& mol, const std::vector<int>& ring) {
  std::optional<std::size_t> oxygen;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Atom& atom = *mol.getAtomWithIdx(static_cast<unsigned>(ring[i]));
    if (atom.getAtomicNum() == 8 && !oxygen) {
      oxygen = i;
    } else if (!isSaturatedCarbon(atom)) {
      return std::nullopt;
    }
  }
  return oxygen;
}

void takeAnomericCentres(const RDKit::ROMol& mol, const std::vector<int>& ring,
                         StereoElements& elements) {
  const std::size_t size = ring.size();
  const auto oxygen = ringOxygen(mol, ring);
  if ((size != 5 && size != 6) || !oxygen) return;
  const auto atomAt = [&](std::size_t steps) {
    return mol.getAtomWithIdx(static_cast<unsigned>(ring[(*oxygen + steps) % size]));
  };
  const auto place = [&](std::size_t steps) {
    return RingPlace{atomAt(steps), atomAt(steps + size - 1), atomAt(steps + 1)};
  };
  const RingPlace sides[2] = {place(1), place(size - 1)};
  for (int side = 0; side < 2; ++side) {
    const RingPlace& anomeric = sides[side];
    const Atom* outer =
        onlyOutside(mol, *anomeric.atom, ring, [](const Atom& a) { return a.getAtomicNum() == 8; });
    if (!outer) continue;
    elements.anomericCentres.push_back(
        {.atom = AtomIndex{anomeric.atom->getIdx()},
         .anomer = anomerOf(mol, ring, anomeric, *outer, sides[1 - side]),
         .ringSize = static_cast<int>(size),
         .free = outer->getTotalNumHs(true) > 0});
  }
}

StereoElements elementsOf(const RDKit::ROMol& mol) {
  StereoElements elements;
  RDKit::RWMol copy(mol);
  constexpr bool kKeepMarks = false;
  for (const auto& info : RDKit::Chirality::findPotentialStereo(copy, kKeepMarks)) {
    if (info.type == RDKit::Chirality::StereoType::Atom_Tetrahedral) {
      const Atom& atom = *mol.getAtomWithIdx(info.centeredOn);
      elements.centres.push_back(
          {AtomIndex{info.centeredOn}, isSet(atom), isSet(atom) ? labelOf(atom) : std::string()});
    } else if (info.type == RDKit::Chirality::StereoType::Bond_Double) {
      elements.doubleBonds.push_back(
          {BondIndex{info.centeredOn}, labelOf(*mol.getBondWithIdx(info.centeredOn))});
    }
  }
  for (const std::vector<int>& ring : mol.getRingInfo()->atomRings()) {
    takeAnomericCentres(mol, ring, elements);
  }
  return elements;
}

}  // namespace

Result<StereoElements> stereoElements(const Molecule& molecule) {
  if (!molecule.rdkit())
    return tl::unexpected(withoutChemistry(molecule, "A list of stereocentres"));
  try {
    silenceRdkitLog();
    return elementsOf(*molecule.rdkit()->mol);
  } catch (const std::exception& problem) {
    return fail(
        ErrorCode::Internal,
        fmt::format("The stereocentres of this structure cannot be found: {}.", problem.what()));
  }
}

}  // namespace molloquy::chem
