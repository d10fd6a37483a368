#pragma once

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "model/chem/geometry.h"

namespace molloquy::energy {

/// Which atoms of two molecules are laid on one another.
enum class OverlayBy {
  CommonSubstructure,  ///< those of the largest structure that both contain.
  Shape,               ///< those of like kind that come near: Open3DALIGN over Crippen's classes.
};

/// One molecule laid on another.
struct MoleculeOverlay {
  chem::Superposition motion;  ///< for every position of the probe.
  /// Heavy atoms that were laid on one another: of the probe, of the reference.
  std::vector<std::pair<AtomIndex, AtomIndex>> pairs;
  std::string note;  ///< a sentence when something notable happened, else empty.
};

/// The probe's shape laid on the reference's; both stay rigid. Of several ways to lay a common
/// structure, the one with the least distance is taken.
/// Errors: InvalidInput (another number of positions, nothing of three atoms in common),
/// Unsupported (chemistry that was not read), Internal.
/// Sources: Tosco, Balle, Shiri, J. Comput. Aided Mol. Des. 25 (2011) 777; Dalke, Hastings,
/// J. Cheminform. 5 (2013) O6.
Result<MoleculeOverlay> superposeMolecules(const chem::Molecule& probe,
                                           const chem::Positions& probePositions,
                                           const chem::Molecule& reference,
                                           const chem::Positions& referencePositions, OverlayBy by,
                                           const std::stop_token& stop);

}  // namespace molloquy::energy
