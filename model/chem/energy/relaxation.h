#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/chem/energy/force_source.h"
#include "model/chem/energy/held_values.h"

namespace molloquy::energy {

/// One relaxation with any source of forces, step by step: L-BFGS along the slope that the held
/// values leave, every step put back on them. The energy never rises by more than the source's
/// noise, and no atom moves more than a quarter of an angstrom in a step.
/// Source: Liu, Nocedal, Math. Program. 45 (1989) 503.
/// Thread: one at a time.
class Relaxation {
 public:
  enum class Step {
    Moved,
    Converged,  ///< the largest force is below the tolerance.
    Stuck,      ///< no step lowers the energy: as low as the source's precision allows.
  };

  /// `source` must outlive it. forceTolerance: kcal/mol/angstrom.
  Relaxation(const chem::Molecule& molecule, ForceSource& source, double forceTolerance);
  Relaxation(Relaxation&&) noexcept;
  Relaxation& operator=(Relaxation&&) noexcept;
  ~Relaxation();

  /// Takes positions, puts the held values in place, and computes the first energy.
  /// Errors: as ForceSource::compute and HeldValues::restore.
  Result<void> start(chem::Positions positions, HeldValues held, const std::stop_token& stop);
  /// Positions and held values are kept; the way they are drawn changes. Before start too.
  void setPulls(std::vector<Pull> pulls);
  /// Values to hold from here on: positions move onto them. Errors: as start.
  Result<void> hold(HeldValues held, const std::stop_token& stop);

  /// Precondition: started. Errors: as ForceSource::compute (stopped: InvalidInput).
  Result<Step> step(const std::stop_token& stop);

  [[nodiscard]] const chem::Positions& positions() const;
  /// kcal/mol, without the pulls' own.
  [[nodiscard]] double energy() const;
  /// Largest force on an atom that the held values leave, kcal/mol/angstrom.
  [[nodiscard]] double largestForce() const;
  [[nodiscard]] const HeldValues& held() const;

 private:
  class Private;
  std::unique_ptr<Private> m_private;
};

/// Force constant of a pull, kcal/mol/angstrom^2; beyond one angstrom its force grows no further.
inline constexpr double kPullConstant = 80;

}  // namespace molloquy::energy
