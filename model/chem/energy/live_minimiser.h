#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/chem/energy/energy_method.h"

namespace molloquy::energy {

/// What a few steps made.
struct LiveStep {
  chem::Positions positions;
  double energyKcalPerMol = 0;  ///< without the pulls' own.
  double largestForce = 0;      ///< kcal/mol/angstrom.
  int steps = 0;                ///< made in this call.
  bool atRest = false;          ///< nothing moves any more until something is set.
};

/// Keeps what computes one molecule's forces alive while a hand drags its atoms: set what the hand
/// does, then advance once a frame. The molecule's graph must not change; an edit makes a new one.
/// Thread: one at a time; made and used on a calculation thread.
class LiveMinimiser {
 public:
  /// Errors: Unsupported (whyNot()), InvalidInput, Internal.
  static Result<std::unique_ptr<LiveMinimiser>> start(
      std::shared_ptr<const chem::Molecule> molecule, chem::Positions positions,
      EnergyMethod method, const std::stop_token& stop);
  ~LiveMinimiser();
  LiveMinimiser(const LiveMinimiser&) = delete;
  LiveMinimiser& operator=(const LiveMinimiser&) = delete;

  /// The positions that an edit or an undo put. Errors: InvalidInput (another number of them).
  Result<void> setPositions(chem::Positions positions, const std::stop_token& stop);
  /// What the hand draws; replaces the pulls before. Fixed atoms do not follow. Cheap: once a mouse
  /// move. Errors: InvalidInput (an atom that is not there).
  Result<void> setPulls(std::vector<Pull> pulls);
  /// What stays where it is and which values are held; replaces those before. Values are put in
  /// place as by minimise(). Errors: InvalidInput.
  Result<void> hold(const std::vector<AtomIndex>& fixedAtoms,
                    const std::vector<Constraint>& constraints, const std::stop_token& stop);

  /// At most `steps` steps, ended early after `budget` (one step at least) or at rest. A stop ends
  /// it with what there is. Errors: Internal.
  Result<LiveStep> advance(int steps, std::chrono::milliseconds budget,
                           const std::stop_token& stop);

  [[nodiscard]] EnergyMethod method() const;
  /// A sentence when something notable is left out, else empty.
  [[nodiscard]] std::string note() const;

 private:
  class Private;
  explicit LiveMinimiser(std::unique_ptr<Private> made);
  std::unique_ptr<Private> m_private;
};

}  // namespace molloquy::energy
