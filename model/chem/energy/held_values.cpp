#include "model/chem/energy/held_values.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>
#include <Eigen/Dense>

#include "model/chem/energy/internal_coordinate.h"

namespace molloquy::energy {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
/// Angles are held within these, degrees.
constexpr double kFlattest = 179.95;
constexpr double kSharpest = 0.05;
constexpr double kLeastDistance = 0.1;
constexpr double kMostDistance = 100;
constexpr double kReached = 1e-8;  ///< angstrom or radian.
constexpr int kRestoreRounds = 60;
/// Longest move of one atom in one round, angstrom.
constexpr double kLongestMove = 0.5;
/// Longest stages on the way to a value.
constexpr double kStageAngstrom = 0.1;
constexpr double kStageDegrees = 5;

/// What is missing to the held value: angstrom or radian, torsions the short way round.
double missing(double value, const Constraint& constraint) {
  if (constraint.atoms.size() == 2) return constraint.value - value;
  const double rest = constraint.value * kDegree - value;
  return constraint.atoms.size() == 3 ? rest : std::remainder(rest, 2 * std::numbers::pi);
}

Result<void> check(const chem::Molecule& molecule, const Constraint& constraint) {
  const auto& atoms = constraint.atoms;
  if (atoms.size() < 2 || atoms.size() > 4) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("A value is held between 2, 3 or 4 atoms, not {}.", atoms.size()));
  }
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (atoms[i].value >= molecule.atoms().size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("A value is to be held at atom {}, but the structure has {} atoms.",
                              atoms[i].value + 1, molecule.atoms().size()));
    }
    if (std::find(atoms.begin(), atoms.begin() + static_cast<long>(i), atoms[i]) !=
        atoms.begin() + static_cast<long>(i)) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("{} is named twice in a value to hold; name different atoms.",
                              chem::atomName(molecule, atoms[i])));
    }
  }
  const double value = constraint.value;
  const std::string name = chem::atomNames(molecule, atoms);
  if (atoms.size() == 2 && !(value >= kLeastDistance && value <= kMostDistance)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} cannot be held at {} Å; 0.1 to 100 Å can.", name, value));
  }
  if (atoms.size() == 3 && !(value >= 0 && value <= 180)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} cannot be held at {}°; angles are 0° to 180°.", name, value));
  }
  if (std::isfinite(value)) return {};
  return fail(ErrorCode::InvalidInput, fmt::format("{} cannot be held at {}°.", name, value));
}

/// Slopes of all held values: rows of the constraints, three columns an atom that may move.
struct Slopes {
  Eigen::VectorXd missing;
  std::vector<InternalCoordinate> rows;

  /// Products of the rows with each other.
  [[nodiscard]] Eigen::MatrixXd products(const std::vector<Constraint>& constraints) const {
    const auto count = static_cast<Eigen::Index>(rows.size());
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(count, count);
    for (Eigen::Index i = 0; i < count; ++i) {
      for (Eigen::Index j = 0; j <= i; ++j) {
        matrix(i, j) = matrix(j, i) = product(constraints, i, j);
      }
    }
    return matrix;
  }

 private:
  [[nodiscard]] double product(const std::vector<Constraint>& constraints, Eigen::Index i,
                               Eigen::Index j) const {
    const auto& first = constraints[static_cast<std::size_t>(i)].atoms;
    const auto& second = constraints[static_cast<std::size_t>(j)].atoms;
    double sum = 0;
    for (std::size_t a = 0; a < first.size(); ++a) {
      for (std::size_t b = 0; b < second.size(); ++b) {
        if (first[a] != second[b]) continue;
        const chem::Point3& u = rows[static_cast<std::size_t>(i)].slope[a];
        const chem::Point3& v = rows[static_cast<std::size_t>(j)].slope[b];
        sum += u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
      }
    }
    return sum;
  }
};

Slopes slopesOf(const chem::Positions& positions, const std::vector<Constraint>& constraints,
                const std::vector<char>& fixed) {
  Slopes slopes;
  slopes.missing.resize(static_cast<Eigen::Index>(constraints.size()));
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    InternalCoordinate row = internalCoordinate(positions, constraints[i].atoms);
    slopes.missing[static_cast<Eigen::Index>(i)] = missing(row.value, constraints[i]);
    for (std::size_t a = 0; a < constraints[i].atoms.size(); ++a) {
      if (fixed[constraints[i].atoms[a].value] != 0) row.slope[a] = {};
    }
    slopes.rows.push_back(row);
  }
  return slopes;
}

/// Adds factors[i] * (slope of constraint i) to `vectors`.
void addSlopes(const Slopes& slopes, const std::vector<Constraint>& constraints,
               const Eigen::VectorXd& factors, Gradient& vectors) {
  for (std::size_t i = 0; i < constraints.size(); ++i) {
    const double factor = factors[static_cast<Eigen::Index>(i)];
    for (std::size_t a = 0; a < constraints[i].atoms.size(); ++a) {
      chem::Point3& vector = vectors[constraints[i].atoms[a].value];
      for (std::size_t k = 0; k < 3; ++k) vector[k] += factor * slopes.rows[i].slope[a][k];
    }
  }
}

double longest(const Gradient& vectors) {
  double most = 0;
  for (const chem::Point3& vector : vectors) {
    most = std::max(most, std::hypot(vector[0], vector[1], vector[2]));
  }
  return most;
}

/// The atoms that move rigidly when a value of `atoms` is set at its end; none when the bond is in
/// a ring, is none, or a fixed atom would move.
std::vector<AtomIndex> movedAtEnd(const chem::Molecule& molecule, std::vector<AtomIndex> atoms,
                                  const std::vector<char>& fixed) {
  const std::size_t count = atoms.size();
  const AtomIndex stays = count == 2 ? atoms[0] : atoms[1];
  const AtomIndex moves = count == 2 ? atoms[1] : atoms[2];
  const auto neighbours = molecule.neighbours(stays);
  if (std::find(neighbours.begin(), neighbours.end(), moves) == neighbours.end()) return {};
  const auto side = chem::sideOf(molecule, stays, moves);
  if (!side) return {};
  if (std::find(side->begin(), side->end(), atoms.front()) != side->end()) return {};
  if (std::find(side->begin(), side->end(), atoms.back()) == side->end()) return {};
  const bool holds = std::any_of(side->begin(), side->end(),
                                 [&](AtomIndex atom) { return fixed[atom.value] != 0; });
  return holds ? std::vector<AtomIndex>{} : *side;
}

}  // namespace

Result<HeldValues> HeldValues::make(const chem::Molecule& molecule,
                                    const std::vector<AtomIndex>& fixedAtoms,
                                    const std::vector<Constraint>& constraints) {
  HeldValues held;
  held.m_fixed.assign(molecule.atoms().size(), 0);
  for (const AtomIndex atom : fixedAtoms) {
    if (atom.value >= molecule.atoms().size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("Atom {} is to be fixed, but the structure has {} atoms.",
                              atom.value + 1, molecule.atoms().size()));
    }
    held.m_fixed[atom.value] = 1;
  }
  for (const Constraint& constraint : constraints) {
    if (const auto checked = check(molecule, constraint); !checked) {
      return tl::unexpected(checked.error());
    }
    held.m_constraints.push_back(constraint);
    if (constraint.atoms.size() == 3) {
      held.m_constraints.back().value = std::clamp(constraint.value, kSharpest, kFlattest);
    }
    held.m_names.push_back(chem::atomNames(molecule, constraint.atoms));
  }
  return held;
}

chem::Positions HeldValues::placedRigidly(const chem::Molecule& molecule,
                                          chem::Positions positions) const {
  for (const Constraint& constraint : m_constraints) {
    std::vector<AtomIndex> atoms = constraint.atoms;
    std::vector<AtomIndex> moved = movedAtEnd(molecule, atoms, m_fixed);
    if (moved.empty()) {
      std::reverse(atoms.begin(), atoms.end());
      moved = movedAtEnd(molecule, atoms, m_fixed);
    }
    if (moved.empty()) continue;
    auto placed = chem::withMeasurement(positions, atoms, constraint.value, moved);
    if (placed) positions = *std::move(placed);
  }
  return positions;
}

HeldValues HeldValues::onTheWay(const chem::Positions& positions, double fraction) const {
  HeldValues between = *this;
  for (Constraint& constraint : between.m_constraints) {
    const double unit = constraint.atoms.size() == 2 ? 1 : kDegree;
    const double rest = missing(internalCoordinate(positions, constraint.atoms).value, constraint);
    constraint.value -= (1 - fraction) * rest / unit;
  }
  return between;
}

int HeldValues::stagesFrom(const chem::Positions& positions) const {
  double stages = 1;
  for (const Constraint& constraint : m_constraints) {
    const double rest = missing(internalCoordinate(positions, constraint.atoms).value, constraint);
    const double stage = constraint.atoms.size() == 2 ? kStageAngstrom : kStageDegrees * kDegree;
    stages = std::max(stages, std::ceil(std::abs(rest) / stage));
  }
  return static_cast<int>(stages);
}

Result<void> HeldValues::restore(chem::Positions& positions) const {
  if (m_constraints.empty()) return {};
  std::size_t worst = 0;
  for (int round = 0; round < kRestoreRounds; ++round) {
    const Slopes slopes = slopesOf(positions, m_constraints, m_fixed);
    Eigen::Index place = 0;
    const double most = slopes.missing.cwiseAbs().maxCoeff(&place);
    if (most < kReached) return {};
    worst = static_cast<std::size_t>(place);
    if (!std::isfinite(most)) break;
    const Eigen::VectorXd factors =
        slopes.products(m_constraints).completeOrthogonalDecomposition().solve(slopes.missing);
    Gradient moves(positions.size());
    addSlopes(slopes, m_constraints, factors, moves);
    const double length = longest(moves);
    if (!(length > 0)) break;
    const double scale = std::min(1.0, kLongestMove / length);
    for (std::size_t i = 0; i < positions.size(); ++i) {
      for (std::size_t k = 0; k < 3; ++k) positions[i][k] += scale * moves[i][k];
    }
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} cannot be held at {}: fixed atoms or the other held values keep it "
                          "from there. Release one of them.",
                          m_names[worst],
                          chem::measurementText(m_constraints[worst].value,
                                                m_constraints[worst].atoms.size())));
}

void HeldValues::project(const chem::Positions& positions, Gradient& vectors) const {
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    if (m_fixed[i] != 0) vectors[i] = {};
  }
  if (m_constraints.empty()) return;
  const Slopes slopes = slopesOf(positions, m_constraints, m_fixed);
  Eigen::VectorXd along(static_cast<Eigen::Index>(m_constraints.size()));
  for (std::size_t i = 0; i < m_constraints.size(); ++i) {
    double sum = 0;
    for (std::size_t a = 0; a < m_constraints[i].atoms.size(); ++a) {
      const chem::Point3& vector = vectors[m_constraints[i].atoms[a].value];
      for (std::size_t k = 0; k < 3; ++k) sum += vector[k] * slopes.rows[i].slope[a][k];
    }
    along[static_cast<Eigen::Index>(i)] = -sum;
  }
  const Eigen::VectorXd factors =
      slopes.products(m_constraints).completeOrthogonalDecomposition().solve(along);
  addSlopes(slopes, m_constraints, factors, vectors);
}

}  // namespace molloquy::energy
