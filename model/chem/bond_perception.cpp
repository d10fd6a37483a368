#include "model/chem/bond_perception.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>
#include <utility>
#include <vector>

#include <GraphMol/Conformer.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/bond_order_search.h"
#include "model/chem/formats/close_pairs.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

/// Valences an element takes, rising; empty for metals and noble gases (any number of bonds).
std::vector<int> valencesOf(int z) {
  switch (z) {
    case 1:
    case 9:
      return {1};
    case 5:
      return {3};
    case 6:
    case 14:
    case 32:
      return {4};
    case 7:
      return {3};
    case 8:
      return {2};
    case 15:
    case 33:
      return {3, 5};
    case 16:
    case 34:
    case 52:
      return {2, 4, 6};
    case 17:
    case 35:
    case 53:
      return {1, 3, 5, 7};
    default:
      return {};
  }
}

/// Metals that only make salts: no bonds, and the charge of their group.
int saltCharge(int z) {
  switch (z) {
    case 11:
    case 19:
    case 37:
    case 55:
      return 1;
    case 20:
    case 38:
    case 56:
      return 2;
    default:
      return 0;
  }
}

bool isHalogen(int z) { return z == 9 || z == 17 || z == 35 || z == 53; }

int mostBondsOf(int z) {
  if (saltCharge(z) != 0) return 0;
  switch (z) {
    case 1:
    case 9:
      return 1;
    case 5:
    case 6:
    case 7:
      return 4;
    case 8:
      return 3;
    default:
      return 12;
  }
}

/// Single bonds of a molecule without any.
std::vector<Contact> connect(RDKit::RWMol& mol) {
  std::vector<Atom> atoms;
  std::vector<Point3> positions;
  for (const RDKit::Atom* atom : mol.atoms()) {
    atoms.push_back({.atomicNumber = atom->getAtomicNum()});
    const RDGeom::Point3D& at = mol.getConformer().getAtomPos(atom->getIdx());
    positions.push_back({at.x, at.y, at.z});
  }
  std::vector<Contact> contacts;
  for (const Bond& bond : bondsByDistance(atoms, positions).value_or(std::vector<Bond>())) {
    const RDGeom::Point3D apart = mol.getConformer().getAtomPos(bond.begin.value) -
                                  mol.getConformer().getAtomPos(bond.end.value);
    contacts.push_back({bond.begin.value, bond.end.value, apart.length()});
    mol.addBond(bond.begin.value, bond.end.value, RDKit::Bond::SINGLE);
  }
  return contacts;
}

/// Neighbours that count for an atom's valence: bonds to metals do not.
int covalentDegree(const RDKit::RWMol& mol, const RDKit::Atom& atom) {
  int degree = 0;
  for (const RDKit::Atom* other : mol.atomNeighbors(&atom))
    degree += !isMetal(other->getAtomicNum());
  return degree;
}

bool isTerminalOxygen(const RDKit::Atom& atom) {
  return atom.getAtomicNum() == 8 && atom.getDegree() == 1;
}

/// The least valence that an atom's neighbours ask for. Sulfur, phosphorus and halogens take double
/// bonds from their terminal oxygens; of a halogen's or phosphorus's, one keeps a charge or
/// nothing.
int askedValence(const RDKit::RWMol& mol, const RDKit::Atom& atom, int degree) {
  int oxygens = 0;
  for (const RDKit::Atom* other : mol.atomNeighbors(&atom)) oxygens += isTerminalOxygen(*other);
  const int z = atom.getAtomicNum();
  if (z == 16 || z == 34 || z == 52) return degree + std::min(oxygens, 2);
  if (isHalogen(z)) return degree + std::max(0, oxygens - 1);
  return degree;
}

/// Valence each atom misses after single bonds; sets the charges that a degree alone tells.
std::vector<int> missingValences(RDKit::RWMol& mol) {
  std::vector<int> missing(mol.getNumAtoms(), 0);
  for (RDKit::Atom* atom : mol.atoms()) {
    const int z = atom->getAtomicNum();
    const int degree = covalentDegree(mol, *atom);
    if (atom->getDegree() == 0) atom->setFormalCharge(isHalogen(z) ? -1 : saltCharge(z));
    if (degree == 0) continue;
    if ((z == 7 && degree == 4) || (z == 8 && degree == 3)) atom->setFormalCharge(1);
    if (z == 5 && degree == 4) atom->setFormalCharge(-1);
    const int asked = askedValence(mol, *atom, degree);
    for (const int valence : valencesOf(z)) {
      if (valence < asked) continue;
      missing[atom->getIdx()] = valence - degree;
      break;
    }
  }
  return missing;
}

/// N-oxides and nitro groups: the nitrogen becomes N+, one of its oxygens O-; a nitro group's other
/// oxygen keeps its missing valence for the double bond.
void chargeNitrogenOxides(RDKit::RWMol& mol, std::vector<int>& missing) {
  for (RDKit::Atom* atom : mol.atoms()) {
    if (atom->getAtomicNum() != 7 || covalentDegree(mol, *atom) < 3) continue;
    std::vector<RDKit::Atom*> oxygens;
    for (RDKit::Atom* other : mol.atomNeighbors(atom)) {
      if (isTerminalOxygen(*other)) oxygens.push_back(other);
    }
    if (oxygens.empty()) continue;
    oxygens[0]->setFormalCharge(-1);
    missing[oxygens[0]->getIdx()] = 0;
    if (atom->getFormalCharge() == 1) continue;  // amine N-oxide: four neighbours already
    atom->setFormalCharge(1);
    missing[atom->getIdx()] = 1;
  }
}

/// A bent nitrogen between two nitrogens or carbons in a row (azide, diazo): N+ with two more
/// bonds.
void chargeAzides(RDKit::RWMol& mol, std::vector<int>& missing) {
  for (RDKit::Atom* middle : mol.atoms()) {
    if (middle->getAtomicNum() != 7 || middle->getDegree() != 2) continue;
    RDKit::Atom* terminal = nullptr;
    for (RDKit::Atom* other : mol.atomNeighbors(middle)) {
      if (other->getAtomicNum() == 7 && other->getDegree() == 1) terminal = other;
    }
    if (terminal == nullptr) continue;
    middle->setFormalCharge(1);
    missing[middle->getIdx()] = 2;
    terminal->setFormalCharge(-1);
    missing[terminal->getIdx()] = 1;
  }
}

void applyOrders(RDKit::RWMol& mol, const std::vector<Contact>& bonds,
                 const std::vector<int>& extra, std::vector<int>& missing) {
  for (std::size_t i = 0; i < bonds.size(); ++i) {
    if (extra[i] == 0) continue;
    RDKit::Bond* bond = mol.getBondBetweenAtoms(bonds[i].a, bonds[i].b);
    bond->setBondType(extra[i] == 1 ? RDKit::Bond::DOUBLE : RDKit::Bond::TRIPLE);
    missing[bonds[i].a] -= extra[i];
    missing[bonds[i].b] -= extra[i];
  }
}

/// Anions on terminal O, S and Se whose valence stayed open.
void chargeAnions(RDKit::RWMol& mol, std::vector<int>& missing) {
  for (RDKit::Atom* atom : mol.atoms()) {
    const int z = atom->getAtomicNum();
    const bool chalcogen = z == 8 || z == 16 || z == 34;
    if (!chalcogen || atom->getDegree() != 1 || missing[atom->getIdx()] != 1) continue;
    atom->setFormalCharge(-1);
    missing[atom->getIdx()] = 0;
  }
}

int sum(const std::vector<int>& values) { return std::accumulate(values.begin(), values.end(), 0); }

/// What a search leaves open, terminal chalcogens apart: they become anions.
int openAfter(const RDKit::RWMol& mol, const std::vector<Contact>& bonds,
              const std::vector<int>& extra, std::vector<int> missing) {
  for (std::size_t i = 0; i < bonds.size(); ++i) {
    missing[bonds[i].a] -= extra[i];
    missing[bonds[i].b] -= extra[i];
  }
  for (const RDKit::Atom* atom : mol.atoms()) {
    const int z = atom->getAtomicNum();
    const bool chalcogen = z == 8 || z == 16 || z == 34;
    if (chalcogen && atom->getDegree() == 1) missing[atom->getIdx()] = 0;
  }
  return sum(missing);
}

/// A neutral saturated N, or O or S of a ring, beside an unsaturated atom: as a cation it takes a
/// double bond.
bool mayBecomeCation(const RDKit::RWMol& mol, const RDKit::Atom& atom,
                     const std::vector<int>& missing) {
  const int z = atom.getAtomicNum();
  const bool full =
      (z == 7 && atom.getDegree() == 3) || ((z == 8 || z == 16) && atom.getDegree() == 2 &&
                                            mol.getRingInfo()->numAtomRings(atom.getIdx()) > 0);
  if (!full || atom.getFormalCharge() != 0 || missing[atom.getIdx()] != 0) return false;
  for (const RDKit::Atom* other : mol.atomNeighbors(&atom)) {
    if (missing[other->getIdx()] > 0) return true;
  }
  return false;
}

/// Extra orders per bond. While an atom stays open, tries one cation at a time (iminium,
/// imidazolium, pyridinium, flavylium) and keeps the first that closes it.
std::vector<int> assignOrders(RDKit::RWMol& mol, const std::vector<Contact>& bonds,
                              std::vector<int>& missing) {
  RDKit::MolOps::fastFindRings(mol);
  std::vector<int> extra = spreadValences(missing, bonds);
  int open = openAfter(mol, bonds, extra, missing);
  for (RDKit::Atom* atom : mol.atoms()) {
    if (open == 0) break;
    if (!mayBecomeCation(mol, *atom, missing)) continue;
    missing[atom->getIdx()] = 1;
    std::vector<int> tried = spreadValences(missing, bonds);
    const int openThen = openAfter(mol, bonds, tried, missing);
    if (openThen < open) {
      atom->setFormalCharge(1);
      extra = std::move(tried);
      open = openThen;
    } else {
      missing[atom->getIdx()] = 0;
    }
  }
  return extra;
}

}  // namespace

bool isMetal(int atomicNumber) {
  const int z = atomicNumber;
  const bool nonMetal = z <= 2 || (z >= 5 && z <= 10) || (z >= 14 && z <= 18) ||
                        (z >= 33 && z <= 36) || (z >= 52 && z <= 54) || z == 85 || z == 86;
  return !nonMetal;
}

int usualIonCharge(int atomicNumber) {
  switch (atomicNumber) {
    case 3:
    case 47:
      return 1;
    case 12:
    case 25:
    case 27:
    case 28:
    case 29:
    case 30:
    case 48:
    case 80:
      return 2;
    case 13:
    case 26:
      return 3;
    default:
      return isHalogen(atomicNumber) ? -1 : saltCharge(atomicNumber);
  }
}

std::optional<std::vector<Bond>> bondsByDistance(const std::vector<Atom>& atoms,
                                                 const std::vector<Point3>& positions,
                                                 const std::stop_token& stop) {
  std::vector<Contact> contacts;
  const auto keep = [&contacts](std::uint32_t a, std::uint32_t b, double length) {
    contacts.push_back({a, b, length});
  };
  if (!forClosePairs(atoms, positions, keep, stop)) return std::nullopt;
  std::sort(contacts.begin(), contacts.end(), [](const Contact& p, const Contact& q) {
    return std::tuple(p.length, p.a, p.b) < std::tuple(q.length, q.a, q.b);
  });
  std::vector<int> count(atoms.size(), 0);
  std::vector<Bond> bonds;
  for (const Contact& contact : contacts) {
    const auto full = [&](unsigned atom) {
      return count[atom] >= mostBondsOf(atoms[atom].atomicNumber);
    };
    if (full(contact.a) || full(contact.b)) continue;
    ++count[contact.a];
    ++count[contact.b];
    bonds.push_back({.begin = AtomIndex(contact.a), .end = AtomIndex(contact.b)});
  }
  // In the order of atoms, so that bond indices do not hang on rounding.
  std::sort(bonds.begin(), bonds.end(), [](const Bond& p, const Bond& q) {
    return std::pair(p.begin, p.end) < std::pair(q.begin, q.end);
  });
  return bonds;
}

std::string perceiveBonds(RDKit::RWMol& mol) {
  const std::vector<Contact> bonds = connect(mol);
  std::vector<int> missing = missingValences(mol);
  chargeNitrogenOxides(mol, missing);
  chargeAzides(mol, missing);
  const std::vector<int> extra = assignOrders(mol, bonds, missing);
  applyOrders(mol, bonds, extra, missing);
  chargeAnions(mol, missing);
  int unmatched = 0;
  for (RDKit::Atom* atom : mol.atoms()) {
    atom->setNoImplicit(true);
    atom->setNumRadicalElectrons(static_cast<unsigned>(std::max(0, missing[atom->getIdx()])));
    unmatched += missing[atom->getIdx()] > 0;
  }
  std::string note = fmt::format(
      "The file has no bond orders: {} bonds, their orders and the charges were perceived from the "
      "distances.",
      bonds.size());
  if (unmatched > 0) {
    note += fmt::format(" {} atoms keep an open valence and are shown as radicals.", unmatched);
  }
  return note;
}

}  // namespace molloquy::chem
