#include "model/chem/geometry.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/chem/vector3.h"

namespace molloquy::chem {
namespace {

constexpr double kShortestAngstrom = 0.1;
constexpr double kLongestAngstrom = 100;
/// Sine below which three atoms lie on a line.
constexpr double kOnALine = 1e-6;

bool allThere(const Positions& positions, std::span<const AtomIndex> atoms) {
  return std::all_of(atoms.begin(), atoms.end(),
                     [&](AtomIndex atom) { return atom.value < positions.size(); });
}

bool allDifferent(std::span<const AtomIndex> atoms) {
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (std::find(atoms.begin() + static_cast<std::ptrdiff_t>(i) + 1, atoms.end(), atoms[i]) !=
        atoms.end()) {
      return false;
    }
  }
  return true;
}

std::optional<double> angleOf(const Point3& a, const Point3& b, const Point3& c) {
  const Point3 u = unit(a - b);
  const Point3 v = unit(c - b);
  if (lengthOf(u) == 0 || lengthOf(v) == 0) return std::nullopt;
  return std::atan2(lengthOf(cross(u, v)), dot(u, v)) / kRadiansPerDegree;
}

std::optional<double> torsionOf(const Point3& a, const Point3& b, const Point3& c,
                                const Point3& d) {
  const Point3 u = unit(b - a);
  const Point3 axis = unit(c - b);
  const Point3 w = unit(d - c);
  const Point3 first = cross(u, axis);
  const Point3 second = cross(axis, w);
  if (lengthOf(first) < kOnALine || lengthOf(second) < kOnALine) return std::nullopt;
  return std::atan2(dot(u, second), dot(first, second)) / kRadiansPerDegree;
}

std::optional<Error> valueError(std::size_t count, double value) {
  if (count == 2 && !(value >= kShortestAngstrom && value <= kLongestAngstrom)) {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("A distance of {} Å cannot be set; type one from {} to {} Å.", value,
                             kShortestAngstrom, kLongestAngstrom));
  }
  if (count == 3 && !(value >= 0 && value <= 180)) {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("An angle of {}° cannot be set; type one from 0 to 180°.", value));
  }
  if (count == 4 && !(value >= -360 && value <= 360)) {
    return Error(ErrorCode::InvalidInput,
                 fmt::format("A torsion of {}° cannot be set; type one from −180 to 180°.", value));
  }
  return std::nullopt;
}

/// The atom at the end and the others that move with it; the atoms that define the value stay.
std::vector<AtomIndex> bodyOf(std::span<const AtomIndex> atoms,
                              std::span<const AtomIndex> movedAtoms) {
  std::vector<AtomIndex> body(movedAtoms.begin(), movedAtoms.end());
  body.push_back(atoms.back());
  std::sort(body.begin(), body.end());
  body.erase(std::unique(body.begin(), body.end()), body.end());
  const std::span<const AtomIndex> fixed = atoms.first(atoms.size() - 1);
  std::erase_if(body, [&](AtomIndex atom) {
    return std::find(fixed.begin(), fixed.end(), atom) != fixed.end();
  });
  return body;
}

/// The axis that opens the angle; for three atoms on a line any one across it.
Point3 openingAxis(const Point3& a, const Point3& b, const Point3& c) {
  const Point3 axis = cross(a - b, c - b);
  const double smallest = kOnALine * distanceOf(a, b) * distanceOf(c, b);
  return lengthOf(axis) < smallest ? perpendicular(c - b) : axis;
}

}  // namespace

std::optional<double> measured(const Positions& positions, std::span<const AtomIndex> atoms) {
  if (atoms.size() < 2 || atoms.size() > 4) return std::nullopt;
  if (!allThere(positions, atoms) || !allDifferent(atoms)) return std::nullopt;
  const auto at = [&](std::size_t i) -> const Point3& { return positions[atoms[i].value]; };
  if (atoms.size() == 3) return angleOf(at(0), at(1), at(2));
  if (atoms.size() == 4) return torsionOf(at(0), at(1), at(2), at(3));
  const double distance = distanceOf(at(0), at(1));
  if (distance < kSamePlace) return std::nullopt;
  return distance;
}

std::string atomNames(const Molecule& molecule, std::span<const AtomIndex> atoms) {
  std::string names;
  for (const AtomIndex atom : atoms) {
    if (!names.empty()) names += "–";
    names += atom.value < molecule.atoms().size() ? atomName(molecule, atom)
                                                  : fmt::format("atom {}", atom.value + 1);
  }
  return names;
}

std::string measurementText(double value, std::size_t atomCount) {
  const std::string number = fmt::format("{:.{}f}", std::abs(value), atomCount == 2 ? 3 : 1);
  // What is shown as zero has no sign.
  const bool zero = number.find_first_not_of("0.") == std::string::npos;
  return (value < 0 && !zero ? "−" : "") + number + (atomCount == 2 ? " Å" : "°");
}

std::optional<std::vector<AtomIndex>> sideOf(const Molecule& molecule, AtomIndex fixed,
                                             AtomIndex moving) {
  const std::size_t count = molecule.atoms().size();
  if (fixed.value >= count || moving.value >= count) return std::nullopt;
  std::vector<std::uint32_t> first(count + 1, 0);
  for (const Bond& bond : molecule.bonds()) {
    ++first[bond.begin.value + 1];
    ++first[bond.end.value + 1];
  }
  for (std::size_t i = 0; i < count; ++i) first[i + 1] += first[i];
  std::vector<std::uint32_t> neighbours(first[count]);
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (const Bond& bond : molecule.bonds()) {
    neighbours[next[bond.begin.value]++] = bond.end.value;
    neighbours[next[bond.end.value]++] = bond.begin.value;
  }
  std::vector<bool> reached(count, false);
  std::vector<std::uint32_t> open{moving.value};
  reached[moving.value] = true;
  while (!open.empty()) {
    const std::uint32_t atom = open.back();
    open.pop_back();
    for (std::uint32_t k = first[atom]; k < first[atom + 1]; ++k) {
      const std::uint32_t other = neighbours[k];
      if (atom == moving.value && other == fixed.value) continue;
      if (other == fixed.value) return std::nullopt;
      if (reached[other]) continue;
      reached[other] = true;
      open.push_back(other);
    }
  }
  std::vector<AtomIndex> side;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (reached[i]) side.emplace_back(i);
  }
  return side;
}

Result<Positions> withMeasurement(const Positions& positions, std::span<const AtomIndex> atoms,
                                  double value, std::span<const AtomIndex> movedAtoms) {
  if (atoms.size() < 2 || atoms.size() > 4) {
    return fail(ErrorCode::InvalidInput,
                "A distance has two atoms, an angle three and a torsion four; choose as many.");
  }
  if (!allThere(positions, atoms) || !allThere(positions, movedAtoms) || !allDifferent(atoms)) {
    return fail(ErrorCode::InvalidInput,
                "The value names an atom twice or one that is not there; choose its atoms again.");
  }
  if (auto error = valueError(atoms.size(), value)) return tl::unexpected(*std::move(error));
  const std::optional<double> now = measured(positions, atoms);
  if (!now) {
    return fail(ErrorCode::InvalidInput,
                atoms.size() == 4
                    ? "The torsion is undefined: three of its atoms lie on a line. Choose others."
                    : "The value is undefined: two of its atoms are at one place. Move one first.");
  }
  const std::vector<AtomIndex> body = bodyOf(atoms, movedAtoms);
  const auto at = [&](std::size_t i) -> const Point3& { return positions[atoms[i].value]; };
  if (atoms.size() == 2) {
    return translated(positions, body, unit(at(1) - at(0)) * (value - *now));
  }
  if (atoms.size() == 4) return rotated(positions, body, at(2), at(2) - at(1), value - *now);
  return rotated(positions, body, at(1), openingAxis(at(0), at(1), at(2)), value - *now);
}

Positions translated(Positions positions, std::span<const AtomIndex> atoms, const Point3& by) {
  for (const AtomIndex atom : atoms) {
    if (atom.value < positions.size()) positions[atom.value] = positions[atom.value] + by;
  }
  return positions;
}

Positions rotated(Positions positions, std::span<const AtomIndex> atoms, const Point3& centre,
                  const Point3& axis, double degrees) {
  const Point3 along = unit(axis);
  if (lengthOf(along) == 0) return positions;
  for (const AtomIndex atom : atoms) {
    if (atom.value >= positions.size()) continue;
    Point3& at = positions[atom.value];
    at = centre + turned(at - centre, along, degrees * kRadiansPerDegree);
  }
  return positions;
}

Point3 centreOf(const Positions& positions, std::span<const AtomIndex> atoms) {
  Point3 sum{};
  std::size_t count = 0;
  for (const AtomIndex atom : atoms) {
    if (atom.value >= positions.size()) continue;
    sum = sum + positions[atom.value];
    ++count;
  }
  return count == 0 ? Point3{} : sum * (1.0 / static_cast<double>(count));
}

Point3 Superposition::apply(const Point3& point) const {
  const Point3 p = point - from;
  const auto& r = rotation;
  return to + Point3{r[0] * p[0] + r[1] * p[1] + r[2] * p[2],
                     r[3] * p[0] + r[4] * p[1] + r[5] * p[2],
                     r[6] * p[0] + r[7] * p[1] + r[8] * p[2]};
}

}  // namespace molloquy::chem
