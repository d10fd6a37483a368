#include "model/metrics/letters.h"

#include <algorithm>

#include "model/text/normalisation.h"
#include "model/text/unicode.h"

namespace molloquy::metrics {
namespace {

/// The one letter whose small form has two characters: i and a dot above.
constexpr std::int32_t kDottedCapital = 0x130;
constexpr std::int32_t kDotAbove = 0x307;

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char smallLetter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::vector<std::int32_t> smallLetters(std::string_view utf8) {
  if (isAscii(utf8)) {
    std::vector<std::int32_t> points(utf8.size());
    std::transform(utf8.begin(), utf8.end(), points.begin(), smallLetter);
    return points;
  }
  std::vector<std::int32_t> points = text::codePoints(utf8);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i] != kDottedCapital) continue;
    points[i] = 'i';
    points.insert(points.begin() + static_cast<std::ptrdiff_t>(i) + 1, kDotAbove);
  }
  return text::lowerCase(points);
}

std::string smallLetterText(std::string_view utf8) {
  std::string text;
  if (isAscii(utf8)) {
    text.resize(utf8.size());
    std::transform(utf8.begin(), utf8.end(), text.begin(), smallLetter);
    return text;
  }
  for (const std::int32_t point : smallLetters(utf8)) text::appendCharacter(text, point);
  return text;
}

bool isGap(std::int32_t codePoint) {
  if (codePoint < 0x80) {
    return (codePoint >= 0x09 && codePoint <= 0x0D) || (codePoint >= 0x1C && codePoint <= 0x20);
  }
  return codePoint == 0x85 || codePoint == 0x2028 || codePoint == 0x2029 ||
         text::characterKind(codePoint) == text::CharacterKind::Blank;
}

}  // namespace molloquy::metrics
