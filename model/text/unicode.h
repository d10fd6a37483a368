#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace molloquy::text {

inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";  // U+FFFD

/// How many U+FFFD a broken character leaves. SentencePiece writes one per byte; byte-level
/// tokenizers one per character begun, as the Unicode standard recommends (chapter 3, table 3-8).
enum class BrokenCharacters { OneMarkPerByte, OneMarkPerCharacter };

/// Whether more bytes may follow.
enum class TextEnd { Open, Reached };

/// Takes from the front of `pending` what is certain: whole characters, and marks for bytes that
/// can become none. At the end that is all of it; before, the beginning of a character stays.
std::string takeCharacters(std::string& pending, TextEnd end, BrokenCharacters broken);

/// The text with a mark for every broken character.
std::string wellFormed(std::string_view bytes);

/// Code points of a text; broken characters are U+FFFD.
std::vector<std::int32_t> codePoints(std::string_view utf8);
void appendCharacter(std::string& text, std::int32_t codePoint);

}  // namespace molloquy::text
