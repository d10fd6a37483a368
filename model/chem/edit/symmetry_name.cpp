#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/chem/edit/symmetry.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

constexpr double kParallel = 0.999;

/// Order and axis of the rotation in an operation (of the rotation before the inversion, for an
/// improper one).
struct Turn {
  int order = 1;
  Point3 axis{};
};

Turn turnOf(const SymmetryOperation& operation) {
  std::array<double, 9> r = operation.matrix;
  if (operation.sense == SymmetryOperation::Sense::Improper) {
    for (double& entry : r) entry = -entry;
  }
  const double cosine = std::clamp((r[0] + r[4] + r[8] - 1) / 2, -1.0, 1.0);
  const double degrees = std::acos(cosine) / kRadiansPerDegree;
  Turn turn;
  if (degrees < 1) return turn;
  // A turn by k/n of a circle belongs to an axis of order n.
  for (int n = 2; n <= 24 && turn.order == 1; ++n) {
    for (int k = 1; k <= n / 2; ++k) {
      if (std::abs(degrees - 360.0 * k / n) < 1) {
        turn.order = n;
        break;
      }
    }
  }
  Point3 axis{r[7] - r[5], r[2] - r[6], r[3] - r[1]};
  if (lengthOf(axis) < 0.02) {
    // Half a turn: R + 1 projects on the axis.
    for (std::size_t column = 0; column < 3; ++column) {
      Point3 candidate{r[column], r[3 + column], r[6 + column]};
      candidate[column] += 1;
      if (lengthOf(candidate) > lengthOf(axis)) axis = candidate;
    }
  }
  turn.axis = unit(axis);
  return turn;
}

struct Census {
  std::size_t size = 0;
  std::size_t proper = 0;
  bool inversion = false;
  std::vector<Point3> mirrorNormals;
  std::vector<Turn> axes;  ///< one a line, with its highest order.
};

Census censusOf(const std::vector<SymmetryOperation>& operations) {
  Census census;
  census.size = operations.size();
  for (const SymmetryOperation& operation : operations) {
    const Turn turn = turnOf(operation);
    if (operation.sense == SymmetryOperation::Sense::Improper) {
      if (turn.order == 1) census.inversion = true;
      if (turn.order == 2) census.mirrorNormals.push_back(turn.axis);
      continue;
    }
    ++census.proper;
    if (turn.order == 1) continue;
    const auto known = std::find_if(census.axes.begin(), census.axes.end(), [&](const Turn& other) {
      return std::abs(dot(other.axis, turn.axis)) > kParallel;
    });
    if (known == census.axes.end()) {
      census.axes.push_back(turn);
    } else {
      known->order = std::max(known->order, turn.order);
    }
  }
  return census;
}

std::string cubicName(const Census& census, int highest) {
  const bool mirrored = census.size > census.proper;
  if (highest == 5) return mirrored ? "Ih" : "I";
  if (highest == 4) return mirrored ? "Oh" : "O";
  if (!mirrored) return "T";
  return census.inversion ? "Th" : "Td";
}

}  // namespace

std::string schoenfliesName(const std::vector<SymmetryOperation>& operations) {
  const Census census = censusOf(operations);
  if (census.axes.empty()) {
    if (census.inversion) return "Ci";
    return census.mirrorNormals.empty() ? "C1" : "Cs";
  }
  const Turn& main =
      *std::max_element(census.axes.begin(), census.axes.end(),
                        [](const Turn& a, const Turn& b) { return a.order < b.order; });
  const int n = main.order;
  const auto high = std::count_if(census.axes.begin(), census.axes.end(),
                                  [](const Turn& turn) { return turn.order >= 3; });
  if (high > 1) return cubicName(census, n);
  const bool mirrored = census.size > census.proper;
  const bool dihedral = census.proper > static_cast<std::size_t>(n);
  // In D2 and its relatives any of three axes is the main one.
  const bool horizontal = std::any_of(
      census.mirrorNormals.begin(), census.mirrorNormals.end(),
      [&](const Point3& normal) { return std::abs(dot(normal, main.axis)) > kParallel; });
  if (dihedral) {
    if (!mirrored) return fmt::format("D{}", n);
    const bool h = n == 2 ? census.inversion : horizontal;
    return fmt::format("D{}{}", n, h ? "h" : "d");
  }
  if (!mirrored) return fmt::format("C{}", n);
  if (horizontal) return fmt::format("C{}h", n);
  if (!census.mirrorNormals.empty()) return fmt::format("C{}v", n);
  return fmt::format("S{}", 2 * n);
}

}  // namespace molloquy::chem::edit
