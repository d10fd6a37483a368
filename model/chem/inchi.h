#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "model/base/result.h"
#include "model/chem/molecule.h"

namespace molloquy::chem {

/// Standard identifiers of one structure.
struct InchiNames {
  std::string inchi;  ///< "InChI=1S/..."
  std::string key;    ///< 27 characters.
};

/// Standard InChI and InChIKey by the IUPAC/InChI Trust library (libinchi, Heller et al., J.
/// Cheminf. 7 (2015) 23), from the graph and its 0D stereo marks; positions play no part.
/// Errors: Unsupported (over 1023 atoms, dummy atoms, no RDKit side), Internal (what the library
/// says). Thread: any; calls wait for each other, because the library keeps its state in globals.
Result<InchiNames> inchiOf(const Molecule& molecule);

/// The molecule that an InChI names, with its stereo marks; hydrogens are added, mobile ones where
/// the library puts them.
/// Errors: InvalidInput (no InChI, a layer that cannot be), Unsupported (over 1023 atoms).
/// Thread: as inchiOf.
Result<std::shared_ptr<const Molecule>> moleculeFromInchi(std::string_view inchi, std::string name);

/// Held round every call of the library, which keeps its state in globals.
std::mutex& inchiLibraryMutex();

}  // namespace molloquy::chem
