#include "model/text/unicode.h"

namespace molloquy::text {
namespace {

bool isTrailByte(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// How many bytes the character that starts with `lead` has; 0 when none starts so.
std::size_t sequenceLength(unsigned char lead) {
  if (lead < 0x80U) return 1;
  if (lead >= 0xC2U && lead < 0xE0U) return 2;
  if ((lead & 0xF0U) == 0xE0U) return 3;
  if (lead >= 0xF0U && lead < 0xF5U) return 4;
  return 0;
}

/// Overlong forms, surrogates and numbers past U+10FFFF show in the second byte.
bool secondByteFits(unsigned char lead, unsigned char second) {
  if (lead == 0xE0U) return second >= 0xA0U;
  if (lead == 0xEDU) return second < 0xA0U;
  if (lead == 0xF0U) return second >= 0x90U;
  if (lead == 0xF4U) return second < 0x90U;
  return true;
}

/// What stands at the front of a text: `good` bytes that begin a character of `length` bytes.
struct Front {
  std::size_t length = 0;  ///< 0 when no character begins so.
  std::size_t good = 0;
  bool cut = false;  ///< the text ended first.

  [[nodiscard]] bool whole() const { return length > 0 && good == length; }
};

Front look(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  Front front{sequenceLength(lead), 1, false};
  while (front.good < front.length) {
    if (front.good == bytes.size()) {
      front.cut = true;
      break;
    }
    const auto byte = static_cast<unsigned char>(bytes[front.good]);
    if (!isTrailByte(byte) || (front.good == 1 && !secondByteFits(lead, byte))) break;
    ++front.good;
  }
  return front;
}

}  // namespace

std::string takeCharacters(std::string& pending, TextEnd end, BrokenCharacters broken) {
  std::string text;
  std::string_view left = pending;
  while (!left.empty()) {
    const Front front = look(left);
    if (front.cut && end == TextEnd::Open) break;
    std::size_t taken = front.good;
    if (front.whole()) {
      text += left.substr(0, taken);
    } else {
      text += kReplacementCharacter;
      if (broken == BrokenCharacters::OneMarkPerByte) taken = 1;
    }
    left.remove_prefix(taken);
  }
  pending.erase(0, pending.size() - left.size());
  return text;
}

std::string wellFormed(std::string_view bytes) {
  std::string pending(bytes);
  return takeCharacters(pending, TextEnd::Reached, BrokenCharacters::OneMarkPerCharacter);
}

std::vector<std::int32_t> codePoints(std::string_view utf8) {
  const std::string text = wellFormed(utf8);
  std::vector<std::int32_t> points;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = sequenceLength(lead);
    std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    points.push_back(static_cast<std::int32_t>(point));
    at += length;
  }
  return points;
}

void appendCharacter(std::string& text, std::int32_t codePoint) {
  const auto point = static_cast<std::uint32_t>(codePoint);
  const auto append = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (point < 0x80U) return append(point);
  if (point < 0x800U) {
    append(0xC0U | (point >> 6));
  } else {
    if (point < 0x10000U) {
      append(0xE0U | (point >> 12));
    } else {
      append(0xF0U | (point >> 18));
      append(0x80U | ((point >> 12) & 0x3FU));
    }
    append(0x80U | ((point >> 6) & 0x3FU));
  }
  append(0x80U | (point & 0x3FU));
}

}  // namespace molloquy::text
