#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace molloquy::metrics {

/// Code points of a text in small letters, as Python's str.lower makes them: "İ" becomes two.
std::vector<std::int32_t> smallLetters(std::string_view utf8);
/// The same as text.
std::string smallLetterText(std::string_view utf8);

/// What Python counts as a gap between words: str.isspace, and \s of its regular expressions.
bool isGap(std::int32_t codePoint);

}  // namespace molloquy::metrics
