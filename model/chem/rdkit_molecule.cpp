#include "model/chem/rdkit_molecule.h"

#include <mutex>
#include <stdexcept>
#include <utility>

// RDKit moved this header between 2022 (Debian 12) and 2025 (Debian 13).
#if __has_include(<GraphMol/CIPLabeler/CIPLabeler.h>)
#include <GraphMol/CIPLabeler/CIPLabeler.h>
#else
#include <CIPLabeler/CIPLabeler.h>
#endif
#include <GraphMol/MolOps.h>
#include <RDGeneral/RDLog.h>

namespace molloquy::chem {
namespace {

/// Above it the exact CIP algorithm takes seconds; assignStereochemistry's labels stand there.
constexpr unsigned kExactLabelAtoms = 1'000;

std::vector<Atom> atomsOf(const RDKit::ROMol& mol) {
  std::vector<Atom> atoms;
  atoms.reserve(mol.getNumAtoms());
  for (const RDKit::Atom* atom : mol.atoms()) {
    atoms.push_back({.atomicNumber = atom->getAtomicNum(),
                     .formalCharge = atom->getFormalCharge(),
                     .isotope = static_cast<int>(atom->getIsotope()),
                     .radicalElectrons = static_cast<int>(atom->getNumRadicalElectrons()),
                     .aromatic = atom->getIsAromatic()});
  }
  return atoms;
}

std::vector<Bond> bondsOf(const RDKit::ROMol& mol) {
  RDKit::RWMol kekule(mol);
  RDKit::MolOps::KekulizeIfPossible(kekule, false);
  std::vector<Bond> bonds;
  bonds.reserve(mol.getNumBonds());
  // Both lists run in one order; looking a bond up by its index would walk the whole list.
  auto drawnBonds = kekule.bonds();
  auto drawn = drawnBonds.begin();
  for (const RDKit::Bond* bond : mol.bonds()) {
    bonds.push_back({.begin = AtomIndex(bond->getBeginAtomIdx()),
                     .end = AtomIndex(bond->getEndAtomIdx()),
                     .order = bondOrderOf(bond->getBondType()),
                     .kekuleOrder = bondOrderOf((*drawn)->getBondType())});
    ++drawn;
  }
  return bonds;
}

void labelStereo(RDKit::RWMol& mol) {
  RDKit::MolOps::assignStereochemistry(mol);
  if (mol.getNumAtoms() > kExactLabelAtoms) return;
  try {
    RDKit::CIPLabeler::assignCIPLabels(mol);
  } catch (const std::exception&) {
    // Symmetric cages exceed the exact algorithm's node limit; assignStereochemistry's labels
    // stand.
  }
}

}  // namespace

BondOrder bondOrderOf(RDKit::Bond::BondType type) {
  switch (type) {
    case RDKit::Bond::SINGLE:
      return BondOrder::Single;
    case RDKit::Bond::DOUBLE:
      return BondOrder::Double;
    case RDKit::Bond::TRIPLE:
      return BondOrder::Triple;
    case RDKit::Bond::QUADRUPLE:
      return BondOrder::Quadruple;
    case RDKit::Bond::AROMATIC:
      return BondOrder::Aromatic;
    case RDKit::Bond::DATIVE:
      return BondOrder::Dative;
    default:
      return BondOrder::Other;
  }
}

RDKit::Bond::BondType bondTypeOf(BondOrder order) {
  switch (order) {
    case BondOrder::Single:
      return RDKit::Bond::SINGLE;
    case BondOrder::Double:
      return RDKit::Bond::DOUBLE;
    case BondOrder::Triple:
      return RDKit::Bond::TRIPLE;
    case BondOrder::Quadruple:
      return RDKit::Bond::QUADRUPLE;
    case BondOrder::Aromatic:
      return RDKit::Bond::AROMATIC;
    case BondOrder::Dative:
      return RDKit::Bond::DATIVE;
    case BondOrder::Other:
      break;
  }
  return RDKit::Bond::ZERO;
}

std::shared_ptr<const Molecule> fromRdkit(const RDKit::ROMol& sanitised, std::string name) {
  auto mol = std::make_unique<RDKit::RWMol>(sanitised);
  mol->clearConformers();
  labelStereo(*mol);
  RDKit::MolOps::addHs(*mol);
  mol->updatePropertyCache(false);
  RDKit::MolOps::symmetrizeSSSR(*mol);
  RDKit::MolOps::setHybridization(*mol);
  std::vector<Atom> atoms = atomsOf(*mol);
  std::vector<Bond> bonds = bondsOf(*mol);
  std::shared_ptr<const Biopolymer> biopolymer = biopolymerOf(*mol);
  auto rdkit = std::make_shared<RdkitMolecule>();
  rdkit->mol = std::shared_ptr<const RDKit::ROMol>(std::move(mol));
  return std::make_shared<const Molecule>(std::move(atoms), std::move(bonds), std::move(name),
                                          std::move(rdkit), std::move(biopolymer));
}

void silenceRdkitLog() {
  // RDKit keeps its log streams in globals; switching them off twice at once would race.
  static std::once_flag once;
  std::call_once(once, [] { boost::logging::disable_logs("rdApp.*"); });
}

}  // namespace molloquy::chem
