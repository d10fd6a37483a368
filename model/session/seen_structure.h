#pragma once

#include <string>

#include "model/chem/molecule.h"
#include "model/session/chat_session.h"

namespace molloquy::session {

/// What a model is shown of a structure. `smiles` is its canonical form.
/// Precondition: the conformer has a position for every atom.
SeenStructure seenStructure(const chem::Molecule& molecule, const chem::Conformer& conformer,
                            std::string smiles);

}  // namespace molloquy::session
