#pragma once

#include "model/chem/quantum/single_point.h"

namespace molloquy::quantum {

/// A GFN2-xTB single point in this process, through libxtb. xtb may crash the process and its
/// thread safety is unknown: programs use a WorkerPool, whose workers call this.
/// Errors: as checkInput; Unsupported (the orbitals are not a closed shell, or there is no HOMO or
/// LUMO); Internal (xtb's own words).
/// Source: Bannwarth, Ehlert, Grimme, J. Chem. Theory Comput. 15 (2019) 1652.
Result<SinglePoint> gfn2SinglePoint(const SinglePointInput& input);

}  // namespace molloquy::quantum
