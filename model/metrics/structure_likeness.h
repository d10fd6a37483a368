#pragma once

#include <optional>
#include <string_view>

#include "model/base/result.h"

namespace molloquy::metrics {

/// How alike two structures are, each number in [0, 1].
struct Likeness {
  double maccs = 0.0;   ///< Tanimoto of MACCS keys.
  double rdk = 0.0;     ///< Tanimoto of RDKit's path fingerprint in its default form.
  double morgan = 0.0;  ///< Tanimoto of counted, unfolded Morgan environments of radius 2.
};

/// What is found when a written SMILES is held against the right one.
struct StructureComparison {
  bool targetReadable = true;
  bool outputReadable = true;        ///< RDKit reads it, which is what validity means.
  bool outputEmpty = false;          ///< no atom: RDKit reads the empty text as an empty molecule.
  bool sameSmiles = false;           ///< equal canonical SMILES.
  bool sameInchi = false;            ///< equal standard InChI.
  bool inchiFailed = false;          ///< the library refused one; sameInchi then says sameSmiles.
  std::optional<Likeness> likeness;  ///< where both are readable.
};

/// Compares two SMILES as they are written; nothing in them is repaired.
/// Errors: Unsupported (a build without RDKit). Thread: any.
/// Source: MolT5, evaluation/mol_translation_metrics.py and fingerprint_metrics.py.
Result<StructureComparison> compareStructures(std::string_view target, std::string_view output);

}  // namespace molloquy::metrics
