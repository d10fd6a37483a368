#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/error.h"

namespace molloquy::chem {

/// Checks what stands between the brackets of a SMILES atom: isotope, element, chirality,
/// hydrogens, charge, class, in this order. inside       "13C@@H" of "[13C@@H]". firstColumn column
/// of its first character. returns      an InvalidInput error with the column of the first wrong
/// character, or nothing.
std::optional<Error> checkBracketAtom(std::string_view inside, std::size_t firstColumn);

/// A character as people see it: a whole UTF-8 sequence in quotes, or its code when it does not
/// print.
std::string shownCharacter(std::string_view text, std::size_t at);

}  // namespace molloquy::chem
