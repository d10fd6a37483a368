#include "model/chem/edit/symmetry.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "model/chem/symmetric_eigen.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

using Sense = SymmetryOperation::Sense;

constexpr std::size_t kMostAtoms = 2'000;
constexpr int kHighestAxis = 8;
/// The largest group of finite order that is looked for: Ih, or a dihedral group of order 8.
constexpr std::size_t kLargestGroup = 120;
/// Atoms of a class whose pairs and triples are tried as axes.
constexpr std::size_t kMostOfClass = 60;
constexpr std::size_t kMostDirections = 6'000;

std::array<double, 9> rotationAbout(const Point3& axis, double radians) {
  std::array<double, 9> m{};
  for (std::size_t column = 0; column < 3; ++column) {
    Point3 e{};
    e[column] = 1;
    const Point3 image = turned(e, axis, radians);
    for (std::size_t row = 0; row < 3; ++row) m[3 * row + column] = image[row];
  }
  return m;
}

std::array<double, 9> negated(std::array<double, 9> m) {
  for (double& entry : m) entry = -entry;
  return m;
}

Point3 times(const std::array<double, 9>& m, const Point3& p) {
  return {m[0] * p[0] + m[1] * p[1] + m[2] * p[2], m[3] * p[0] + m[4] * p[1] + m[5] * p[2],
          m[6] * p[0] + m[7] * p[1] + m[8] * p[2]};
}

/// Atoms of one kind at one distance from the centre: what operations can exchange.
class Classes {
 public:
  Classes(const Positions& centred, const AtomKinds& kinds, double tolerance) {
    std::vector<std::uint32_t> order(centred.size());
    std::iota(order.begin(), order.end(), 0U);
    std::vector<double> radius;
    for (const Point3& p : centred) radius.push_back(lengthOf(p));
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(kinds[a], radius[a]) < std::pair(kinds[b], radius[b]);
    });
    m_classOf.resize(centred.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      const bool joins = i > 0 && kinds[order[i]] == kinds[order[i - 1]] &&
                         radius[order[i]] - radius[order[i - 1]] <= tolerance;
      if (!joins) m_members.emplace_back();
      m_members.back().push_back(order[i]);
      m_classOf[order[i]] = static_cast<std::uint32_t>(m_members.size() - 1);
    }
  }
  [[nodiscard]] const std::vector<std::uint32_t>& matesOf(std::uint32_t atom) const {
    return m_members[m_classOf[atom]];
  }
  [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& all() const { return m_members; }

 private:
  std::vector<std::vector<std::uint32_t>> m_members;
  std::vector<std::uint32_t> m_classOf;
};

/// The operation that a matrix is, if every atom comes within the tolerance of a different mate.
std::optional<SymmetryOperation> tried(const std::array<double, 9>& matrix, Sense sense,
                                       const Positions& centred, const Classes& classes,
                                       double tolerance) {
  SymmetryOperation operation;
  operation.sense = sense;
  operation.matrix = matrix;
  operation.imageOf.resize(centred.size());
  std::vector<bool> taken(centred.size(), false);
  for (std::uint32_t i = 0; i < centred.size(); ++i) {
    const Point3 image = times(matrix, centred[i]);
    double nearest = tolerance;
    std::optional<std::uint32_t> found;
    for (const std::uint32_t mate : classes.matesOf(i)) {
      if (taken[mate]) continue;
      const double apart = distanceOf(image, centred[mate]);
      if (apart > nearest) continue;
      nearest = apart;
      found = mate;
    }
    if (!found) return std::nullopt;
    taken[*found] = true;
    operation.imageOf[i] = *found;
    operation.worstAngstrom = std::max(operation.worstAngstrom, nearest);
  }
  return operation;
}

/// Directions that axes and mirror normals can have.
class Directions {
 public:
  void add(const Point3& direction) {
    Point3 u = unit(direction);
    if (lengthOf(u) == 0 || m_directions.size() >= kMostDirections) return;
    // One of a direction and its opposite.
    const bool turn = u[0] < -1e-6 || (std::abs(u[0]) <= 1e-6 && u[1] < -1e-6) ||
                      (std::abs(u[0]) <= 1e-6 && std::abs(u[1]) <= 1e-6 && u[2] < 0);
    if (turn) u = -u;
    constexpr double kGrid = 2e-3;
    const std::array<int, 3> cell{static_cast<int>(std::lround(u[0] / kGrid)),
                                  static_cast<int>(std::lround(u[1] / kGrid)),
                                  static_cast<int>(std::lround(u[2] / kGrid))};
    if (m_cells.insert(cell).second) m_directions.push_back(u);
  }
  [[nodiscard]] const std::vector<Point3>& all() const { return m_directions; }

 private:
  std::vector<Point3> m_directions;
  std::set<std::array<int, 3>> m_cells;
};

void addPairs(Directions& directions, const Positions& centred,
              const std::vector<std::uint32_t>& atoms) {
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    const Point3& a = centred[atoms[i]];
    directions.add(a);
    for (std::size_t j = i + 1; j < atoms.size(); ++j) {
      const Point3& b = centred[atoms[j]];
      directions.add(a + b);
      directions.add(a - b);
      directions.add(cross(a, b));
    }
  }
}

/// Normals of the planes of three atoms: axes of order three and more are among them.
void addTriples(Directions& directions, const Positions& centred,
                const std::vector<std::uint32_t>& atoms) {
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    for (std::size_t j = i + 1; j < atoms.size(); ++j) {
      for (std::size_t k = j + 1; k < atoms.size(); ++k) {
        const Point3 u = centred[atoms[j]] - centred[atoms[i]];
        const Point3 v = centred[atoms[k]] - centred[atoms[i]];
        // A regular polygon has sides of one length beside each other.
        const std::array<double, 3> sides{lengthOf(u), lengthOf(v), lengthOf(v - u)};
        const bool isosceles = std::abs(sides[0] - sides[1]) < 0.3 ||
                               std::abs(sides[0] - sides[2]) < 0.3 ||
                               std::abs(sides[1] - sides[2]) < 0.3;
        if (isosceles) directions.add(cross(u, v));
      }
    }
  }
}

std::vector<Point3> directionsOf(const Positions& centred, const Classes& classes,
                                 double tolerance) {
  Directions directions;
  std::array<std::array<double, 3>, 3> spread{};
  for (const Point3& p : centred) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) spread[i][j] += p[i] * p[j];
    }
  }
  for (const auto& axis : symmetricEigen<3>(spread).vectors) directions.add(axis);
  // Every operation exchanges the atoms of a class; the smallest ones say most.
  std::vector<std::vector<std::uint32_t>> chosen;
  for (const auto& members : classes.all()) {
    const bool atCentre = lengthOf(centred[members.front()]) < 2 * tolerance;
    if (!atCentre && members.size() <= kMostOfClass) chosen.push_back(members);
  }
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  constexpr std::size_t kClasses = 4;
  if (chosen.size() > kClasses) chosen.resize(kClasses);
  for (const auto& members : chosen) addPairs(directions, centred, members);
  for (const auto& members : chosen) addTriples(directions, centred, members);
  return directions.all();
}

/// Best matrix of an operation by its exchange of atoms. False where points are too few to tell.
void refit(SymmetryOperation& operation, const Positions& centred) {
  Positions from = centred;
  Positions to;
  if (operation.sense == Sense::Improper) {
    for (Point3& p : from) p = -p;
  }
  for (const std::uint32_t image : operation.imageOf) to.push_back(centred[image]);
  const Result<Superposition> fit = superpose(from, to);
  if (!fit) return;
  operation.matrix = operation.sense == Sense::Proper ? fit->rotation : negated(fit->rotation);
  operation.worstAngstrom = 0;
  for (std::size_t i = 0; i < centred.size(); ++i) {
    operation.worstAngstrom =
        std::max(operation.worstAngstrom, distanceOf(times(operation.matrix, centred[i]), to[i]));
  }
}

class Group {
 public:
  bool add(SymmetryOperation operation) {
    const auto key = std::pair(operation.sense, operation.imageOf);
    if (!m_known.insert(key).second) return false;
    m_operations.push_back(std::move(operation));
    return true;
  }
  /// Products until nothing new comes; false when the group grows too large or off the tolerance.
  bool complete(const Positions& centred, double tolerance) {
    for (std::size_t i = 0; i < m_operations.size(); ++i) {
      for (std::size_t j = 0; j < m_operations.size(); ++j) {
        for (const auto& [first, second] : {std::pair(i, j), std::pair(j, i)}) {
          SymmetryOperation product = productOf(m_operations[first], m_operations[second]);
          if (m_known.contains({product.sense, product.imageOf})) continue;
          refit(product, centred);
          if (product.worstAngstrom > 2.5 * tolerance) return false;
          add(std::move(product));
          if (m_operations.size() > kLargestGroup) return false;
        }
      }
    }
    return true;
  }
  std::vector<SymmetryOperation>& operations() { return m_operations; }

 private:
  static SymmetryOperation productOf(const SymmetryOperation& a, const SymmetryOperation& b) {
    SymmetryOperation product;
    product.sense = a.sense == b.sense ? Sense::Proper : Sense::Improper;
    for (const std::uint32_t image : a.imageOf) product.imageOf.push_back(b.imageOf[image]);
    return product;
  }
  std::vector<SymmetryOperation> m_operations;
  std::set<std::pair<Sense, std::vector<std::uint32_t>>> m_known;
};

Group operationsOf(const Positions& centred, const AtomKinds& kinds, double tolerance) {
  const Classes classes(centred, kinds, tolerance);
  Group group;
  const std::array<double, 9> identity{1, 0, 0, 0, 1, 0, 0, 0, 1};
  const auto take = [&](const std::array<double, 9>& matrix, Sense sense) {
    auto found = tried(matrix, sense, centred, classes, tolerance);
    if (!found) return;
    refit(*found, centred);
    if (found->worstAngstrom <= tolerance) group.add(*std::move(found));
  };
  take(identity, Sense::Proper);
  take(negated(identity), Sense::Improper);
  for (const Point3& axis : directionsOf(centred, classes, tolerance)) {
    take(negated(rotationAbout(axis, 180 * kRadiansPerDegree)), Sense::Improper);
    for (int n = 2; n <= kHighestAxis; ++n) {
      const std::array<double, 9> turn = rotationAbout(axis, 360 * kRadiansPerDegree / n);
      take(turn, Sense::Proper);
      if (n == 2) continue;
      // Improper axes: the turn and the mirror across it, as a turn and an inversion.
      take(negated(rotationAbout(axis, (360.0 / n + 180) * kRadiansPerDegree)), Sense::Improper);
    }
  }
  return group;
}

/// Averages over the group until the positions have it: each atom's place is the mean of what the
/// operations make of its images.
Positions averaged(Positions centred, std::vector<SymmetryOperation>& operations) {
  constexpr int kRounds = 200;
  for (int round = 0; round < kRounds; ++round) {
    for (SymmetryOperation& operation : operations) refit(operation, centred);
    Positions sum(centred.size());
    for (const SymmetryOperation& operation : operations) {
      for (std::size_t i = 0; i < centred.size(); ++i) {
        const std::uint32_t image = operation.imageOf[i];
        sum[image] = sum[image] + times(operation.matrix, centred[i]);
      }
    }
    double moved = 0;
    for (std::size_t i = 0; i < centred.size(); ++i) {
      const Point3 mean = sum[i] * (1.0 / static_cast<double>(operations.size()));
      moved = std::max(moved, distanceOf(mean, centred[i]));
      centred[i] = mean;
    }
    if (moved < 1e-13) break;
  }
  for (SymmetryOperation& operation : operations) refit(operation, centred);
  return centred;
}

/// Linear groups; nullopt when the atoms are not on a line.
std::optional<PointGroup> linearGroup(const Positions& centred, const AtomKinds& kinds,
                                      double tolerance) {
  std::array<std::array<double, 3>, 3> spread{};
  for (const Point3& p : centred) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) spread[i][j] += p[i] * p[j];
    }
  }
  const Point3 axis = symmetricEigen<3>(spread).vectors[0];
  std::vector<double> along;
  for (const Point3& p : centred) {
    along.push_back(dot(p, axis));
    if (lengthOf(p - axis * along.back()) > tolerance) return std::nullopt;
  }
  std::vector<std::uint32_t> order(centred.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return along[a] < along[b]; });
  bool even = true;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t a = order[i];
    const std::uint32_t b = order[order.size() - 1 - i];
    even &= kinds[a] == kinds[b] && std::abs(along[a] + along[b]) <= tolerance;
  }
  PointGroup group;
  group.name = even ? "Dinfh" : "Cinfv";
  group.positions.resize(centred.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t a = order[i];
    const std::uint32_t b = order[order.size() - 1 - i];
    group.positions[a] = axis * (even ? (along[a] - along[b]) / 2 : along[a]);
  }
  return group;
}

}  // namespace

Result<PointGroup> pointGroupOf(const Positions& positions, const AtomKinds& kinds,
                                double toleranceAngstrom) {
  if (positions.empty() || positions.size() != kinds.size()) {
    return fail(ErrorCode::InvalidInput, "A structure without atoms has no symmetry; draw one.");
  }
  if (!(toleranceAngstrom >= 1e-4 && toleranceAngstrom <= 1)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A tolerance of {} Å is not possible; choose one from 0.0001 to 1 Å.",
                            toleranceAngstrom));
  }
  if (positions.size() > kMostAtoms) {
    return fail(ErrorCode::Unsupported,
                fmt::format("Symmetry is looked for in at most {} atoms, and this structure has "
                            "{}. Cut out the part of interest.",
                            kMostAtoms, positions.size()));
  }
  Point3 centre{};
  for (const Point3& p : positions) centre = centre + p;
  centre = centre * (1.0 / static_cast<double>(positions.size()));
  Positions centred;
  for (const Point3& p : positions) centred.push_back(p - centre);
  PointGroup group;
  if (positions.size() == 1) {
    group.name = "Kh";
    group.positions = centred;
  } else if (auto linear = linearGroup(centred, kinds, toleranceAngstrom)) {
    group = *std::move(linear);
  } else {
    // Operations that only just fit can generate ones that do not: then fewer are asked for.
    constexpr int kAttempts = 6;
    double tolerance = toleranceAngstrom;
    for (int attempt = 0; attempt < kAttempts; ++attempt, tolerance *= 0.6) {
      Group found = operationsOf(centred, kinds, tolerance);
      if (!found.complete(centred, toleranceAngstrom)) continue;
      group.operations = std::move(found.operations());
      break;
    }
    group.positions = group.operations.empty() ? centred : averaged(centred, group.operations);
    group.name = group.operations.empty() ? "C1" : schoenfliesName(group.operations);
  }
  for (std::size_t i = 0; i < positions.size(); ++i) {
    group.movedAngstrom = std::max(group.movedAngstrom, distanceOf(group.positions[i], centred[i]));
    group.positions[i] = group.positions[i] + centre;
  }
  return group;
}

}  // namespace molloquy::chem::edit
