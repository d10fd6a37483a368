#include "model/chem/energy/internal_coordinate.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Geometry>

namespace molloquy::energy {
namespace {

using Vector = Eigen::Vector3d;

/// Keeps quotients finite where atoms coincide or lie on a line.
constexpr double kLeast = 1e-9;

Vector at(const chem::Positions& positions, AtomIndex atom) {
  const chem::Point3& point = positions[atom.value];
  return {point[0], point[1], point[2]};
}

chem::Point3 pointOf(const Vector& vector) { return {vector.x(), vector.y(), vector.z()}; }

InternalCoordinate distanceOf(const Vector& a, const Vector& b) {
  const Vector apart = a - b;
  const double length = apart.norm();
  const Vector along = length > kLeast ? Vector(apart / length) : Vector::UnitX();
  return {length, {pointOf(along), pointOf(-along), {}, {}}};
}

InternalCoordinate angleOf(const Vector& a, const Vector& b, const Vector& c) {
  const Vector u = a - b;
  const Vector v = c - b;
  const double lengthU = std::max(u.norm(), kLeast);
  const double lengthV = std::max(v.norm(), kLeast);
  const Vector normal = u.cross(v);
  const double angle = std::atan2(normal.norm(), u.dot(v));
  const double sine = std::sin(angle);
  // On a line every perpendicular direction opens the angle alike; take one.
  const Vector axis = sine > kLeast ? Vector(normal.normalized()) : Vector(u.unitOrthogonal());
  const Vector slopeA = u.cross(axis) / (lengthU * lengthU);
  const Vector slopeC = axis.cross(v) / (lengthV * lengthV);
  return {angle, {pointOf(slopeA), pointOf(-slopeA - slopeC), pointOf(slopeC), {}}};
}

InternalCoordinate torsionOf(const Vector& a, const Vector& b, const Vector& c, const Vector& d) {
  const Vector f = a - b;
  const Vector g = b - c;
  const Vector h = d - c;
  const Vector m = f.cross(g);
  const Vector n = h.cross(g);
  const double lengthG = std::max(g.norm(), kLeast);
  const double squareM = std::max(m.squaredNorm(), kLeast);
  const double squareN = std::max(n.squaredNorm(), kLeast);
  const double angle = std::atan2(n.cross(m).dot(g) / lengthG, m.dot(n));
  const Vector slopeA = -lengthG / squareM * m;
  const Vector slopeD = lengthG / squareN * n;
  const Vector shared = f.dot(g) / (squareM * lengthG) * m - h.dot(g) / (squareN * lengthG) * n;
  return {angle,
          {pointOf(slopeA), pointOf(-slopeA + shared), pointOf(-slopeD - shared), pointOf(slopeD)}};
}

}  // namespace

InternalCoordinate internalCoordinate(const chem::Positions& positions,
                                      std::span<const AtomIndex> atoms) {
  const Vector a = at(positions, atoms[0]);
  const Vector b = at(positions, atoms[1]);
  if (atoms.size() == 2) return distanceOf(a, b);
  const Vector c = at(positions, atoms[2]);
  if (atoms.size() == 3) return angleOf(a, b, c);
  return torsionOf(a, b, c, at(positions, atoms[3]));
}

}  // namespace molloquy::energy
