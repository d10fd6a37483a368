#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

/// Distances, angles and torsions of positions, and the moves that set them. Arithmetic only (no
/// RDKit), quick enough for every step of a drag.
namespace molloquy::chem {

using Positions = std::vector<Point3>;  ///< angstrom, by atom.

/// Something that is measured and stays measured: 2 atoms a distance (angstrom), 3 an angle, 4 a
/// torsion (degrees, -180..180, IUPAC sign).
struct Measurement {
  std::vector<AtomIndex> atoms;
  bool shown = true;  ///< drawn in the picture.
  friend bool operator==(const Measurement&, const Measurement&) = default;
};

/// Value of a measurement of 2, 3 or 4 different atoms; nullopt where it is undefined (atoms that
/// coincide, a torsion along a line).
std::optional<double> measured(const Positions& positions, std::span<const AtomIndex> atoms);
/// "C5–O4": the atoms' names joined with dashes.
std::string atomNames(const Molecule& molecule, std::span<const AtomIndex> atoms);
/// "1.398 Å", "112.6°", with U+2212 for minus.
std::string measurementText(double value, std::size_t atomCount);

/// The atoms that move with `moving` when its bond to `fixed` is turned or stretched: the side of
/// `moving`. nullopt when the bond is part of a ring (both sides are the same).
std::optional<std::vector<AtomIndex>> sideOf(const Molecule& molecule, AtomIndex fixed,
                                             AtomIndex moving);

/// Positions in which the distance, angle or torsion of `atoms` (2, 3 or 4) has the wanted value.
/// The atom at the end and `movedAtoms` move as one rigid body; all others stay.
/// Errors: InvalidInput (undefined geometry, a value outside 0.1..100 angstrom, 0..180 degrees).
Result<Positions> withMeasurement(const Positions& positions, std::span<const AtomIndex> atoms,
                                  double value, std::span<const AtomIndex> movedAtoms);

/// `atoms` moved by a vector, angstrom.
Positions translated(Positions positions, std::span<const AtomIndex> atoms, const Point3& by);
/// `atoms` turned about an axis through `centre`, right-handed, degrees. A zero axis changes
/// nothing.
Positions rotated(Positions positions, std::span<const AtomIndex> atoms, const Point3& centre,
                  const Point3& axis, double degrees);
/// Unweighted centre of the atoms; the origin when there are none.
Point3 centreOf(const Positions& positions, std::span<const AtomIndex> atoms);

/// A rigid motion that lays one set of points on another.
struct Superposition {
  double rmsd = 0;  ///< over the pairs, angstrom.
  std::array<double, 9> rotation{1, 0, 0, 0, 1, 0, 0, 0, 1};  ///< row-major.
  Point3 from{};  ///< subtracted before,
  Point3 to{};    ///< added after the rotation.
  [[nodiscard]] Point3 apply(const Point3& point) const;
};
/// Least squares over pairs (moving[i], target[i]), no mirror image. Needs equal, nonzero counts.
/// Source: Kabsch, Acta Cryst. A 32 (1976) 922.
Result<Superposition> superpose(std::span<const Point3> moving, std::span<const Point3> target);

}  // namespace molloquy::chem
