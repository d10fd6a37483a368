#include "model/chem/energy/placement.h"

namespace molloquy::energy {
namespace {

constexpr int kStepsPerStage = 4;

}  // namespace

Result<void> place(Relaxation& relaxation, const chem::Molecule& molecule,
                   const chem::Positions& positions, const HeldValues& held,
                   const std::stop_token& stop) {
  const chem::Positions begin = held.placedRigidly(molecule, positions);
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
