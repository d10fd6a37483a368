#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "render/trackball_camera.h"

namespace molloquy::render {

namespace {

/// Share of the picture's half that the content may fill.
constexpr double kFill = 0.86;
constexpr double kSmallestHalfHeight = 1.6;
/// How far the home view is turned from the flat one, radians.
constexpr double kHomeTilt = 14 * std::numbers::pi / 180;
constexpr double kHomeYaw = -16 * std::numbers::pi / 180;

using Matrix = std::array<Vec3, 3>;

/// Eigenvectors of a symmetric 3x3 matrix as rows, by Jacobi rotations, largest eigenvalue first.
Matrix principalAxes(Matrix a) {
  Matrix vectors{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};
  for (int sweep = 0; sweep < 24; ++sweep) {
    for (std::size_t p = 0; p < 2; ++p) {
      for (std::size_t q = p + 1; q < 3; ++q) {
        if (std::abs(a[p][q]) < 1e-12) continue;
        const double theta = 0.5 * std::atan2(2 * a[p][q], a[p][p] - a[q][q]);
        const double c = std::cos(theta), s = std::sin(theta);
        for (std::size_t k = 0; k < 3; ++k) {
          const double kp = a[k][p], kq = a[k][q];
          a[k][p] = c * kp + s * kq;
          a[k][q] = -s * kp + c * kq;
        }
        for (std::size_t k = 0; k < 3; ++k) {
          const double pk = a[p][k], qk = a[q][k];
          a[p][k] = c * pk + s * qk;
          a[q][k] = -s * pk + c * qk;
        }
        const Vec3 vp = vectors[p], vq = vectors[q];
        vectors[p] = vp * c + vq * s;
        vectors[q] = vq * c - vp * s;
      }
    }
  }
  std::array<std::size_t, 3> order{0, 1, 2};
  std::sort(order.begin(), order.end(),
            [&a](std::size_t i, std::size_t j) { return a[i][i] > a[j][j]; });
  return {vectors[order[0]], vectors[order[1]], vectors[order[2]]};
}

/// The sign that gives the axis a positive sum of cubes of coordinates along it: the same view for
/// the same structure, whatever way the eigenvectors came out.
double steadySign(const std::vector<Ball>& balls, const Vec3& middle, const Vec3& axis) {
  double sum = 0;
  for (const Ball& ball : balls) {
    const double along = dot(ball.centre - middle, axis);
    sum += along * along * along;
  }
  return sum < 0 ? -1 : 1;
}

}  // namespace

CameraPose fitted(const CameraPose& pose, const ViewSize& size, const std::vector<Ball>& balls) {
  if (balls.empty()) return pose;
  const Vec3 right = pose.right(), up = pose.up(), back = pose.back();
  Vec3 low, high;
  low.fill(std::numeric_limits<double>::max());
  high.fill(std::numeric_limits<double>::lowest());
  for (const Ball& ball : balls) {
    const Vec3 local{dot(ball.centre, right), dot(ball.centre, up), dot(ball.centre, back)};
    for (std::size_t k = 0; k < 3; ++k) {
      low[k] = std::min(low[k], local[k] - ball.radius);
      high[k] = std::max(high[k], local[k] + ball.radius);
    }
  }
  const Vec3 middle = (low + high) * 0.5;

  const double slopeY = std::tan(viewAngle() / 2);
  const double aspect = size.width / size.height;
  double distance = kSmallestHalfHeight / slopeY;
  for (const Ball& ball : balls) {
    const double x = std::abs(dot(ball.centre, right) - middle[0]) + ball.radius;
    const double y = std::abs(dot(ball.centre, up) - middle[1]) + ball.radius;
    const double towards =
        pose.projection == Projection::Perspective ? dot(ball.centre, back) - middle[2] : 0;
    distance = std::max(distance, towards + std::max(x / aspect, y) / (slopeY * kFill));
  }
  CameraPose result = pose;
  result.centre = right * middle[0] + up * middle[1] + back * middle[2];
  result.pivot = result.centre;
  result.distance = distance;
  return result;
}

Quaternion homeOrientation(const std::vector<Ball>& balls) {
  if (balls.size() < 2) return {};
  Vec3 middle{};
  for (const Ball& ball : balls) middle = middle + ball.centre;
  middle = middle * (1.0 / static_cast<double>(balls.size()));
  Matrix spread{};
  for (const Ball& ball : balls) {
    const Vec3 d = ball.centre - middle;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) spread[i][j] += d[i] * d[j];
    }
  }
  const Matrix axes = principalAxes(spread);
  const Vec3 x = axes[0] * steadySign(balls, middle, axes[0]);
  const Vec3 y = axes[1] * steadySign(balls, middle, axes[1]);
  const Quaternion flat = rotationFromAxes(x, y, cross(x, y));
  return normalized(flat * turn({0, 1, 0}, kHomeYaw) * turn({1, 0, 0}, -kHomeTilt));
}

CameraPose homePose(const std::vector<Ball>& balls, const ViewSize& size, Projection projection) {
  CameraPose pose;
  pose.projection = projection;
  pose.orientation = homeOrientation(balls);
  return fitted(pose, size, balls);
}

}  // namespace molloquy::render
