#pragma once

#include "model/chem/molecule.h"
#include "model/corpus/checks/line_facts.h"

namespace molloquy::corpus {

/// Standard InChIKey, and the canonical SMILES of the Bemis-Murcko scaffold without stereo: ring
/// systems and the chains between them (Bemis, Murcko, J. Med. Chem. 39 (1996) 2887).
/// Errors: Internal (what the chemistry library says). Thread: any.
Result<StructureKeys> keysOf(const chem::Molecule& molecule);

}  // namespace molloquy::corpus
