#include "model/chem/formats/utf8_text.h"

#include <cstddef>
#include <cstdint>

namespace molloquy::chem {
namespace {

/// Length of the sequence that begins at text[at]; 0 when there is none.
std::size_t sequenceAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || at + length > text.size()) return 0;
  std::uint32_t code = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return 0;
    code = code << 6U | (byte(at + i) & 0x3FU);
  }
  const bool shortest = length < 3 || code >= (length == 3 ? 0x800U : 0x10000U);
  const bool character = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return shortest && character ? length : 0;
}

}  // namespace

std::string validUtf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequenceAt(text, at);
    if (length == 0) {
      result += '?';
      ++at;
    } else {
      result.append(text.substr(at, length));
      at += length;
    }
  }
  return result;
}

}  // namespace molloquy::chem
