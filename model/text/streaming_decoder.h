#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/strong_index.h"
#include "model/text/unicode.h"

namespace molloquy::text {

class Tokenizer;

/// Turns tokens into text one at a time. Everything it returns is whole UTF-8 characters, and
/// joined together it is exactly what Tokenizer::decode gives for the whole list with special
/// tokens skipped. Lives no longer than its tokenizer. Thread: one at a time.
class StreamingDecoder {
 public:
  explicit StreamingDecoder(const Tokenizer& tokenizer);

  /// Text that became certain with this token; often one word, empty inside a multi-byte character.
  std::string push(TokenId id);
  /// The rest: bytes that never became a character, as U+FFFD. Starts over afterwards.
  std::string finish();

 private:
  std::string pushPiece(TokenId id);
  std::string decodePiece(std::string_view piece);
  /// Characters at the front of the pending bytes that are certain; at the end, all of them.
  std::string takeBytes(TextEnd end);
  std::string emit(std::string text);
  void beginRun();

  const Tokenizer* m_tokenizer;
  std::string m_pendingBytes;
  // One run is the text between tokens that decoding sets apart with blanks.
  std::vector<std::string> m_runStart;  ///< pieces of a run that has no text yet.
  bool m_runHasTokens = false;
  bool m_runHasText = false;
  bool m_hasParts = false;  ///< a run with text, or a token set apart, came before.
};

}  // namespace molloquy::text
