#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "model/base/result.h"

namespace molloquy::chem {

/// Where the atoms of a SMILES stand in the text.
struct SmilesScan {
  std::vector<std::size_t> atomColumns;  ///< 1-based, in atom order.
};

/// Checks the grammar of one SMILES (no blanks) before the chemistry library sees it, because that
/// library says neither where a SMILES is wrong nor why.
/// firstColumn  column of smiles[0] in the text the person wrote.
/// Errors: InvalidInput with the column of the first wrong character and the remedy.
Result<SmilesScan> scanSmiles(std::string_view smiles, std::size_t firstColumn = 1);

/// An InvalidInput error whose sentence ends "at column N" before the remedy; errorColumn reads it.
/// what    "SMILES has an unclosed ring 1".
/// remedy  "Write the digit 1 again at the atom that closes it."
Error smilesError(std::string_view what, std::size_t column, std::string_view remedy);

}  // namespace molloquy::chem
