#include "model/chem/edit/rdkit_perception.h"

#include <cmath>
#include <exception>
#include <utility>

// RDKit moved this header between 2022 (Debian 12) and 2025 (Debian 13).
#if __has_include(<GraphMol/CIPLabeler/CIPLabeler.h>)
#include <GraphMol/CIPLabeler/CIPLabeler.h>
#else
#include <CIPLabeler/CIPLabeler.h>
#endif
#include <GraphMol/Conformer.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <fmt/format.h>

#include "model/chem/rdkit_molecule.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

/// Above it the exact CIP algorithm takes longer than an edit should; RDKit's older labels stand.
constexpr unsigned kExactLabelAtoms = 300;

std::unique_ptr<RDKit::RWMol> graphOf(const std::vector<Atom>& atoms,
                                      const std::vector<Bond>& bonds, const Positions& positions) {
  auto mol = std::make_unique<RDKit::RWMol>();
  for (const Atom& atom : atoms) {
    auto made = std::make_unique<RDKit::Atom>(static_cast<unsigned>(atom.atomicNumber));
    made->setFormalCharge(atom.formalCharge);
    if (atom.isotope > 0) made->setIsotope(static_cast<unsigned>(atom.isotope));
    made->setNumRadicalElectrons(static_cast<unsigned>(atom.radicalElectrons));
    made->setNoImplicit(true);
    mol->addAtom(made.release(), false, true);
  }
  for (const Bond& bond : bonds) {
    mol->addBond(bond.begin.value, bond.end.value, bondTypeOf(bond.kekuleOrder));
    if (bond.kekuleOrder != BondOrder::Aromatic) continue;
    mol->getBondBetweenAtoms(bond.begin.value, bond.end.value)->setIsAromatic(true);
    mol->getAtomWithIdx(bond.begin.value)->setIsAromatic(true);
    mol->getAtomWithIdx(bond.end.value)->setIsAromatic(true);
  }
  auto conformer = std::make_unique<RDKit::Conformer>(static_cast<unsigned>(atoms.size()));
  conformer->set3D(true);
  for (std::uint32_t i = 0; i < atoms.size(); ++i) {
    conformer->setAtomPos(i, {positions[i][0], positions[i][1], positions[i][2]});
  }
  mol->addConformer(conformer.release(), true);
  return mol;
}

/// Runs a step that may fail on chemistry that RDKit does not know.
template <class StepFunction>
bool tried(StepFunction step) {
  try {
    step();
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void cleanUp(RDKit::RWMol& mol, const std::vector<Atom>& atoms,
             std::vector<std::string>& warnings) {
  tried([&] { RDKit::MolOps::cleanUp(mol); });
  for (std::uint32_t i = 0; i < atoms.size(); ++i) {
    const RDKit::Atom* atom = mol.getAtomWithIdx(i);
    if (atom->getFormalCharge() <= atoms[i].formalCharge) continue;
    warnings.push_back(
        fmt::format("{}{} and its oxygen or neighbour got the charges they are written with.",
                    elementSymbol(atoms[i].atomicNumber), i + 1));
  }
}

void kekulize(RDKit::RWMol& mol, std::vector<std::string>& warnings) {
  bool aromatic = false;
  for (const RDKit::Bond* bond : mol.bonds()) aromatic |= bond->getIsAromatic();
  if (!aromatic) return;
  bool done = false;
  tried([&] { done = RDKit::MolOps::KekulizeIfPossible(mol, true); });
  if (done) return;
  warnings.emplace_back(
      "Aromatic bonds cannot be written with alternating double bonds yet; close the ring or set "
      "the orders.");
}

void assignStereo(RDKit::RWMol& mol) {
  tried([&] { RDKit::MolOps::assignStereochemistryFrom3D(mol, -1, true); });
  if (mol.getNumAtoms() > kExactLabelAtoms) return;
  // Symmetric cages exceed the exact algorithm's node limit; RDKit's older labels stand then.
  tried([&] { RDKit::CIPLabeler::assignCIPLabels(mol); });
}

}  // namespace

Perceived perceived3D(const std::vector<Atom>& atoms, const std::vector<Bond>& bonds,
                      const Positions& positions) {
  silenceRdkitLog();
  Perceived result;
  std::unique_ptr<RDKit::RWMol> mol = graphOf(atoms, bonds, positions);
  mol->updatePropertyCache(false);
  cleanUp(*mol, atoms, result.warnings);
  mol->updatePropertyCache(false);
  RDKit::MolOps::symmetrizeSSSR(*mol);
  kekulize(*mol, result.warnings);
  std::vector<BondOrder> kekule;
  kekule.reserve(bonds.size());
  for (const RDKit::Bond* bond : mol->bonds()) kekule.push_back(bondOrderOf(bond->getBondType()));
  tried([&] { RDKit::MolOps::setAromaticity(*mol); });
  tried([&] { RDKit::MolOps::setConjugation(*mol); });
  tried([&] { RDKit::MolOps::setHybridization(*mol); });
  mol->updatePropertyCache(false);
  assignStereo(*mol);
  mol->clearConformers();

  result.atoms = atoms;
  for (std::uint32_t i = 0; i < atoms.size(); ++i) {
    result.atoms[i].formalCharge = mol->getAtomWithIdx(i)->getFormalCharge();
    result.atoms[i].aromatic = mol->getAtomWithIdx(i)->getIsAromatic();
  }
  result.bonds = bonds;
  // Both lists run in one order; looking a bond up by its index would walk the whole list.
  std::uint32_t place = 0;
  for (const RDKit::Bond* bond : mol->bonds()) {
    result.bonds[place].order = bondOrderOf(bond->getBondType());
    result.bonds[place].kekuleOrder = kekule[place];
    ++place;
  }
  auto rdkit = std::make_shared<RdkitMolecule>();
  rdkit->mol = std::shared_ptr<const RDKit::ROMol>(std::move(mol));
  result.rdkit = std::move(rdkit);
  return result;
}

namespace {

/// Sense of three neighbours round a centre: the sign of the volume they span.
double handedness(const RDKit::ROMol& mol, const RDKit::Atom& centre, const Positions& at) {
  std::vector<Point3> arms;
  for (const RDKit::Atom* other : mol.atomNeighbors(&centre)) {
    arms.push_back(unit(at[other->getIdx()] - at[centre.getIdx()]));
  }
  if (arms.size() < 3) return 0;
  // With four arms the fourth is opposite the first three: the differences hold for both.
  const Point3 base = arms.size() > 3 ? arms[3] : Point3{};
  return dot(cross(arms[0] - base, arms[1] - base), arms[2] - base);
}

double crossing(const RDKit::Bond& bond, const Positions& at) {
  const auto& ends = bond.getStereoAtoms();
  if (ends.size() != 2) return 0;
  unsigned a = bond.getBeginAtomIdx();
  unsigned b = bond.getEndAtomIdx();
  const auto first = static_cast<unsigned>(ends[0]);
  const auto last = static_cast<unsigned>(ends[1]);
  if (bond.getOwningMol().getBondBetweenAtoms(first, a) == nullptr) std::swap(a, b);
  const Point3 axis = unit(at[b] - at[a]);
  const Point3 u = at[first] - at[a];
  const Point3 v = at[last] - at[b];
  return dot(u - axis * dot(u, axis), v - axis * dot(v, axis));
}

}  // namespace

bool stereoChanged(const Molecule& molecule, const Positions& before, const Positions& after) {
  if (!molecule.rdkit()) return false;
  const RDKit::ROMol& mol = *molecule.rdkit()->mol;
  for (const RDKit::Atom* atom : mol.atoms()) {
    if (atom->getChiralTag() == RDKit::Atom::CHI_UNSPECIFIED) continue;
    if ((handedness(mol, *atom, before) < 0) != (handedness(mol, *atom, after) < 0)) return true;
  }
  for (const RDKit::Bond* bond : mol.bonds()) {
    if (bond->getStereo() <= RDKit::Bond::STEREOANY) continue;
    if ((crossing(*bond, before) < 0) != (crossing(*bond, after) < 0)) return true;
  }
  return false;
}

}  // namespace molloquy::chem::edit
