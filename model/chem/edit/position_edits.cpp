// Where atoms are.
#include <algorithm>
#include <array>
#include <cmath>

#include <GraphMol/PeriodicTable.h>
#include <fmt/format.h>

#include "model/chem/edit/edits.h"
#include "model/chem/symmetric_eigen.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

std::vector<AtomIndex> allAtoms(const Before& before) {
  std::vector<AtomIndex> atoms;
  for (std::uint32_t i = 0; i < before.molecule.atoms().size(); ++i) atoms.emplace_back(i);
  return atoms;
}

/// The atom and what hangs on it outside rings, for a value inside a ring.
std::vector<AtomIndex> pendantOf(const Draft& draft, std::uint32_t atom,
                                 std::span<const AtomIndex> fixed) {
  std::vector<AtomIndex> body{AtomIndex(atom)};
  for (const std::uint32_t other : draft.neighbours(atom)) {
    const bool isFixed =
        std::any_of(fixed.begin(), fixed.end(), [&](AtomIndex f) { return f.value == other; });
    if (isFixed) continue;
    const auto side = draft.sideOf(atom, other);
    if (!side) continue;
    const bool holdsFixed = std::any_of(fixed.begin(), fixed.end(), [&](AtomIndex f) {
      return std::find(side->begin(), side->end(), f.value) != side->end();
    });
    if (holdsFixed) continue;
    for (const std::uint32_t moved : *side) body.emplace_back(moved);
  }
  return body;
}

/// What moves when the value of `atoms` is set, and whether that tears at a ring.
std::vector<AtomIndex> movedBy(const Before& before, std::span<const AtomIndex> atoms,
                               bool& insideRing) {
  const Draft draft(before.molecule, before.conformer.positions);
  const std::uint32_t last = atoms.back().value;
  // A torsion turns everything behind its middle bond, an angle what is behind its last atom.
  std::uint32_t fixed = atoms[atoms.size() - 2].value;
  std::uint32_t moving = last;
  if (atoms.size() == 4 && draft.bondBetween(atoms[1].value, atoms[2].value) &&
      draft.bondBetween(atoms[2].value, last)) {
    fixed = atoms[1].value;
    moving = atoms[2].value;
  }
  const auto side = draft.sideOf(fixed, moving);
  insideRing = false;
  if (side) {
    const auto holds = [&](AtomIndex atom) {
      return std::find(side->begin(), side->end(), atom.value) != side->end();
    };
    const std::size_t staying = moving == last ? atoms.size() - 1 : 2;
    insideRing =
        std::any_of(atoms.begin(), atoms.begin() + static_cast<std::ptrdiff_t>(staying), holds);
  }
  insideRing |= !side.has_value();
  if (insideRing) return pendantOf(draft, last, atoms.first(atoms.size() - 1));
  std::vector<AtomIndex> moved;
  for (const std::uint32_t atom : *side) moved.emplace_back(atom);
  return moved;
}

/// Principal axes of the atoms' masses, the longest extent first, right-handed, and turned as
/// little as the axes allow.
std::array<Point3, 3> principalAxes(const Before& before, std::span<const AtomIndex> atoms,
                                    const Point3& centre, const std::vector<double>& masses) {
  std::array<std::array<double, 3>, 3> spread{};
  for (const AtomIndex atom : atoms) {
    const Point3 p = before.conformer.positions[atom.value] - centre;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) spread[i][j] += masses[atom.value] * p[i] * p[j];
    }
  }
  const auto eigen = symmetricEigen<3>(spread);
  std::array<Point3, 3> axes{eigen.vectors[0], eigen.vectors[1], eigen.vectors[2]};
  for (std::size_t i = 0; i < 2; ++i) {
    if (axes[i][i] < 0) axes[i] = -axes[i];
  }
  axes[2] = cross(axes[0], axes[1]);
  return axes;
}

std::vector<double> massesOf(const Molecule& molecule) {
  const RDKit::PeriodicTable* table = RDKit::PeriodicTable::getTable();
  std::vector<double> masses;
  for (const Atom& atom : molecule.atoms()) {
    const double natural = table->getAtomicWeight(static_cast<unsigned>(atom.atomicNumber));
    masses.push_back(atom.isotope > 0 ? atom.isotope : std::max(natural, 1.0));
  }
  return masses;
}

Positions inFrame(const Positions& positions, const Point3& origin,
                  const std::array<Point3, 3>& axes) {
  Positions turned;
  turned.reserve(positions.size());
  for (const Point3& position : positions) {
    const Point3 p = position - origin;
    turned.push_back({dot(axes[0], p), dot(axes[1], p), dot(axes[2], p)});
  }
  return turned;
}

/// Axes in which the second atom is on +x and the third in the xy plane.
std::optional<std::array<Point3, 3>> axesOf(const Before& before,
                                            std::span<const AtomIndex> atoms) {
  const auto at = [&](std::size_t i) { return before.conformer.positions[atoms[i].value]; };
  const Point3 x = unit(at(1) - at(0));
  if (lengthOf(x) == 0) return std::nullopt;
  Point3 y = Point3{0, 1, 0} - x * x[1];
  if (atoms.size() == 3) y = (at(2) - at(0)) - x * dot(at(2) - at(0), x);
  if (lengthOf(y) < kSamePlace) y = perpendicular(x);
  y = unit(y);
  return std::array{x, y, cross(x, y)};
}

}  // namespace

Result<Outcome> applied(const Before& before, const SetPositions& operation) {
  if (operation.positions.size() != before.molecule.atoms().size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} positions were given for {} atoms; give one for each.",
                            operation.positions.size(), before.molecule.atoms().size()));
  }
  for (const Point3& position : operation.positions) {
    if (auto error = noSuchPlace(position)) return tl::unexpected(*std::move(error));
  }
  Result<Outcome> outcome =
      repositioned(before.molecule, before.conformer, operation.positions,
                   {.title = operation.title.empty() ? "Move atoms" : operation.title,
                    .source = operation.source});
  if (!outcome) return outcome;
  auto conformer = std::make_shared<Conformer>(*outcome->conformer);
  conformer->note = operation.note;
  conformer->energyKcalPerMol = operation.energyKcalPerMol;
  conformer->energyMethod = operation.energyMethod;
  outcome->conformer = std::move(conformer);
  return outcome;
}

Result<Outcome> applied(const Before& before, const SetInternal& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  if (operation.atoms.size() < 2 || operation.atoms.size() > 4) {
    return fail(ErrorCode::InvalidInput,
                "A distance has two atoms, an angle three and a torsion four; choose as many.");
  }
  std::vector<AtomIndex> atoms = operation.atoms;
  if (operation.moved == MovedSide::First) std::reverse(atoms.begin(), atoms.end());
  bool insideRing = false;
  const std::vector<AtomIndex> moved = movedBy(before, atoms, insideRing);
  Result<Positions> positions =
      withMeasurement(before.conformer.positions, atoms, operation.value, moved);
  if (!positions) return tl::unexpected(positions.error());
  const char* kind = operation.atoms.size() == 3 ? "angle" : "torsion";
  if (operation.atoms.size() == 2) {
    const Draft draft(before.molecule, before.conformer.positions);
    const bool bonded = draft.bondBetween(atoms[0].value, atoms[1].value).has_value();
    kind = bonded ? "bond length" : "distance";
  }
  Step step{.title =
                fmt::format("Set {} {} to {}", kind, atomNames(before.molecule, operation.atoms),
                            measurementText(operation.value, operation.atoms.size()))};
  if (insideRing) {
    step.warnings.push_back(
        fmt::format("{} is held by a ring, so only it and what hangs on it moved.",
                    atomName(before.molecule, atoms.back())));
  }
  return repositioned(before.molecule, before.conformer, *std::move(positions), std::move(step));
}

Result<Outcome> applied(const Before& before, const AlignToAxes& operation) {
  if (auto error = noSuchAtom(before, operation.atoms)) return tl::unexpected(*error);
  const std::vector<AtomIndex> atoms = operation.atoms.empty() ? allAtoms(before) : operation.atoms;
  const Positions& positions = before.conformer.positions;
  if (atoms.size() == 2 || atoms.size() == 3) {
    if (operation.atoms.size() == atoms.size()) {
      const auto axes = axesOf(before, atoms);
      if (!axes) {
        return fail(ErrorCode::InvalidInput,
                    fmt::format("{} are at one place, so they give no direction; choose others.",
                                atomNames(before.molecule, atoms)));
      }
      return repositioned(
          before.molecule, before.conformer, inFrame(positions, positions[atoms[0].value], *axes),
          {.title = fmt::format("Align {} to the axes", atomNames(before.molecule, atoms))});
    }
  }
  const std::vector<double> masses = massesOf(before.molecule);
  Point3 centre{};
  double whole = 0;
  for (const AtomIndex atom : atoms) {
    centre = centre + positions[atom.value] * masses[atom.value];
    whole += masses[atom.value];
  }
  if (whole > 0) centre = centre * (1 / whole);
  return repositioned(
      before.molecule, before.conformer,
      inFrame(positions, centre, principalAxes(before, atoms, centre, masses)),
      {.title = operation.atoms.empty()
                    ? "Align to the principal axes"
                    : fmt::format("Align the principal axes of {}", nameOf(before, atoms))});
}

Result<Outcome> applied(const Before& before, const MirrorAll&) {
  Positions positions = before.conformer.positions;
  const double centre = centreOf(positions, allAtoms(before))[0];
  for (Point3& position : positions) position[0] = 2 * centre - position[0];
  return repositioned(before.molecule, before.conformer, std::move(positions),
                      {.title = "Mirror the structure"});
}

}  // namespace molloquy::chem::edit
