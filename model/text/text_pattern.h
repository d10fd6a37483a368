#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace molloquy::text {

/// The regular expression by which a byte-level tokenizer cuts a text into words.
///
/// Written for other engines, so \s and \S are read as Unicode's White_Space property.
/// Thread: const after compiling.
class TextPattern {
 public:
  /// Errors: Unsupported, naming the place that is not understood.
  static Result<TextPattern> compile(std::string_view pattern);

  /// Hands over the matches and the texts between them, in order; joined they are the text. A text
  /// on which the pattern takes unreasonably long is handed over whole from there on.
  /// utf8  well-formed.
  void split(std::string_view utf8, const std::function<void(std::string_view)>& take) const;

 private:
  struct Code;
  explicit TextPattern(std::shared_ptr<const Code> code);
  std::shared_ptr<const Code> m_code;
};

}  // namespace molloquy::text
