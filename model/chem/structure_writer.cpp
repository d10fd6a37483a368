#include "model/chem/structure_writer.h"

#include <exception>
#include <memory>

#include <GraphMol/Conformer.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <fmt/format.h>

#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

std::string dataField(std::string_view name, std::string_view value) {
  return fmt::format(">  <{}>\n{}\n\n", name, value);
}

/// Throws what RDKit throws.
std::string recordOf(const Molecule& molecule, const Conformer& conformer) {
  RDKit::RWMol mol(*molecule.rdkit()->mol);
  auto positions = std::make_unique<RDKit::Conformer>(mol.getNumAtoms());
  for (unsigned i = 0; i < mol.getNumAtoms(); ++i) {
    const Point3& at = conformer.positions[i];
    positions->setAtomPos(i, RDGeom::Point3D(at[0], at[1], at[2]));
  }
  positions->set3D(true);
  mol.addConformer(positions.release(), true);
  mol.setProp("_Name", molecule.name());
  std::string text = RDKit::MolToMolBlock(mol);
  text += dataField("geometry", geometryName(conformer.source));
  if (conformer.energyKcalPerMol) {
    text += dataField("energy_kcal_per_mol", fmt::format("{:.4f}", *conformer.energyKcalPerMol));
  }
  if (!conformer.note.empty()) text += dataField("note", conformer.note);
  return text + "$$$$\n";
}

}  // namespace

Result<std::string> toSdf(const Molecule& molecule, const std::vector<Conformer>& conformers) {
  if (!molecule.rdkit()) {
    return fail(ErrorCode::Unsupported, "Only structures that were read can be written.");
  }
  std::string text;
  for (const Conformer& conformer : conformers) {
    if (conformer.positions.size() != molecule.atoms().size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("A conformer of {} positions does not fit a structure of {} atoms.",
                              conformer.positions.size(), molecule.atoms().size()));
    }
    try {
      text += recordOf(molecule, conformer);
    } catch (const std::exception& problem) {
      return fail(ErrorCode::Internal,
                  fmt::format("The structure cannot be written as SDF: {}.", problem.what()));
    }
  }
  return text;
}

Result<std::string> canonicalSmiles(const Molecule& molecule) {
  if (!molecule.rdkit()) {
    return fail(ErrorCode::Unsupported, "Only structures that were read have a SMILES.");
  }
  try {
    RDKit::RWMol heavy(*molecule.rdkit()->mol);
    RDKit::MolOps::RemoveHsParameters ordinary;
    ordinary.showWarnings = false;
    RDKit::MolOps::removeHs(heavy, ordinary);
    return RDKit::MolToSmiles(heavy);
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal,
                fmt::format("The structure cannot be written as SMILES: {}.", problem.what()));
  }
}

std::string geometryName(GeometrySource source) {
  switch (source) {
    case GeometrySource::File:
      return "file";
    case GeometrySource::EmbeddedMmff94:
      return "ETKDGv3, minimised with MMFF94";
    case GeometrySource::EmbeddedUff:
      return "ETKDGv3, minimised with UFF";
    case GeometrySource::EmbeddedOnly:
      return "ETKDGv3, not minimised";
  }
  return "";
}

}  // namespace molloquy::chem
