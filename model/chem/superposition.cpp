#include <array>
#include <cmath>

#include "model/chem/geometry.h"
#include "model/chem/symmetric_eigen.h"
#include "model/chem/vector3.h"

namespace molloquy::chem {
namespace {

Point3 meanOf(std::span<const Point3> points) {
  Point3 sum{};
  for (const Point3& point : points) sum = sum + point;
  return sum * (1.0 / static_cast<double>(points.size()));
}

/// Row-major rotation of a unit quaternion (w, x, y, z).
std::array<double, 9> rotationOf(const std::array<double, 4>& q) {
  const auto [w, x, y, z] = q;
  return {1 - 2 * (y * y + z * z), 2 * (x * y - w * z),     2 * (x * z + w * y),
          2 * (x * y + w * z),     1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
          2 * (x * z - w * y),     2 * (y * z + w * x),     1 - 2 * (x * x + y * y)};
}

}  // namespace

/// The best rotation is the largest eigenvector of a 4 x 4 matrix of quaternions: the same least
/// squares as Kabsch's, without the case of a mirror image. Source: Horn, J. Opt. Soc. Am. A 4
/// (1987) 629.
Result<Superposition> superpose(std::span<const Point3> moving, std::span<const Point3> target) {
  if (moving.empty() || moving.size() != target.size()) {
    return fail(ErrorCode::InvalidInput,
                "Two sets of points are laid on one another only when both have the same number "
                "of points; choose matching atoms.");
  }
  Superposition result;
  result.from = meanOf(moving);
  result.to = meanOf(target);
  std::array<std::array<double, 3>, 3> s{};
  for (std::size_t k = 0; k < moving.size(); ++k) {
    const Point3 a = moving[k] - result.from;
    const Point3 b = target[k] - result.to;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) s[i][j] += a[i] * b[j];
    }
  }
  const std::array<std::array<double, 4>, 4> n{
      {{s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
       {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
       {s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]},
       {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]}}};
  result.rotation = rotationOf(symmetricEigen<4>(n).vectors[0]);
  double squares = 0;
  for (std::size_t k = 0; k < moving.size(); ++k) {
    const Point3 apart = result.apply(moving[k]) - target[k];
    squares += dot(apart, apart);
  }
  result.rmsd = std::sqrt(squares / static_cast<double>(moving.size()));
  return result;
}

}  // namespace molloquy::chem
