#pragma once

#include <memory>

#include "model/chem/quantum/single_point.h"

namespace molloquy::quantum {

/// A GFN2-xTB single point in this process, through libxtb. xtb may crash the process and its
/// thread safety is unknown: programs use a WorkerPool, whose workers call this.
/// Errors: as checkInput; Unsupported (the orbitals are not a closed shell, or there is no HOMO or
/// LUMO); Internal (xtb's own words).
/// Source: Bannwarth, Ehlert, Grimme, J. Chem. Theory Comput. 15 (2019) 1652.
Result<SinglePoint> gfn2SinglePoint(const SinglePointInput& input);

/// GFN2-xTB's orbitals, charges, bond orders and dipole, as gfn2SinglePoint; fractional occupations
/// are told, not refused. Errors: as checkInput; Internal (xtb's own words).
Result<Electrons> gfn2Electrons(const SinglePointInput& input);

/// GFN2-xTB's energies and forces of one molecule at one place after the other.
class Gfn2Forces {
 public:
  Gfn2Forces();
  ~Gfn2Forces();
  Gfn2Forces(const Gfn2Forces&) = delete;
  Gfn2Forces& operator=(const Gfn2Forces&) = delete;

  /// Errors: as gfn2Electrons.
  Result<Forces> compute(const SinglePointInput& input, Guess guess);

 private:
  class Private;
  std::unique_ptr<Private> m_last;  ///< null when the last computation failed or there was none.
};

}  // namespace molloquy::quantum
