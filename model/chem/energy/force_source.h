#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/chem/energy/energy_method.h"

namespace molloquy::energy {

/// Slope of the energy, kcal/mol/angstrom, by atom; forces are its negative.
using Gradient = std::vector<chem::Point3>;

/// Something that has an energy and a slope at any positions of one molecule.
/// Thread: one at a time; several sources of one molecule may work at once.
class ForceSource {
 public:
  virtual ~ForceSource() = default;
  /// Energy, kcal/mol, and the slope, which is resized.
  /// Errors: Internal (not a number, or xtb's own words), InvalidInput (stopped).
  virtual Result<double> compute(const chem::Positions& positions, Gradient& gradient,
                                 const std::stop_token& stop) = 0;
  /// Energy alone, kcal/mol.
  virtual Result<double> energy(const chem::Positions& positions, const std::stop_token& stop) = 0;
  /// How far two energies of the same positions may lie apart, kcal/mol.
  [[nodiscard]] virtual double noise() const = 0;
  /// The next computation knows nothing of those before, so that the same positions always give the
  /// same numbers.
  virtual void forget() {}
  /// A sentence when something notable is left out, else empty.
  [[nodiscard]] virtual std::string note() const { return {}; }
};

/// The source of a method. `positions` decide which far pairs a force field leaves out in a
/// structure too large for all of them.
/// Errors: Unsupported (whyNot()); InvalidInput (another number of positions, or one that is no
/// number, or two atoms in one place for GFN2); Internal (xtb's child process cannot be started).
Result<std::unique_ptr<ForceSource>> makeForceSource(const chem::Molecule& molecule,
                                                     const chem::Positions& positions,
                                                     EnergyMethod method,
                                                     const std::stop_token& stop);

}  // namespace molloquy::energy
