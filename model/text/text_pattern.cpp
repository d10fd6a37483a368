#include "model/text/text_pattern.h"

#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace molloquy::text {

struct TextPattern::Code {
  std::unique_ptr<pcre2_code, void (*)(pcre2_code*)> code{nullptr, &pcre2_code_free};
  std::unique_ptr<pcre2_match_context, void (*)(pcre2_match_context*)> limits{
      nullptr, &pcre2_match_context_free};
};

namespace {

/// Steps of one match, and the memory that it may keep; real patterns need a millionth of it.
constexpr std::uint32_t kStepLimit = 4'000'000;
constexpr std::uint32_t kHeapLimitKibibytes = 64 * 1024;

/// Characters with the White_Space property. Source: Unicode Character Database, PropList.txt.
constexpr std::string_view kBlanks =
    R"(\t-\r\x{20}\x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})";

/// PCRE2's own \s also takes U+180E, which is no blank any more.
std::string withUnicodeBlanks(std::string_view pattern) {
  std::string written;
  bool inSet = false;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char character = pattern[at];
    if (character == '\\' && at + 1 < pattern.size()) {
      const char escaped = pattern[++at];
      if (escaped == 's') {
        written += inSet ? std::string(kBlanks) : fmt::format("[{}]", kBlanks);
      } else if (escaped == 'S' && !inSet) {
        written += fmt::format("[^{}]", kBlanks);
      } else {
        written += {character, escaped};
      }
      continue;
    }
    if (character == '[') inSet = true;
    if (character == ']') inSet = false;
    written += character;
  }
  return written;
}

std::string messageOf(int code) {
  std::array<PCRE2_UCHAR, 256> message{};
  pcre2_get_error_message(code, message.data(), message.size());
  return reinterpret_cast<const char*>(message.data());
}

/// Where the next match that is not empty begins and ends; nullopt when there is none, or when it
/// cannot be found within the limits.
std::optional<std::pair<std::size_t, std::size_t>> nextMatch(const pcre2_code* code,
                                                             pcre2_match_context* limits,
                                                             pcre2_match_data* match,
                                                             std::string_view text,
                                                             std::size_t from) {
  // The text is well-formed; checking it again for every word would cost its length squared.
  constexpr std::uint32_t kOptions = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY;
  const int found = pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from,
                                kOptions, match, limits);
  if (found < 0) return std::nullopt;
  const PCRE2_SIZE* bounds = pcre2_get_ovector_pointer(match);
  // \K in a lookahead can turn the bounds around.
  if (bounds[0] < from || bounds[1] <= bounds[0]) return std::nullopt;
  return std::pair{bounds[0], bounds[1]};
}

}  // namespace

TextPattern::TextPattern(std::shared_ptr<const Code> code) : m_code(std::move(code)) {}

Result<TextPattern> TextPattern::compile(std::string_view pattern) {
  const std::string written = withUnicodeBlanks(pattern);
  int error = 0;
  PCRE2_SIZE at = 0;
  auto code = std::make_shared<Code>();
  constexpr std::uint32_t kOptions = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
  code->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(written.data()), written.size(),
                                 kOptions, &error, &at, nullptr));
  if (code->code == nullptr) {
    return fail(ErrorCode::Unsupported,
                fmt::format("The pattern \"{}\" cannot be used: {} (at \"{}\").", pattern,
                            messageOf(error), std::string_view(written).substr(0, at)));
  }
  code->limits.reset(pcre2_match_context_create(nullptr));
  if (code->limits == nullptr) {
    return fail(ErrorCode::OutOfMemory, "The memory does not suffice for the tokenizer.");
  }
  pcre2_set_match_limit(code->limits.get(), kStepLimit);
  pcre2_set_heap_limit(code->limits.get(), kHeapLimitKibibytes);
  return TextPattern(std::move(code));
}

void TextPattern::split(std::string_view utf8,
                        const std::function<void(std::string_view)>& take) const {
  const std::unique_ptr<pcre2_match_data, void (*)(pcre2_match_data*)> match(
      pcre2_match_data_create_from_pattern(m_code->code.get(), nullptr), &pcre2_match_data_free);
  std::size_t at = 0;
  while (match != nullptr && at < utf8.size()) {
    const auto found = nextMatch(m_code->code.get(), m_code->limits.get(), match.get(), utf8, at);
    if (!found) break;
    if (found->first > at) take(utf8.substr(at, found->first - at));
    take(utf8.substr(found->first, found->second - found->first));
    at = found->second;
  }
  if (at < utf8.size()) take(utf8.substr(at));
}

}  // namespace molloquy::text
