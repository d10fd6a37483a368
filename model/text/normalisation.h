#pragma once

#include <cstdint>
#include <string>

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
std::int32_t lowerCase(std::int32_t codePoint);

/// Errors: Unsupported when the program was built without the libraries for Unicode text.
Result<void> requireUnicode();

}  // namespace molloquy::text
