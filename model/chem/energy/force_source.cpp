#include "model/chem/energy/force_source.h"

#include <cmath>

#include <fmt/format.h>

#include "model/chem/energy/force_field.h"
#include "model/chem/energy/gfn2_forces.h"

namespace molloquy::energy {
namespace {

constexpr double kFarthestAngstrom = 10'000;

Result<void> checkPositions(const chem::Molecule& molecule, const chem::Positions& positions) {
  if (positions.size() != molecule.atoms().size()) {
    return fail(ErrorCode::InvalidInput, fmt::format("The structure has {} atoms but {} positions.",
                                                     molecule.atoms().size(), positions.size()));
  }
  for (std::uint32_t i = 0; i < positions.size(); ++i) {
    for (const double coordinate : positions[i]) {
      if (std::abs(coordinate) <= kFarthestAngstrom) continue;  // False for NaN.
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The position of {} is not within {} Å of the origin; move it.",
                              chem::atomName(molecule, AtomIndex(i)), kFarthestAngstrom));
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<ForceSource>> makeForceSource(const chem::Molecule& molecule,
                                                     const chem::Positions& positions,
                                                     EnergyMethod method,
                                                     const std::stop_token& stop) {
  if (const auto reason = whyNot(molecule, method)) return fail(ErrorCode::Unsupported, *reason);
  if (const auto checked = checkPositions(molecule, positions); !checked) {
    return tl::unexpected(checked.error());
  }
  if (method != EnergyMethod::Gfn2) return makeForceField(molecule, positions, method);
  return makeGfn2Forces(molecule, stop);
}

}  // namespace molloquy::energy
