#pragma once

#include <cstddef>
#include <string_view>

namespace molloquy {

/// Half-open range of Unicode code points in a UTF-8 text (the unit of alignment records).
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// Number of code points in a UTF-8 text; a stray continuation byte counts to its predecessor.
std::size_t codePointCount(std::string_view utf8);

/// Byte offset of the given code point (or the text's size when past the end).
std::size_t byteOffset(std::string_view utf8, std::size_t codePoint);

/// The bytes a span covers.
std::string_view textAt(std::string_view utf8, TextSpan span);

}  // namespace molloquy
