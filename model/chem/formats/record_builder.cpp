#include "model/chem/formats/record_builder.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <GraphMol/Conformer.h>
#include <GraphMol/MolOps.h>
#include <fmt/format.h>

#include "model/chem/formats/raw_structure.h"
#include "model/chem/rdkit_molecule.h"

namespace molloquy::chem {
namespace {

bool hasThreeDimensions(const RDKit::Conformer& conformer) {
  if (!conformer.is3D()) return false;
  // A single atom lies at the origin of any file; two atoms on one point are no shape.
  const auto& at = conformer.getPositions();
  if (at.size() < 2) return true;
  return std::any_of(at.begin() + 1, at.end(),
                     [&](const RDGeom::Point3D& p) { return (p - at[0]).length() > 0.1; });
}

Conformer conformerFrom(const RDKit::Conformer& read, const std::string& note) {
  Conformer conformer;
  conformer.source = GeometrySource::File;
  conformer.note = note;
  conformer.positions.reserve(read.getNumAtoms());
  for (const RDGeom::Point3D& at : read.getPositions()) {
    conformer.positions.push_back({at.x, at.y, at.z});
  }
  return conformer;
}

/// Whether an atom has hydrogens that are no atoms. (MolOps::needsHs weighs them against those that
/// are.)
bool lacksHydrogens(const RDKit::ROMol& mol) {
  for (const RDKit::Atom* atom : mol.atoms()) {
    if (atom->getTotalNumHs() > 0) return true;
  }
  return false;
}

/// Hydrogens of atoms that lie on one another have no direction to go; they go along x.
void placeLostHydrogens(const RDKit::ROMol& mol, std::vector<Point3>& positions) {
  for (const RDKit::Atom* atom : mol.atoms()) {
    Point3& at = positions[atom->getIdx()];
    const bool placed = std::isfinite(at[0]) && std::isfinite(at[1]) && std::isfinite(at[2]);
    if (placed || atom->getDegree() == 0) continue;
    at = positions[(*mol.atomNeighbors(atom).begin())->getIdx()];
    at[0] += 1.0;
  }
}

}  // namespace

StructureRecord recordFromRdkit(const RDKit::RWMol& sanitised, std::string name, std::string note) {
  const bool hasShape =
      sanitised.getNumConformers() > 0 && hasThreeDimensions(sanitised.getConformer());
  StructureRecord record;
  if (!hasShape) {
    record.molecule = fromRdkit(sanitised, std::move(name));
    return record;
  }
  std::optional<RDKit::RWMol> withHydrogens;
  unsigned added = 0;
  if (lacksHydrogens(sanitised)) {
    withHydrogens.emplace(sanitised);
    RDKit::MolOps::addHs(*withHydrogens, false, true);
    added = withHydrogens->getNumAtoms() - sanitised.getNumAtoms();
  }
  const RDKit::RWMol& complete = withHydrogens ? *withHydrogens : sanitised;
  record.molecule = fromRdkit(complete, std::move(name));
  if (added > 0) {
    appendSentence(note,
                   fmt::format("{} that the file leaves out {} added at standard bond lengths.",
                               added == 1 ? "1 hydrogen" : fmt::format("{} hydrogens", added),
                               added == 1 ? "was" : "were"));
  }
  for (auto read = complete.beginConformers(); read != complete.endConformers(); ++read) {
    Conformer conformer = conformerFrom(**read, note);
    if (added > 0) placeLostHydrogens(complete, conformer.positions);
    if (!record.conformer) {
      record.conformer = std::move(conformer);
    } else {
      record.furtherConformers.push_back(std::move(conformer));
    }
  }
  return record;
}

}  // namespace molloquy::chem
