#pragma once

#include <array>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/chem/energy/energy_method.h"

namespace molloquy::energy {

/// One torsion of a scan: from `begin` in `points` equal steps over `range` degrees.
struct ScannedTorsion {
  std::array<AtomIndex, 4> atoms;
  double begin = -180;
  double range = 360;
  int points = 37;  ///< the last one repeats the first on a full turn.
};

enum class ScanKind {
  Rigid,    ///< only the torsion changes.
  Relaxed,  ///< all else is minimised with the torsion held.
};

struct TorsionScan {
  ScannedTorsion first;
  std::optional<ScannedTorsion> second = std::nullopt;  ///< a map instead of a curve.
  EnergyMethod method = EnergyMethod::Mmff94s;
  ScanKind kind = ScanKind::Relaxed;
};

struct ScanPoint {
  double first = 0;   ///< degrees.
  double second = 0;  ///< degrees; 0 in a scan of one torsion.
  double energyKcalPerMol = 0;
  chem::Positions positions;
};

struct ScanResult {
  TorsionScan scan;
  std::vector<ScanPoint> points;  ///< row-major, second fastest; those not reached are missing.
  [[nodiscard]] double lowestEnergy() const;
};

/// Errors: as minimise(); InvalidInput (a bond in a ring, no torsion). A stop returns what is
/// there.
Result<ScanResult> scanTorsions(
    const chem::Molecule& molecule, const chem::Positions& positions, const TorsionScan& scan,
    const std::function<void(const ScanPoint&, int done, int of)>& onPoint,
    const std::stop_token& stop);

}  // namespace molloquy::energy
