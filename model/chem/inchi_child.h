#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <inchi_api.h>

#include "model/base/result.h"

namespace molloquy::chem {

/// What the library makes of an InChI.
struct InchiStructure {
  std::vector<inchi_Atom> atoms;
  std::vector<inchi_Stereo0D> stereo;
};

/// Runs the library's InChI reader in a forked child, because some texts make it free wild pointers
/// or loop; the child has 10 s. Takes inchiLibraryMutex while it forks.
/// Errors: InvalidInput (what the library says, or that it broke down), Internal (no process).
Result<InchiStructure> structureFromInchi(std::string_view inchi);

}  // namespace molloquy::chem
