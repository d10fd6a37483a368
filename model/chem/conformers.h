#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

struct EmbedOptions {
  std::uint32_t seed = 7;   ///< the same seed gives the same positions.
  int count = 1;            ///< conformers to try; duplicates are not removed.
  int maxIterations = 2000; ///< force-field steps.
};

/// Conformers by ETKDGv3, then minimised with MMFF94; with UFF where MMFF94 has no parameters (the
/// conformer's note says which atom); unminimised where neither has (the note says so).
/// Every conformer shows the stereo that the molecule's graph has; attempts that do not are repeated
/// with other seeds. Sorted by energy. A stop ends the work: what was finished is returned.
/// Errors: InvalidInput (no atoms, over 999 atoms, embedding impossible),
/// Unsupported (built without RDKit).
Result<std::vector<Conformer>> embedConformers(const Molecule& molecule,
                                               const EmbedOptions& options,
                                               std::stop_token stop = {});

}  // namespace molloquy::chem
