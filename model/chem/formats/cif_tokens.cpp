#include "model/chem/formats/cif_tokens.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/chem/formats/text_lines.h"

namespace molloquy::chem {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool isWord(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && lowerCase(text.substr(0, lower.size())) == lower;
}

}  // namespace

void CifTokens::skipBlanks() {
  while (m_at < m_text.size()) {
    const char c = m_text[m_at];
    if (c == '#') {
      m_at = std::min(m_text.find('\n', m_at), m_text.size());
    } else if (isBlank(c)) {
      m_line += c == '\n';
      ++m_at;
    } else {
      return;
    }
  }
}

Result<CifToken> CifTokens::quoted(char quote) {
  const std::size_t begin = m_at + 1;
  for (std::size_t end = begin; end < m_text.size() && m_text[end] != '\n'; ++end) {
    const bool closes =
        m_text[end] == quote && (end + 1 == m_text.size() || isBlank(m_text[end + 1]));
    if (!closes) continue;
    m_at = end + 1;
    return CifToken{CifToken::Kind::Value, m_text.substr(begin, end - begin), m_line};
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("Line {} has a quote that does not end: {}. Close it, or get the file "
                          "again.",
                          m_line, shown(m_text.substr(m_at, 30))));
}

Result<CifToken> CifTokens::textField() {
  const std::size_t begin = m_at + 1;
  const std::size_t end = m_text.find("\n;", m_at);
  if (end == std::string_view::npos) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The text field that starts at line {} does not end with a line that "
                            "begins with a semicolon. The file is probably cut off; get it again.",
                            m_line));
  }
  const CifToken token{CifToken::Kind::Value, m_text.substr(begin, end > begin ? end - begin : 0),
                       m_line};
  m_line += static_cast<std::size_t>(
      std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                 m_text.begin() + static_cast<std::ptrdiff_t>(end + 1), '\n'));
  m_at = end + 2;
  return token;
}

Result<CifToken> CifTokens::next() {
  skipBlanks();
  if (m_at >= m_text.size()) return CifToken{CifToken::Kind::End, {}, m_line};
  const char first = m_text[m_at];
  if (first == '\'' || first == '"') return quoted(first);
  if (first == ';' && (m_at == 0 || m_text[m_at - 1] == '\n')) return textField();
  const std::size_t begin = m_at;
  while (m_at < m_text.size() && !isBlank(m_text[m_at])) ++m_at;
  const std::string_view word = m_text.substr(begin, m_at - begin);
  if (first == '_') return CifToken{CifToken::Kind::Tag, word, m_line};
  if ((first == 'd' || first == 'D') && isWord(word, "data_")) {
    return CifToken{CifToken::Kind::Block, word.substr(5), m_line};
  }
  if ((first == 'l' || first == 'L') && word.size() == 5 && isWord(word, "loop_")) {
    return CifToken{CifToken::Kind::Loop, word, m_line};
  }
  const bool absent = word == "." || word == "?";
  return CifToken{CifToken::Kind::Value, absent ? std::string_view() : word, m_line};
}

}  // namespace molloquy::chem
