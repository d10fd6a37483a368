#include "model/chem/formats/raw_structure.h"

#include <algorithm>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/FileParsers/MolFileStereochem.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/bond_perception.h"
#include "model/chem/formats/record_builder.h"
#include "model/chem/rdkit_molecule.h"
#include "model/chem/secondary_structure.h"

namespace molloquy::chem {
namespace {

void addAtoms(RDKit::RWMol& mol, const RawStructure& raw) {
  for (const Atom& given : raw.atoms) {
    auto atom = std::make_unique<RDKit::Atom>(given.atomicNumber);
    atom->setFormalCharge(given.formalCharge);
    atom->setIsotope(static_cast<unsigned>(std::max(0, given.isotope)));
    if (given.radicalElectrons > 0) {
      atom->setNumRadicalElectrons(static_cast<unsigned>(given.radicalElectrons));
    }
    atom->setNoImplicit(given.radicalElectrons > 0 || given.atomicNumber == 0 ||
                        isMetal(given.atomicNumber));
    mol.addAtom(atom.release(), false, true);
  }
}

void addBonds(RDKit::RWMol& mol, const RawStructure& raw) {
  for (std::size_t i = 0; i < raw.bonds.size(); ++i) {
    const Bond& given = raw.bonds[i];
    if (mol.getBondBetweenAtoms(given.begin.value, given.end.value) != nullptr) continue;
    // What a file gives as another kind of bond is at least one.
    const BondOrder order = given.order == BondOrder::Other ? BondOrder::Single : given.order;
    mol.addBond(given.begin.value, given.end.value, bondTypeOf(order));
    RDKit::Bond* bond = mol.getBondBetweenAtoms(given.begin.value, given.end.value);
    if (given.order == BondOrder::Aromatic) {
      bond->setIsAromatic(true);
      bond->getBeginAtom()->setIsAromatic(true);
      bond->getEndAtom()->setIsAromatic(true);
    }
    const Wedge wedge = i < raw.wedges.size() ? raw.wedges[i] : Wedge::None;
    if (wedge == Wedge::Up) bond->setBondDir(RDKit::Bond::BEGINWEDGE);
    if (wedge == Wedge::Down) bond->setBondDir(RDKit::Bond::BEGINDASH);
  }
}

void addConformers(RDKit::RWMol& mol, const RawStructure& raw) {
  for (const RawStructure::Frame& frame : raw.frames) {
    auto conformer = std::make_unique<RDKit::Conformer>(mol.getNumAtoms());
    conformer->set3D(raw.space == RawStructure::Space::Three);
    for (unsigned i = 0; i < mol.getNumAtoms(); ++i) {
      const Point3& at = frame.positions[i];
      conformer->setAtomPos(i, RDGeom::Point3D(at[0], at[1], at[2]));
    }
    mol.addConformer(conformer.release(), true);
  }
}

/// Bonds that a neutral donor may have before a metal's is one too many; 0 = it never is.
double donorValence(int atomicNumber) {
  switch (atomicNumber) {
    case 6:
      return 4;
    case 7:
      return 3;
    case 8:
    case 16:
    case 34:
      return 2;
    case 15:
      return 3;
    case 9:
    case 17:
    case 35:
    case 53:
      return 1;
    default:
      return 0;
  }
}

/// A donor with more bonds than its valence gives the metal its electron pair: those bonds are
/// dative.
void markDativeBonds(RDKit::RWMol& mol) {
  for (RDKit::Atom* atom : mol.atoms()) {
    const double most = donorValence(atom->getAtomicNum());
    if (most == 0 || atom->getFormalCharge() != 0) continue;
    double sum = 0;
    for (const RDKit::Bond* bond : mol.atomBonds(atom)) {
      if (bond->getBondType() != RDKit::Bond::DATIVE) sum += bond->getBondTypeAsDouble();
    }
    for (RDKit::Bond* bond : mol.atomBonds(atom)) {
      const RDKit::Atom* other = bond->getOtherAtom(atom);
      if (sum <= most || !isMetal(other->getAtomicNum())) continue;
      if (bond->getBondType() != RDKit::Bond::SINGLE) continue;
      bond->setBondType(RDKit::Bond::DATIVE);
      const unsigned metal = other->getIdx();
      bond->setBeginAtomIdx(atom->getIdx());
      bond->setEndAtomIdx(metal);
      sum -= 1;
    }
  }
}

/// Sanitises; stereo marks from three dimensions or from a drawing's wedges.
void finish(RDKit::RWMol& mol, const RawStructure& raw) {
  const bool positions = mol.getNumConformers() > 0;
  const bool drawing = positions && raw.space == RawStructure::Space::Drawing;
  if (drawing) {
    mol.updatePropertyCache(false);
    RDKit::DetectAtomStereoChemistry(mol, &mol.getConformer());
  }
  for (RDKit::Bond* bond : mol.bonds()) {
    if (bond->getBondType() == RDKit::Bond::SINGLE) bond->setBondDir(RDKit::Bond::NONE);
  }
  RDKit::MolOps::sanitizeMol(mol);
  if (drawing) {
    RDKit::DetectBondStereoChemistry(mol, &mol.getConformer());
    RDKit::MolOps::assignStereochemistry(mol, true, true, true);
  } else if (positions) {
    RDKit::MolOps::assignStereochemistryFrom3D(mol);
  }
}

std::size_t atomsWithHydrogens(const RDKit::RWMol& mol) {
  std::size_t count = mol.getNumAtoms();
  for (const RDKit::Atom* atom : mol.atoms()) count += atom->getTotalNumHs();
  return count;
}

/// Without RDKit: the atoms as they are.
Result<StructureRecord> largeRecord(RawStructure raw, const std::stop_token& stop) {
  if (raw.bondSource == RawStructure::Bonds::FromDistances && !raw.frames.empty()) {
    auto bonds = bondsByDistance(raw.atoms, raw.frames.front().positions, stop);
    raw.bonds = bonds ? *std::move(bonds) : std::vector<Bond>();
    appendSentence(raw.note, fmt::format("{} bonds were found from the distances, all shown as "
                                         "single.",
                                         raw.bonds.size()));
  }
  for (Bond& bond : raw.bonds) bond.kekuleOrder = bond.order;
  for (const Bond& bond : raw.bonds) {
    if (bond.order != BondOrder::Aromatic) continue;
    raw.atoms[bond.begin.value].aromatic = true;
    raw.atoms[bond.end.value].aromatic = true;
  }
  appendSentence(raw.note, fmt::format("Above {} atoms nothing is computed and no hydrogens are "
                                       "added: the structure can be looked at, measured and "
                                       "coloured.",
                                       kRdkitAtoms));
  StructureRecord record;
  record.molecule =
      std::make_shared<const Molecule>(std::move(raw.atoms), std::move(raw.bonds),
                                       std::move(raw.name), nullptr, std::move(raw.biopolymer));
  if (raw.space == RawStructure::Space::Drawing) return record;
  for (RawStructure::Frame& frame : raw.frames) {
    Conformer conformer;
    conformer.positions = std::move(frame.positions);
    conformer.energyKcalPerMol = frame.energyKcalPerMol;
    conformer.note = raw.note;
    if (!record.conformer) {
      record.conformer = std::move(conformer);
    } else {
      record.furtherConformers.push_back(std::move(conformer));
    }
  }
  return record;
}

/// nullopt when the hydrogens make it too large for RDKit. Throws what RDKit throws.
std::optional<StructureRecord> smallRecord(const RawStructure& raw) {
  RDKit::RWMol mol;
  addAtoms(mol, raw);
  addConformers(mol, raw);
  std::string note = raw.note;
  if (raw.bondSource == RawStructure::Bonds::FromDistances && mol.getNumConformers() > 0) {
    appendSentence(note, perceiveBonds(mol));
  } else {
    addBonds(mol, raw);
  }
  markDativeBonds(mol);
  if (raw.biopolymer) markResidues(mol, *raw.biopolymer);
  finish(mol, raw);
  if (atomsWithHydrogens(mol) > kRdkitAtoms) return std::nullopt;
  StructureRecord record = recordFromRdkit(mol, raw.name, note);
  if (record.conformer) record.conformer->energyKcalPerMol = raw.frames.front().energyKcalPerMol;
  for (std::size_t i = 0; i < record.furtherConformers.size(); ++i) {
    record.furtherConformers[i].energyKcalPerMol = raw.frames[i + 1].energyKcalPerMol;
  }
  return record;
}

/// How the chains run, where the file does not say it.
void findFolds(RawStructure& raw) {
  if (!raw.biopolymer || raw.frames.empty() || raw.space == RawStructure::Space::Drawing ||
      hasFolds(*raw.biopolymer)) {
    return;
  }
  const std::vector<Fold> folds = foldsOf(*raw.biopolymer, raw.frames.front().positions);
  for (std::size_t i = 0; i < folds.size(); ++i) raw.biopolymer->residues[i].fold = folds[i];
}

}  // namespace

Result<StructureRecord> recordFrom(RawStructure raw, const AtomPlaces& places,
                                   const std::stop_token& stop) {
  if (auto refused = refuseAtomCount(raw.atoms.size())) return tl::unexpected(*std::move(refused));
  findFolds(raw);
  if (raw.atoms.size() > kRdkitAtoms) return largeRecord(std::move(raw), stop);
  try {
    if (auto record = smallRecord(raw)) return *std::move(record);
  } catch (...) {
    return tl::unexpected(currentRdkitError(places));
  }
  return largeRecord(std::move(raw), stop);
}

void appendSentence(std::string& note, std::string_view sentence) {
  if (sentence.empty()) return;
  if (!note.empty()) note += ' ';
  note += sentence;
}

std::optional<Error> refuseAtomCount(std::size_t atoms) {
  if (atoms == 0) {
    return Error(ErrorCode::InvalidInput, "The record has no atoms; there is nothing to show.");
  }
  if (atoms > kReadableAtoms) {
    return Error(
        ErrorCode::InvalidInput,
        fmt::format("The record has {} atoms, more than the {} that can be opened. Cut out "
                    "the part of interest.",
                    atoms, kReadableAtoms));
  }
  return std::nullopt;
}

}  // namespace molloquy::chem
