#pragma once

#include <array>
#include <cmath>

namespace molloquy::render {

/// A point or direction in space; lengths in angstrom.
using Vec3 = std::array<double, 3>;

inline Vec3 operator+(const Vec3& a, const Vec3& b) {
  return {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
}
inline Vec3 operator-(const Vec3& a, const Vec3& b) {
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
inline Vec3 operator*(const Vec3& a, double s) { return {a[0] * s, a[1] * s, a[2] * s}; }
inline double dot(const Vec3& a, const Vec3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
inline Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
inline double length(const Vec3& a) { return std::sqrt(dot(a, a)); }
/// Unit vector along `a`; the zero vector stays zero.
inline Vec3 normalized(const Vec3& a) {
  const double n = length(a);
  return n > 0 ? a * (1 / n) : a;
}

/// A rotation as a unit quaternion.
struct Quaternion {
  double w = 1, x = 0, y = 0, z = 0;
};

inline Quaternion operator*(const Quaternion& p, const Quaternion& q) {
  return {
      p.w * q.w - p.x * q.x - p.y * q.y - p.z * q.z, p.w * q.x + p.x * q.w + p.y * q.z - p.z * q.y,
      p.w * q.y - p.x * q.z + p.y * q.w + p.z * q.x, p.w * q.z + p.x * q.y - p.y * q.x + p.z * q.w};
}
inline Quaternion conjugate(const Quaternion& q) { return {q.w, -q.x, -q.y, -q.z}; }
inline double dot(const Quaternion& a, const Quaternion& b) {
  return a.w * b.w + a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Quaternion normalized(const Quaternion& q) {
  const double n = std::sqrt(dot(q, q));
  return {q.w / n, q.x / n, q.y / n, q.z / n};
}
/// Right-handed turn by `radians` about the unit vector `axis`.
inline Quaternion turn(const Vec3& axis, double radians) {
  const double s = std::sin(radians / 2);
  return {std::cos(radians / 2), axis[0] * s, axis[1] * s, axis[2] * s};
}
/// `v` turned by `q`.
inline Vec3 rotate(const Quaternion& q, const Vec3& v) {
  const Vec3 u{q.x, q.y, q.z};
  const Vec3 t = cross(u, v) * 2;
  return v + t * q.w + cross(u, t);
}
/// The rotation that takes the x, y and z axes to three orthonormal, right-handed directions.
Quaternion rotationFromAxes(const Vec3& x, const Vec3& y, const Vec3& z);
/// Rotation `t` (0..1) of the way from `a` to `b`, along the shorter arc, at even speed.
Quaternion slerp(const Quaternion& a, const Quaternion& b, double t);

}  // namespace molloquy::render
