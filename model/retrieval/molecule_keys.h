#pragma once

#include <string>

#include "model/base/result.h"
#include "model/retrieval/bit_fingerprint.h"

namespace molloquy::retrieval {

/// What molecules are compared by.
enum class MoleculeSimilarity {
  Morgan,  ///< circular environments, radius 2, 2048 bits.
  Path,    ///< RDKit's paths of 1 to 7 bonds, folded to a density of 0.3: MolReGPT's "morgan".
};

struct MoleculeKeys {
  BitFingerprint fingerprint;
  std::string canonicalSmiles;  ///< equal for equal structures.
};

/// Hydrogens are not counted as atoms. Errors: InvalidInput (RDKit cannot read the SMILES, or it is
/// over 20,000 characters). Thread: any.
/// Source: molreflect.md 2.2 (path), 7.7 (Morgan).
Result<MoleculeKeys> moleculeKeys(const std::string& smiles, MoleculeSimilarity similarity);

}  // namespace molloquy::retrieval
