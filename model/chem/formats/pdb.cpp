#include <algorithm>
#include <memory>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/MonomerInfo.h>
#include <fmt/format.h>

#include "model/chem/bond_perception.h"
#include "model/chem/formats/readers.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

bool isAtomLine(std::string_view line) {
  return line.starts_with("ATOM  ") || line.starts_with("HETATM");
}

/// Numbers of the atom lines of the first model, for error sentences.
std::vector<std::size_t> atomLines(const TextLines& text) {
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < text.lines.size(); ++i) {
    if (text.lines[i].starts_with("ENDMDL")) break;
    if (isAtomLine(text.lines[i])) numbers.push_back(text.number(i));
  }
  return numbers;
}

std::optional<Error> badAtomLine(const TextLines& text) {
  for (std::size_t i = 0; i < text.lines.size(); ++i) {
    const std::string_view line = text.lines[i];
    if (!isAtomLine(line)) continue;
    const bool complete = line.size() >= 54 && numberFrom(trimmed(line.substr(30, 8))) &&
                          numberFrom(trimmed(line.substr(38, 8))) &&
                          numberFrom(trimmed(line.substr(46, 8)));
    if (complete) continue;
    return Error(
        ErrorCode::InvalidInput,
        fmt::format("Line {} has no coordinates in columns 31 to 54, where PDB keeps them. "
                    "The file is cut off or not in PDB columns; get it again.",
                    text.number(i)));
  }
  return std::nullopt;
}

std::string nameFrom(const TextLines& text) {
  std::string name;
  for (const std::string_view line : text.lines) {
    if (isAtomLine(line)) break;
    if (!line.starts_with("COMPND") && !line.starts_with("TITLE ")) continue;
    const std::string_view words = trimmed(line.substr(std::min<std::size_t>(10, line.size())));
    if (!words.empty() && name.empty()) name = std::string(words);
  }
  return name;
}

/// A small molecule whose hydrogens are all there but whose bonds all came out single: PDB has no
/// bond orders outside the standard residues.
bool needsPerception(const RDKit::RWMol& mol) {
  bool hydrogens = false;
  for (const RDKit::Atom* atom : mol.atoms()) {
    hydrogens = hydrogens || atom->getAtomicNum() == 1;
    const auto* info = dynamic_cast<const RDKit::AtomPDBResidueInfo*>(atom->getMonomerInfo());
    if (info != nullptr && !info->getIsHeteroAtom()) return false;
  }
  for (const RDKit::Bond* bond : mol.bonds()) {
    if (bond->getBondType() != RDKit::Bond::SINGLE) return false;
  }
  return hydrogens;
}

/// The same atoms and positions, bonds perceived anew.
std::string perceiveAnew(RDKit::RWMol& mol) {
  while (mol.getNumBonds() > 0) {
    const RDKit::Bond* bond = mol.getBondWithIdx(mol.getNumBonds() - 1);
    mol.removeBond(bond->getBeginAtomIdx(), bond->getEndAtomIdx());
  }
  return perceiveBonds(mol);
}

AtomPlaces placesIn(const TextLines& text) {
  const auto name = [lines = atomLines(text)](unsigned index) {
    return index < lines.size() ? fmt::format("the atom at line {}", lines[index])
                                : fmt::format("atom {}", index + 1);
  };
  return {.name = name, .subject = "The file"};
}

Error cannotRead() {
  return Error(ErrorCode::InvalidInput,
               "The atoms cannot be read as PDB. Check the columns, or save the structure as SDF.");
}

}  // namespace

void readPdb(const TextLines& text, StructureFile& file, const std::stop_token& stop) {
  if (auto problem = badAtomLine(text)) {
    file.rejected.push_back(*std::move(problem));
    return;
  }
  if (auto refused = refuseAtomCount(atomLines(text).size())) {
    file.rejected.push_back(*std::move(refused));
    return;
  }
  try {
    const std::unique_ptr<RDKit::RWMol> mol(
        RDKit::PDBBlockToMol(text.joined(), false, false, 0, true));
    if (!mol || mol->getNumAtoms() == 0) {
      file.rejected.push_back(cannotRead());
      return;
    }
    const std::string note =
        needsPerception(*mol)
            ? perceiveAnew(*mol)
            : "PDB has no bond orders: those of standard residues are known, all others are taken "
              "from CONECT lines or as single.";
    RDKit::MolOps::sanitizeMol(*mol);
    RDKit::MolOps::assignStereochemistryFrom3D(*mol);
    const std::string name = nameFrom(text);
    for (auto conformer = mol->beginConformers(); conformer != mol->endConformers(); ++conformer) {
      if (stop.stop_requested()) return;
      (*conformer)->set3D(true);
      file.records.push_back(recordFrom(*mol, name, note, static_cast<int>((*conformer)->getId())));
    }
  } catch (...) {
    file.rejected.push_back(currentRdkitError(placesIn(text)));
  }
}

}  // namespace molloquy::chem
