#pragma once

#include <cmath>

#include "model/chem/molecule.h"

/// Arithmetic with points and directions, for sources of model/chem.
namespace molloquy::chem {

inline Point3 operator+(const Point3& a, const Point3& b) {
  return {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
}
inline Point3 operator-(const Point3& a, const Point3& b) {
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
inline Point3 operator-(const Point3& a) { return {-a[0], -a[1], -a[2]}; }
inline Point3 operator*(const Point3& a, double by) { return {a[0] * by, a[1] * by, a[2] * by}; }
inline Point3 operator*(double by, const Point3& a) { return a * by; }

inline double dot(const Point3& a, const Point3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
inline Point3 cross(const Point3& a, const Point3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
inline double lengthOf(const Point3& a) { return std::sqrt(dot(a, a)); }
inline double distanceOf(const Point3& a, const Point3& b) { return lengthOf(b - a); }

/// Below this two points are one, angstrom.
inline constexpr double kSamePlace = 1e-6;

/// The direction of `a`; the zero vector stays zero.
inline Point3 unit(const Point3& a) {
  const double length = lengthOf(a);
  return length < 1e-12 ? Point3{} : a * (1.0 / length);
}
/// Some direction at right angles to `a`; x for the zero vector.
inline Point3 perpendicular(const Point3& a) {
  if (lengthOf(a) < 1e-12) return {1, 0, 0};
  const Point3 u = unit(a);
  const bool alongX = std::abs(u[0]) > 0.8;
  return unit(cross(u, alongX ? Point3{0, 1, 0} : Point3{1, 0, 0}));
}
/// `a` turned about the unit vector `axis`, right-handed. Source: Rodrigues' formula.
inline Point3 turned(const Point3& a, const Point3& axis, double radians) {
  const double c = std::cos(radians);
  const double s = std::sin(radians);
  return a * c + cross(axis, a) * s + axis * (dot(axis, a) * (1 - c));
}
inline bool isFinite(const Point3& a) {
  return std::isfinite(a[0]) && std::isfinite(a[1]) && std::isfinite(a[2]);
}

inline constexpr double kRadiansPerDegree = 3.14159265358979323846 / 180.0;

}  // namespace molloquy::chem
