#include "model/checkpoints/utf8.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace molloquy::checkpoints {
namespace {

/// Lead bytes whose top bits are `lead`, and the range of code points that need so many bytes.
struct Form {
  std::uint8_t mask;
  std::uint8_t lead;
  std::size_t length;
  std::uint32_t first;
  std::uint32_t last;
};
constexpr std::array<Form, 4> kForms{{{0x80, 0x00, 1, 0x0, 0x7F},
                                      {0xE0, 0xC0, 2, 0x80, 0x7FF},
                                      {0xF0, 0xE0, 3, 0x800, 0xFFFF},
                                      {0xF8, 0xF0, 4, 0x10000, 0x10FFFF}}};

/// Bytes of the code point that the text begins with; 0 when it is not one.
std::size_t codePointBytes(std::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text.front());
  for (const Form& form : kForms) {
    if ((lead & form.mask) != form.lead) continue;
    if (text.size() < form.length) return 0;
    std::uint32_t point = lead & static_cast<std::uint8_t>(~form.mask);
    for (std::size_t i = 1; i < form.length; ++i) {
      const auto next = static_cast<std::uint8_t>(text[i]);
      if ((next & 0xC0U) != 0x80U) return 0;
      point = point << 6U | (next & 0x3FU);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point < form.first || point > form.last || surrogate ? 0 : form.length;
  }
  return 0;
}

}  // namespace

bool isUtf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t length = codePointBytes(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

}  // namespace molloquy::checkpoints
