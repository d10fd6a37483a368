#include "model/chem/pattern_column.h"

#include <algorithm>
#include <string_view>

namespace molloquy::chem {
namespace {

/// Characters from the front that are tried; each try is a parse.
constexpr std::size_t kTried = 400;

/// What closes the brackets that a beginning of a pattern leaves open.
std::string closing(std::string_view beginning) {
  std::string closers;
  for (const char letter : beginning) {
    if (letter == '(') closers.insert(0, 1, ')');
    if (letter == '[') closers.insert(0, 1, ']');
    if ((letter == ')' || letter == ']') && !closers.empty()) closers.erase(0, 1);
  }
  return closers;
}

}  // namespace

std::size_t wrongColumn(const std::string& text,
                        const std::function<bool(const std::string&)>& reads) {
  for (std::size_t length = std::min(text.size(), kTried); length > 0; --length) {
    const std::string beginning = text.substr(0, length);
    if (reads(beginning + closing(beginning))) return length + 1;
  }
  return 1;
}

}  // namespace molloquy::chem
