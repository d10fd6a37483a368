#include "model/chem/energy/placement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace molloquy::energy {
namespace {

constexpr int kStepsPerStage = 4;
/// Atoms nearer than this are one place: force fields have no slope there.
constexpr double kOnePlace = 1e-3;
constexpr double kApart = 0.1;

/// Atoms that lie in one place moved a little apart, each in a direction of its own; fixed atoms
/// stay.
chem::Positions separated(chem::Positions positions, const HeldValues& held) {
  std::vector<std::size_t> order(positions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return positions[a][0] < positions[b][0]; });
  const chem::Positions before = positions;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const chem::Point3& a = before[order[i]];
    for (std::size_t j = i + 1; j < order.size() && before[order[j]][0] - a[0] < kOnePlace; ++j) {
      const chem::Point3& b = before[order[j]];
      if (std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) >= kOnePlace) continue;
      const std::size_t moved = held.isFixed(order[j]) ? order[i] : order[j];
      if (held.isFixed(moved)) continue;
      const double turn = static_cast<double>(moved);
      chem::Point3& point = positions[moved];
      point = {point[0] + kApart * std::cos(turn), point[1] + kApart * std::sin(turn),
               point[2] + kApart * std::cos(2 * turn)};
    }
  }
  return positions;
}

}  // namespace

Result<void> place(Relaxation& relaxation, const chem::Molecule& molecule,
                   const chem::Positions& positions, const HeldValues& held,
                   const std::stop_token& stop) {
  const chem::Positions begin = held.placedRigidly(molecule, separated(positions, held));
  const int stages = held.stagesFrom(begin);
  if (const auto started = relaxation.start(begin, held.onTheWay(begin, 1.0 / stages), stop);
      !started) {
    return started;
  }
  for (int stage = 2; stage <= stages; ++stage) {
    for (int i = 0; i < kStepsPerStage; ++i) {
      const auto step = relaxation.step(stop);
      if (!step) return tl::unexpected(step.error());
    }
    const HeldValues next = stage == stages ? held : held.onTheWay(begin, 1.0 * stage / stages);
    if (const auto moved = relaxation.hold(next, stop); !moved) return moved;
  }
  return {};
}

}  // namespace molloquy::energy
