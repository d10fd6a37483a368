#include "render/vector_math.h"

#include <algorithm>

namespace molloquy::render {

Quaternion rotationFromAxes(const Vec3& x, const Vec3& y, const Vec3& z) {
  const double trace = x[0] + y[1] + z[2];
  if (trace > 0) {
    const double s = 2 * std::sqrt(trace + 1);
    return normalized(Quaternion{s / 4, (y[2] - z[1]) / s, (z[0] - x[2]) / s, (x[1] - y[0]) / s});
  }
  if (x[0] > y[1] && x[0] > z[2]) {
    const double s = 2 * std::sqrt(1 + x[0] - y[1] - z[2]);
    return normalized(Quaternion{(y[2] - z[1]) / s, s / 4, (y[0] + x[1]) / s, (z[0] + x[2]) / s});
  }
  if (y[1] > z[2]) {
    const double s = 2 * std::sqrt(1 + y[1] - x[0] - z[2]);
    return normalized(Quaternion{(z[0] - x[2]) / s, (y[0] + x[1]) / s, s / 4, (z[1] + y[2]) / s});
  }
  const double s = 2 * std::sqrt(1 + z[2] - x[0] - y[1]);
  return normalized(Quaternion{(x[1] - y[0]) / s, (z[0] + x[2]) / s, (z[1] + y[2]) / s, s / 4});
}

Quaternion slerp(const Quaternion& a, const Quaternion& b, double t) {
  double cosine = dot(a, b);
  const double sign = cosine < 0 ? -1 : 1;
  cosine = std::min(1.0, std::abs(cosine));
  double wa = 1 - t;
  double wb = t;
  if (cosine < 0.9999) {
    const double angle = std::acos(cosine);
    wa = std::sin((1 - t) * angle) / std::sin(angle);
    wb = std::sin(t * angle) / std::sin(angle);
  }
  wb *= sign;
  return normalized(Quaternion{wa * a.w + wb * b.w, wa * a.x + wb * b.x, wa * a.y + wb * b.y,
                               wa * a.z + wb * b.z});
}

}  // namespace molloquy::render
