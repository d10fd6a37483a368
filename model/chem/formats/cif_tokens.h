#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace molloquy::chem {

/// A piece of a CIF text.
struct CifToken {
  enum class Kind { Block, Loop, Tag, Value, End };
  Kind kind = Kind::End;
  /// A tag with its underscore, a block's name, a value without its quotes; "" for the unquoted
  /// values "." and "?". Refers to the text.
  std::string_view text;
  std::size_t line = 0;  ///< 1-based.
};

/// Cuts a CIF 1.1 text into tokens: comments are skipped, '...' and "..." end at a quote before a
/// blank, text fields run between two lines that begin with a semicolon.
/// Source: Hall, Allen and Brown, Acta Cryst. A 47 (1991) 655; International Tables G, chapter 2.2.
class CifTokens {
 public:
  explicit CifTokens(std::string_view text) : m_text(text) {}

  /// Errors: InvalidInput (a quote or text field that does not end, with its line).
  Result<CifToken> next();
  /// Bytes read so far.
  [[nodiscard]] std::size_t place() const { return m_at; }

 private:
  void skipBlanks();
  Result<CifToken> quoted(char quote);
  Result<CifToken> textField();

  std::string_view m_text;
  std::size_t m_at = 0;
  std::size_t m_line = 1;
};

}  // namespace molloquy::chem
