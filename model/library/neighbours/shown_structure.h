#pragma once

#include <stop_token>

#include "model/chem/molecule.h"
#include "model/session/chat_session.h"

namespace molloquy::library {

/// Largest molecule that is given a conformer when it has none, heavy atoms: above that ETKDG takes
/// minutes.
inline constexpr std::size_t kMostEmbeddedHeavyAtoms = 100;

/// What the network is shown of a molecule; without a conformer one is made (seed 7).
/// Errors: InvalidInput (no conformer can be made, in words), Unsupported.
Result<session::SeenStructure> shownStructure(const chem::Molecule& molecule,
                                              const chem::Conformer* conformer,
                                              const std::stop_token& stop);

}  // namespace molloquy::library
