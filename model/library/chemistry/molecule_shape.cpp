#include <algorithm>
#include <memory>

#include <Geometry/Transform3D.h>
#include <GraphMol/Conformer.h>
#include <GraphMol/Descriptors/USRDescriptor.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/MolTransforms/MolTransforms.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/ShapeHelpers/ShapeUtils.h>
#include <fmt/format.h>

#include "model/chem/energy/molecule_overlay.h"
#include "model/chem/rdkit_errors.h"
#include "model/chem/rdkit_molecule.h"
#include "model/library/chemistry/molecule_keys.h"

namespace molloquy::library {
namespace {

constexpr std::size_t kLeastShapeAtoms = 3;

/// A molecule's heavy atoms where a conformer has them.
std::unique_ptr<RDKit::RWMol> heavyShape(const chem::Molecule& molecule,
                                         const chem::Positions& positions) {
  auto mol = std::make_unique<RDKit::RWMol>(*molecule.rdkit()->mol);
  auto conformer = std::make_unique<RDKit::Conformer>(mol->getNumAtoms());
  for (unsigned i = 0; i < mol->getNumAtoms(); ++i) {
    conformer->setAtomPos(i, {positions[i][0], positions[i][1], positions[i][2]});
  }
  mol->clearConformers();
  mol->addConformer(conformer.release(), true);  // The molecule takes it.
  RDKit::MolOps::RemoveHsParameters ordinary;
  ordinary.showWarnings = false;
  RDKit::MolOps::removeHs(*mol, ordinary);
  return mol;
}

Result<void> checkShape(const chem::Molecule& molecule, const chem::Conformer& conformer) {
  if (!molecule.rdkit()) {
    return tl::unexpected(chem::withoutChemistry(molecule, "A comparison of shapes"));
  }
  if (conformer.positions.size() != molecule.atoms().size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The structure has {} atoms but its shape {} positions.",
                            molecule.atoms().size(), conformer.positions.size()));
  }
  if (molecule.heavyAtomCount() < kLeastShapeAtoms) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A shape needs {} atoms other than hydrogen; the structure has {}.",
                            kLeastShapeAtoms, molecule.heavyAtomCount()));
  }
  return {};
}

chem::AtomPlaces placesOf(const chem::Molecule& molecule) {
  return {[&molecule](unsigned atom) { return chem::atomName(molecule, AtomIndex(atom)); },
          "The structure"};
}

double tanimoto(const RDKit::ROMol& a, const RDKit::ROMol& b) {
  return 1.0 - RDKit::MolShapes::tanimotoDistance(a, b);
}

/// Half turns about the principal axes: the ways in which two shapes whose axes agree can lie.
void halfTurn(RDKit::Conformer& conformer, int axis) {
  for (RDGeom::Point3D& at : conformer.getPositions()) {
    if (axis != 0) at.x = -at.x;
    if (axis != 1) at.y = -at.y;
    if (axis != 2) at.z = -at.z;
  }
}

/// The best of the four overlays of principal axes.
double byAxes(RDKit::RWMol a, RDKit::RWMol b) {
  MolTransforms::canonicalizeConformer(a.getConformer());
  MolTransforms::canonicalizeConformer(b.getConformer());
  double best = tanimoto(a, b);
  for (int axis = 0; axis < 3; ++axis) {
    RDKit::RWMol turned(a);
    halfTurn(turned.getConformer(), axis);
    best = std::max(best, tanimoto(turned, b));
  }
  return best;
}

/// The overlay by atoms of like kind; 0 when there are no three.
double byAtoms(const chem::Molecule& a, const chem::Positions& ofA, const chem::Molecule& b,
               const chem::Positions& ofB, const RDKit::RWMol& shapeOfB) {
  const auto overlay = energy::superposeMolecules(a, ofA, b, ofB, energy::OverlayBy::Shape, {});
  if (!overlay) return 0;
  chem::Positions moved;
  for (const chem::Point3& at : ofA) moved.push_back(overlay->motion.apply(at));
  return tanimoto(*heavyShape(a, moved), shapeOfB);
}

}  // namespace

Result<std::array<float, kUsrcatNumbers>> computeShape(const chem::Molecule& molecule,
                                                       const chem::Conformer& conformer) {
  if (const auto checked = checkShape(molecule, conformer); !checked) {
    return tl::unexpected(checked.error());
  }
  try {
    const auto shape = heavyShape(molecule, conformer.positions);
    std::vector<double> numbers(kUsrcatNumbers);
    std::vector<std::vector<unsigned>> byRdkitsClasses;
    RDKit::Descriptors::USRCAT(*shape, numbers, byRdkitsClasses);
    std::array<float, kUsrcatNumbers> result{};
    std::transform(numbers.begin(), numbers.end(), result.begin(),
                   [](double number) { return static_cast<float>(number); });
    return result;
  } catch (...) {
    return tl::unexpected(chem::currentRdkitError(placesOf(molecule)));
  }
}

Result<double> shapeTanimoto(const chem::Molecule& a, const chem::Conformer& ofA,
                             const chem::Molecule& b, const chem::Conformer& ofB) {
  if (const auto checked = checkShape(a, ofA); !checked) return tl::unexpected(checked.error());
  if (const auto checked = checkShape(b, ofB); !checked) return tl::unexpected(checked.error());
  chem::silenceRdkitLog();
  try {
    const auto shapeOfA = heavyShape(a, ofA.positions);
    const auto shapeOfB = heavyShape(b, ofB.positions);
    return std::max({byAxes(*shapeOfA, *shapeOfB),
                     byAtoms(a, ofA.positions, b, ofB.positions, *shapeOfB),
                     byAtoms(b, ofB.positions, a, ofA.positions, *shapeOfA)});
  } catch (...) {
    return tl::unexpected(chem::currentRdkitError(placesOf(a)));
  }
}

}  // namespace molloquy::library
