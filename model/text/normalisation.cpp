#include "model/text/normalisation.h"

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

std::int32_t lowerCase(std::int32_t codePoint) { return utf8proc_tolower(codePoint); }

Result<void> requireUnicode() { return {}; }

}  // namespace molloquy::text
