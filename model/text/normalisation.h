#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace molloquy::text {

/// Unicode normalisation forms C and D of well-formed text.
/// Source: Unicode Standard Annex 15, computed by utf8proc.
std::string composed(const std::string& utf8);
std::string decomposed(const std::string& utf8);

/// What a character is, as the tokenizers ask.
enum class CharacterKind { Other, Mark, Control, Blank, Punctuation };
/// Mark: category Mn. Control: every category C. Blank: Zs. Punctuation: every category P.
CharacterKind characterKind(std::int32_t codePoint);
/// Small letters, a sigma at the end of a word as its own form. Source: Unicode 14, section 3.13.
std::vector<std::int32_t> lowerCase(const std::vector<std::int32_t>& codePoints);

/// Errors: Unsupported when the program was built without the libraries for Unicode text.
Result<void> requireUnicode();

}  // namespace molloquy::text
