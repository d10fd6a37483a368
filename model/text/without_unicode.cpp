#include "model/text/normalisation.h"
#include "model/text/text_pattern.h"

/// Built where PCRE2 and utf8proc are missing: SentencePiece vocabularies work, the others are
/// refused when they are read, so that nothing below them is reached.
namespace molloquy::text {

struct TextPattern::Code {};

TextPattern::TextPattern(std::shared_ptr<const Code> code) : m_code(std::move(code)) {}

Result<void> requireUnicode() {
  return fail(ErrorCode::Unsupported,
              "This build of Molloquy lacks PCRE2 and utf8proc, so it can only read models with a "
              "tokenizer.model; build it with both libraries installed.");
}

Result<TextPattern> TextPattern::compile(std::string_view) {
  return tl::unexpected(requireUnicode().error());
}

void TextPattern::split(std::string_view utf8,
                        const std::function<void(std::string_view)>& take) const {
  take(utf8);
}

std::string composed(const std::string& utf8) { return utf8; }
std::string decomposed(const std::string& utf8) { return utf8; }
CharacterKind characterKind(std::int32_t) { return CharacterKind::Other; }
std::vector<std::int32_t> lowerCase(const std::vector<std::int32_t>& codePoints) {
  return codePoints;
}

}  // namespace molloquy::text
