#pragma once

#include "model/chem/energy/force_source.h"
#include "model/chem/quantum/worker_pool.h"

namespace molloquy::energy {

inline constexpr double kKcalPerHartree = 627.5094740631;  ///< CODATA 2018.
inline constexpr double kAngstromPerBohr = 0.529177210903;

/// What GFN2-xTB is asked about a molecule.
quantum::SinglePointInput gfn2Input(const chem::Molecule& molecule,
                                    const chem::Positions& positions);

/// The child processes of one computation, `workers` of them.
/// Errors: as quantum::workerProgram and WorkerPool::start.
Result<std::unique_ptr<quantum::WorkerPool>> startGfn2(int workers, const std::stop_token& stop);

/// GFN2-xTB in a child process of its own, each computation going on from the one before.
/// Errors: as startGfn2.
Result<std::unique_ptr<ForceSource>> makeGfn2Forces(const chem::Molecule& molecule,
                                                    const std::stop_token& stop);

}  // namespace molloquy::energy
