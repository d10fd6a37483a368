#pragma once

#include "model/chem/energy/relaxation.h"

namespace molloquy::energy {

/// Starts a relaxation at `positions` with `held` in place: rigid parts are turned or shifted; what
/// that cannot reach (values in rings, across fixed atoms) is approached in small stages with some
/// relaxation between. Atoms that lie in one place are moved apart first. Errors: as
/// Relaxation::start.
Result<void> place(Relaxation& relaxation, const chem::Molecule& molecule,
                   const chem::Positions& positions, const HeldValues& held,
                   const std::stop_token& stop);

}  // namespace molloquy::energy
