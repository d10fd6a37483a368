#pragma once

#include <algorithm>
#include <functional>
#include <string_view>

#include "model/text/streaming_decoder.h"
#include "model/text/tokenizer.h"

namespace molloquy::session {

/// An answer as it is handed over: whole characters, without blanks in front.
class AnswerText {
 public:
  /// Keeps references to both.
  AnswerText(const text::Tokenizer& tokenizer, const std::function<void(std::string_view)>& onText)
      : m_decoder(tokenizer), m_onText(onText) {}

  void push(TokenId token) { emit(m_decoder.push(token)); }
  void finish() { emit(m_decoder.finish()); }

 private:
  void emit(std::string_view text) {
    if (!m_begun) text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.empty()) return;
    m_begun = true;
    if (m_onText) m_onText(text);
  }

  text::StreamingDecoder m_decoder;
  const std::function<void(std::string_view)>& m_onText;
  bool m_begun = false;
};

}  // namespace molloquy::session
