#include "model/text/streaming_decoder.h"

#include <array>
#include <utility>

#include "model/text/sentencepiece_model.h"
#include "model/text/tokenizer.h"
#include "model/text/unicode.h"

namespace molloquy::text {
namespace {

constexpr std::string_view kBlank = "\xE2\x96\x81";  // U+2581, a blank in piece names
}  // namespace

StreamingDecoder::StreamingDecoder(const Tokenizer& tokenizer) : m_tokenizer(&tokenizer) {}

std::string StreamingDecoder::push(TokenId id) {
  if (m_tokenizer->isSpecial(id)) return {};
  if (!m_tokenizer->isSetApart(id)) return pushPiece(id);
  std::string text = emit(takeBytes(TextEnd::Reached));
  if (m_hasParts || m_runHasText) text += ' ';
  text += m_tokenizer->name(id);
  beginRun();
  m_hasParts = true;
  return text;
}

std::string StreamingDecoder::pushPiece(TokenId id) {
  const bool first = !std::exchange(m_runHasTokens, true);
  if (const auto bytes = m_tokenizer->bytesOf(id)) {
    m_pendingBytes += *bytes;
    return emit(takeBytes(TextEnd::Open));
  }
  std::string text = emit(takeBytes(TextEnd::Reached));
  std::string_view piece =
      m_tokenizer->contains(id) ? m_tokenizer->name(id) : kReplacementCharacter;
  if (first && piece.starts_with(kBlank)) piece.remove_prefix(kBlank.size());
  return text + emit(decodePiece(piece));
}

std::string StreamingDecoder::decodePiece(std::string_view piece) {
  const SentencePieceModel& pieces = *m_tokenizer->pieces();
  if (m_runHasText) {
    // A letter in front keeps the library from treating the blank as one at the start of a text.
    static constexpr std::string_view kLetter = "a";
    return pieces.decode(std::array{kLetter, piece}).substr(kLetter.size());
  }
  m_runStart.emplace_back(piece);
  const std::vector<std::string_view> start(m_runStart.begin(), m_runStart.end());
  return pieces.decode(start);
}

std::string StreamingDecoder::takeBytes(TextEnd end) {
  // Each kind breaks as its own Tokenizer::decode does.
  return takeCharacters(m_pendingBytes, end,
                        m_tokenizer->pieces() == nullptr ? BrokenCharacters::OneMarkPerCharacter
                                                         : BrokenCharacters::OneMarkPerByte);
}

std::string StreamingDecoder::emit(std::string text) {
  if (text.empty()) return text;
  if (!m_runHasText && m_hasParts) text.insert(text.begin(), ' ');
  m_runHasText = true;
  return text;
}

std::string StreamingDecoder::finish() {
  std::string text = emit(takeBytes(TextEnd::Reached));
  // A last run without text still counts as a part.
  if (m_runHasTokens && !m_runHasText && m_hasParts) text += ' ';
  beginRun();
  m_hasParts = false;
  return text;
}

void StreamingDecoder::beginRun() {
  m_pendingBytes.clear();
  m_runStart.clear();
  m_runHasTokens = false;
  m_runHasText = false;
}

}  // namespace molloquy::text
