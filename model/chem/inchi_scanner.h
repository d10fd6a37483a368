#pragma once

#include <optional>
#include <string_view>

#include "model/base/error.h"

namespace molloquy::chem {

/// Checks an InChI's grammar before the library sees it, which trusts its input: the prefix, the
/// formula, the order and characters of the layers, every number, balanced brackets.
/// returns  what is wrong, with the 1-based column and the remedy; nullopt when nothing is.
std::optional<Error> refuseInchi(std::string_view inchi);

}  // namespace molloquy::chem
