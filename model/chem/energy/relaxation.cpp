#include "model/chem/energy/relaxation.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

#include <Eigen/Core>

#include "model/chem/energy/model_hessian.h"

namespace molloquy::energy {
namespace {

using Vector = Eigen::VectorXd;

constexpr std::size_t kRemembered = 20;
constexpr double kLongestMove = 0.25;  ///< angstrom, of one atom in one step.
/// Curvature of a bond, kcal/mol/angstrom^2: downhill along the slope, this is safe.
constexpr double kSteepestCurvature = 800;
/// Steps after which the model is built anew.
constexpr int kStepsPerModel = 50;
constexpr double kSufficientDecrease = 1e-4;
constexpr double kLeastCosine = 1e-6;
constexpr int kLineTries = 12;
constexpr int kRefusals = 3;
/// Beyond this a pull's force stays the same, angstrom.
constexpr double kPullReach = 1;

Eigen::Map<Vector> flat(std::vector<chem::Point3>& points) {
  return {points.empty() ? nullptr : points.front().data(),
          static_cast<Eigen::Index>(points.size() * 3)};
}

double longest(const Vector& vectors) {
  double most = 0;
  for (Eigen::Index i = 0; i + 2 < vectors.size(); i += 3) {
    most = std::max(most, vectors.segment<3>(i).norm());
  }
  return most;
}

/// Energy of a pull; adds its slope.
double addPull(const Pull& pull, const chem::Positions& positions, Gradient& slope) {
  const chem::Point3& at = positions[pull.atom.value];
  const chem::Point3 apart = {at[0] - pull.target[0], at[1] - pull.target[1],
                              at[2] - pull.target[2]};
  const double length = std::hypot(apart[0], apart[1], apart[2]);
  const double stretch = std::min(length, kPullReach);
  if (length == 0) return 0;
  for (std::size_t k = 0; k < 3; ++k) {
    slope[pull.atom.value][k] += kPullConstant * stretch * apart[k] / length;
  }
  return kPullConstant *
         (length <= kPullReach ? 0.5 * length * length : kPullReach * (length - 0.5 * kPullReach));
}

/// What the optimiser remembers of earlier steps, and the direction it makes of that.
class Memory {
 public:
  void clear() { m_pairs.clear(); }
  [[nodiscard]] bool empty() const { return m_pairs.empty(); }

  void add(const Vector& moved, const Vector& slopeChange) {
    const double curvature = moved.dot(slopeChange);
    if (!(curvature > 1e-8 * moved.norm() * slopeChange.norm())) return;
    if (m_pairs.size() == kRemembered) m_pairs.pop_front();
    m_pairs.push_back({moved, slopeChange, 1 / curvature});
  }

  /// Minus the inverse Hessian times the slope: the two-loop recursion round a model of it.
  [[nodiscard]] Vector direction(const Vector& slope, const ModelHessian& model) const {
    Vector rest = -slope;
    std::vector<double> shares(m_pairs.size());
    for (std::size_t i = m_pairs.size(); i-- > 0;) {
      shares[i] = m_pairs[i].inverse * m_pairs[i].moved.dot(rest);
      rest -= shares[i] * m_pairs[i].change;
    }
    rest = model.solve(rest);
    if (!m_pairs.empty()) {
      const Pair& last = m_pairs.back();
      rest /= last.inverse * last.change.dot(model.solve(last.change));
    }
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
      const double back = m_pairs[i].inverse * m_pairs[i].change.dot(rest);
      rest += (shares[i] - back) * m_pairs[i].moved;
    }
    return rest;
  }

 private:
  struct Pair {
    Vector moved;
    Vector change;
    double inverse;  ///< of their product.
  };
  std::deque<Pair> m_pairs;
};

}  // namespace

class Relaxation::Private {
 public:
  Private(const chem::Molecule& molecule, ForceSource& forces, double tolerance)
      : source(forces), forceTolerance(tolerance), model(molecule) {}

  /// A place on the way.
  struct Place {
    chem::Positions positions;
    double energy = 0;  ///< without the pulls' own.
    double total = 0;   ///< with it.
    Gradient slope;     ///< of the source alone.
    Vector free;        ///< slope with the pulls', as the held values leave it.
  };

  Result<void> compute(Place& place, const std::stop_token& stop) {
    const auto energy = source.compute(place.positions, place.slope, stop);
    if (!energy) return tl::unexpected(energy.error());
    place.energy = *energy;
    finish(place);
    return {};
  }

  /// What follows from the source's energy and slope.
  void finish(Place& place) const {
    Gradient slope = place.slope;
    place.total = place.energy;
    for (const Pull& pull : pulls) place.total += addPull(pull, place.positions, slope);
    held.project(place.positions, slope);
    place.free = flat(slope);
  }

  [[nodiscard]] Vector direction() {
    if (steps++ % kStepsPerModel == 0) model.build(here.positions);
    Gradient moves(here.positions.size());
    flat(moves) = memory.direction(here.free, model);
    held.project(here.positions, moves);
    Vector move = flat(moves);
    if (move.dot(here.free) > -kLeastCosine * move.norm() * here.free.norm()) {
      memory.clear();
      move = -here.free / kSteepestCurvature;
    }
    const double length = longest(move);
    return length > kLongestMove ? Vector(move * (kLongestMove / length)) : move;
  }

  /// Goes along `move` as far as the energy falls; false when it does not. Places that the source
  /// refuses (atoms too near each other) are too far; it is asked a few times only.
  Result<bool> goAlong(const Vector& move, const std::stop_token& stop) {
    const double fall = move.dot(here.free);
    double reach = 1;
    int refusals = 0;
    for (int attempt = 0; attempt < kLineTries; ++attempt) {
      Place next{here.positions, 0, 0, {}, {}};
      flat(next.positions) += reach * move;
      if (!held.restore(next.positions)) {
        reach *= 0.5;
        continue;
      }
      if (const auto computed = compute(next, stop); !computed) {
        if (stop.stop_requested() || ++refusals == kRefusals) {
          return tl::unexpected(computed.error());
        }
        reach *= 0.25;
        continue;
      }
      if (next.total <= here.total + kSufficientDecrease * reach * fall + source.noise()) {
        memory.add(flat(next.positions) - flat(here.positions), next.free - here.free);
        here = std::move(next);
        return true;
      }
      // The minimum of the parabola through both energies and the slope here.
      const double excess = next.total - here.total - reach * fall;
      reach = std::clamp(-fall * reach * reach / (2 * excess), 0.1 * reach, 0.5 * reach);
    }
    return false;
  }

  ForceSource& source;
  HeldValues held;
  double forceTolerance;
  std::vector<Pull> pulls;
  Memory memory;
  ModelHessian model;
  int steps = 0;
  Place here;
};

Relaxation::Relaxation(const chem::Molecule& molecule, ForceSource& source, double forceTolerance)
    : m_private(std::make_unique<Private>(molecule, source, forceTolerance)) {}
Relaxation::Relaxation(Relaxation&&) noexcept = default;
Relaxation& Relaxation::operator=(Relaxation&&) noexcept = default;
Relaxation::~Relaxation() = default;

Result<void> Relaxation::start(chem::Positions positions, HeldValues held,
                               const std::stop_token& stop) {
  if (const auto restored = held.restore(positions); !restored) return restored;
  m_private->held = std::move(held);
  m_private->memory.clear();
  m_private->steps = 0;
  m_private->here.positions = std::move(positions);
  return m_private->compute(m_private->here, stop);
}

void Relaxation::setPulls(std::vector<Pull> pulls) {
  m_private->pulls = std::move(pulls);
  if (!m_private->here.slope.empty()) m_private->finish(m_private->here);
}

Result<void> Relaxation::hold(HeldValues held, const std::stop_token& stop) {
  chem::Positions positions = m_private->here.positions;
  if (const auto restored = held.restore(positions); !restored) return restored;
  m_private->held = std::move(held);
  m_private->memory.clear();
  m_private->steps = 0;
  m_private->here.positions = std::move(positions);
  return m_private->compute(m_private->here, stop);
}

Result<Relaxation::Step> Relaxation::step(const std::stop_token& stop) {
  Private& self = *m_private;
  if (largestForce() < self.forceTolerance) return Step::Converged;
  const Result<bool> moved = self.goAlong(self.direction(), stop);
  if (!moved) return tl::unexpected(moved.error());
  if (*moved) return Step::Moved;
  if (self.memory.empty()) return Step::Stuck;
  self.memory.clear();
  const Result<bool> again = self.goAlong(self.direction(), stop);
  if (!again) return tl::unexpected(again.error());
  return *again ? Step::Moved : Step::Stuck;
}

const chem::Positions& Relaxation::positions() const { return m_private->here.positions; }
double Relaxation::energy() const { return m_private->here.energy; }
double Relaxation::largestForce() const { return longest(m_private->here.free); }
const HeldValues& Relaxation::held() const { return m_private->held; }

}  // namespace molloquy::energy
