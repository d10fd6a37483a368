#include <memory>
#include <string_view>

#include <GraphMol/Conformer.h>
#include <GraphMol/Depictor/RDDepictor.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/FileParsers/MolFileStereochem.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/formats/writers.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

/// "> <NAME>" and the value's lines; lines that would end the field or the record are changed.
std::string dataField(std::string_view name, std::string_view value) {
  std::string text = ">  <";
  for (const char c : name) text += c == '<' || c == '>' || c == '\n' || c == '\r' ? ' ' : c;
  text += ">\n";
  while (!value.empty()) {
    const std::size_t end = std::min(value.find('\n'), value.size());
    const std::string_view line = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (line.starts_with("$$$$") || line.starts_with(">")) text += ' ';
    text.append(line).push_back('\n');
  }
  return text + '\n';
}

void setPositions(RDKit::RWMol& mol, const Conformer& conformer) {
  auto positions = std::make_unique<RDKit::Conformer>(mol.getNumAtoms());
  for (unsigned i = 0; i < mol.getNumAtoms(); ++i) {
    const Point3& at = conformer.positions[i];
    positions->setAtomPos(i, RDGeom::Point3D(at[0], at[1], at[2]));
  }
  positions->set3D(true);
  mol.addConformer(positions.release(), true);
}

/// The connection table by RDKit; without positions a drawing, hydrogens left out. Throws what
/// RDKit throws.
std::string tableOf(const WrittenRecord& record, std::size_t conformer) {
  RDKit::RWMol mol(*record.molecule->rdkit()->mol);
  if (conformer < record.conformers.size()) {
    setPositions(mol, record.conformers[conformer]);
  } else {
    RDKit::MolOps::RemoveHsParameters ordinary;
    ordinary.showWarnings = false;
    RDKit::MolOps::removeHs(mol, ordinary);
    RDDepict::compute2DCoords(mol);
  }
  mol.setProp("_Name", titleOf(record));
  return RDKit::MolToMolBlock(mol);
}

int typeOf(BondOrder order) {
  switch (order) {
    case BondOrder::Double:
      return 2;
    case BondOrder::Triple:
      return 3;
    case BondOrder::Aromatic:
      return 4;
    case BondOrder::Dative:
      return 9;
    default:
      return 1;
  }
}

/// A V3000 table for structures without an RDKit side.
Result<std::string> largeTable(const WrittenRecord& record, std::size_t conformer) {
  const Molecule& molecule = *record.molecule;
  if (conformer >= record.conformers.size()) {
    return tl::unexpected(withoutChemistry(molecule, "A drawing"));
  }
  std::string text = fmt::format(
      "{}\n     Molloquy          3D\n\n  0  0  0     0  0            999 V3000\n"
      "M  V30 BEGIN CTAB\nM  V30 COUNTS {} {} 0 0 0\nM  V30 BEGIN ATOM\n",
      titleOf(record), molecule.atoms().size(), molecule.bonds().size());
  auto out = std::back_inserter(text);
  for (std::size_t i = 0; i < molecule.atoms().size(); ++i) {
    const Atom& atom = molecule.atoms()[i];
    const Point3& at = record.conformers[conformer].positions[i];
    fmt::format_to(out, "M  V30 {} {} {:.4f} {:.4f} {:.4f} 0", i + 1,
                   elementSymbol(atom.atomicNumber), at[0], at[1], at[2]);
    if (atom.formalCharge != 0) fmt::format_to(out, " CHG={}", atom.formalCharge);
    if (atom.isotope != 0) fmt::format_to(out, " MASS={}", atom.isotope);
    if (atom.radicalElectrons != 0) {
      fmt::format_to(out, " RAD={}", atom.radicalElectrons == 1 ? 2 : 3);
    }
    text += '\n';
  }
  text += "M  V30 END ATOM\nM  V30 BEGIN BOND\n";
  for (std::size_t i = 0; i < molecule.bonds().size(); ++i) {
    const Bond& bond = molecule.bonds()[i];
    fmt::format_to(out, "M  V30 {} {} {} {}\n", i + 1, typeOf(bond.order), bond.begin.value + 1,
                   bond.end.value + 1);
  }
  return text + "M  V30 END BOND\nM  V30 END CTAB\nM  END\n";
}

}  // namespace

Result<std::string> writeSdf(const std::vector<WrittenRecord>& records) {
  std::string text;
  for (const WrittenRecord& record : records) {
    const std::size_t shapes = std::max<std::size_t>(1, record.conformers.size());
    for (std::size_t i = 0; i < shapes; ++i) {
      if (record.molecule->rdkit()) {
        text += tableOf(record, i);
      } else {
        const Result<std::string> table = largeTable(record, i);
        if (!table) return table;
        text += *table;
      }
      for (const auto& [name, value] : fieldsOf(record, i)) text += dataField(name, value);
      text += "$$$$\n";
    }
  }
  return text;
}

Result<FlatDrawing> flatDrawing(const Molecule& molecule) {
  if (!molecule.rdkit()) return tl::unexpected(withoutChemistry(molecule, "A drawing"));
  RDKit::RWMol mol(*molecule.rdkit()->mol);
  RDDepict::compute2DCoords(mol);
  RDKit::MolOps::KekulizeIfPossible(mol, false);
  RDKit::WedgeMolBonds(mol, &mol.getConformer());
  FlatDrawing drawing;
  for (const RDGeom::Point3D& at : mol.getConformer().getPositions()) {
    drawing.positions.push_back({at.x, at.y, 0});
  }
  for (const RDKit::Bond* bond : mol.bonds()) {
    drawing.starts.emplace_back(bond->getBeginAtomIdx());
    const auto direction = bond->getBondDir();
    drawing.marks.push_back(direction == RDKit::Bond::BEGINWEDGE  ? FlatDrawing::Mark::Up
                            : direction == RDKit::Bond::BEGINDASH ? FlatDrawing::Mark::Down
                                                                  : FlatDrawing::Mark::None);
  }
  return drawing;
}

}  // namespace molloquy::chem
