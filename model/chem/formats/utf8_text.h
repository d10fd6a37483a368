#pragma once

#include <string>
#include <string_view>

namespace molloquy::chem {

/// The text with every byte that is not part of a valid UTF-8 sequence as "?".
std::string validUtf8(std::string_view text);

}  // namespace molloquy::chem
