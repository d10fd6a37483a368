#include "model/base/text_offsets.h"

namespace molloquy {
namespace {
bool isContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }
}  // namespace

std::size_t codePointCount(std::string_view utf8) {
  std::size_t count = 0;
  for (const char byte : utf8) count += isContinuation(byte) ? 0 : 1;
  return count;
}

std::size_t byteOffset(std::string_view utf8, std::size_t codePoint) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (isContinuation(utf8[i])) continue;
    if (seen == codePoint) return i;
    ++seen;
  }
  return utf8.size();
}

std::string_view textAt(std::string_view utf8, TextSpan span) {
  const std::size_t begin = byteOffset(utf8, span.begin);
  const std::size_t end = byteOffset(utf8, span.end);
  return utf8.substr(begin, end - begin);
}

}  // namespace molloquy
