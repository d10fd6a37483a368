#pragma once

#include <string>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::facts {

/// Standard identifiers of one structure.
struct InchiNames {
  std::string inchi;  ///< "InChI=1S/..."
  std::string key;    ///< 27 characters.
};

/// Standard InChI and InChIKey by the IUPAC/InChI Trust library (libinchi, Heller et al., J.
/// Cheminf. 7 (2015) 23), from the graph and its 0D stereo marks; positions play no part.
/// Errors: Unsupported (over 1023 atoms, dummy atoms), Internal (what the library says).
/// Thread: any; calls wait for each other, because the library keeps its state in globals.
Result<InchiNames> inchiOf(const chem::Molecule& molecule);

}  // namespace molloquy::facts
