#include "model/text/normalisation.h"

#include <cstddef>
#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace molloquy::text {
namespace {

std::string normalised(const std::string& utf8,
                       utf8proc_uint8_t* (*form)(const utf8proc_uint8_t*)) {
  // utf8proc reads to a zero byte, so texts between zeros are normalised one by one.
  std::string result;
  for (std::size_t begin = 0;;) {
    const std::string part(utf8, begin, utf8.find('\0', begin) - begin);
    const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> made(
        form(reinterpret_cast<const utf8proc_uint8_t*>(part.c_str())), &std::free);
    result += made == nullptr ? part : reinterpret_cast<const char*>(made.get());
    begin += part.size() + 1;
    if (begin > utf8.size()) return result;
    result += '\0';
  }
}

bool isCased(std::int32_t codePoint) {
  const auto category = utf8proc_category(codePoint);
  return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL ||
         category == UTF8PROC_CATEGORY_LT;
}

/// Whether the first character that is not a mark is a letter with two cases.
template <class Iterator>
bool lettersNext(Iterator at, Iterator end) {
  while (at != end && characterKind(*at) == CharacterKind::Mark) ++at;
  return at != end && isCased(*at);
}

std::ptrdiff_t toOffset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

}  // namespace

std::string composed(const std::string& utf8) { return normalised(utf8, &utf8proc_NFC); }

std::string decomposed(const std::string& utf8) { return normalised(utf8, &utf8proc_NFD); }

CharacterKind characterKind(std::int32_t codePoint) {
  switch (utf8proc_category(codePoint)) {
    case UTF8PROC_CATEGORY_MN:
      return CharacterKind::Mark;
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
      return CharacterKind::Control;
    case UTF8PROC_CATEGORY_ZS:
      return CharacterKind::Blank;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
      return CharacterKind::Punctuation;
    default:
      return CharacterKind::Other;
  }
}

std::vector<std::int32_t> lowerCase(const std::vector<std::int32_t>& codePoints) {
  constexpr std::int32_t kGreatSigma = 0x3A3;
  constexpr std::int32_t kFinalSigma = 0x3C2;
  std::vector<std::int32_t> lower;
  lower.reserve(codePoints.size());
  for (std::size_t i = 0; i < codePoints.size(); ++i) {
    const bool ends =
        codePoints[i] == kGreatSigma &&
        lettersNext(codePoints.rbegin() + toOffset(codePoints.size() - i), codePoints.rend()) &&
        !lettersNext(codePoints.begin() + toOffset(i + 1), codePoints.end());
    lower.push_back(ends ? kFinalSigma : utf8proc_tolower(codePoints[i]));
  }
  return lower;
}

Result<void> requireUnicode() { return {}; }

}  // namespace molloquy::text
