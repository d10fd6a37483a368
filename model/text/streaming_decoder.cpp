#include "model/text/streaming_decoder.h"

#include <array>
#include <utility>

#include "model/text/sentencepiece_model.h"
#include "model/text/tokenizer.h"

namespace molloquy::text {
namespace {

constexpr std::string_view kBlank = "\xE2\x96\x81";        // U+2581, a blank in piece names
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool isTrailByte(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// How many bytes the character that starts with `lead` has; 0 when none starts so.
std::size_t sequenceLength(unsigned char lead) {
  if (lead < 0x80U) return 1;
  if (lead >= 0xC2U && lead < 0xE0U) return 2;
  if ((lead & 0xF0U) == 0xE0U) return 3;
  if (lead >= 0xF0U && lead < 0xF5U) return 4;
  return 0;
}

/// Overlong forms, surrogates and numbers past U+10FFFF show in the second byte.
bool secondByteFits(unsigned char lead, unsigned char second) {
  if (lead == 0xE0U) return second >= 0xA0U;
  if (lead == 0xEDU) return second < 0xA0U;
  if (lead == 0xF0U) return second >= 0x90U;
  if (lead == 0xF4U) return second < 0x90U;
  return true;
}

enum class Sequence { Whole, Unfinished, Invalid };

Sequence classify(std::string_view bytes, std::size_t length) {
  if (length == 0) return Sequence::Invalid;
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= bytes.size()) return Sequence::Unfinished;
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (!isTrailByte(byte)) return Sequence::Invalid;
    if (i == 1 && !secondByteFits(static_cast<unsigned char>(bytes[0]), byte)) {
      return Sequence::Invalid;
    }
  }
  return Sequence::Whole;
}

}  // namespace

StreamingDecoder::StreamingDecoder(const Tokenizer& tokenizer) : m_tokenizer(&tokenizer) {}

std::string StreamingDecoder::push(TokenId id) {
  if (m_tokenizer->isSpecial(id)) return {};
  if (!m_tokenizer->isSetApart(id)) return pushPiece(id);
  std::string text = emit(takeBytes(true));
  if (m_hasParts || m_runHasText) text += ' ';
  text += m_tokenizer->name(id);
  beginRun();
  m_hasParts = true;
  return text;
}

std::string StreamingDecoder::pushPiece(TokenId id) {
  const bool first = !std::exchange(m_runHasTokens, true);
  const bool known = m_tokenizer->contains(id);
  if (const auto byte = known ? m_tokenizer->pieces().byteOf(id.value) : std::nullopt) {
    m_pendingBytes += *byte;
    return emit(takeBytes(false));
  }
  std::string text = emit(takeBytes(true));
  std::string_view piece = known ? m_tokenizer->name(id) : kReplacement;
  if (first && piece.starts_with(kBlank)) piece.remove_prefix(kBlank.size());
  return text + emit(decodePiece(piece));
}

std::string StreamingDecoder::decodePiece(std::string_view piece) {
  const auto& pieces = m_tokenizer->pieces();
  if (m_runHasText) {
    // A letter in front keeps the library from treating the blank as one at the start of a text.
    static constexpr std::string_view kLetter = "a";
    return pieces.decode(std::array{kLetter, piece}).substr(kLetter.size());
  }
  m_runStart.emplace_back(piece);
  const std::vector<std::string_view> start(m_runStart.begin(), m_runStart.end());
  return pieces.decode(start);
}

std::string StreamingDecoder::takeBytes(bool atEnd) {
  std::string text;
  std::string_view left = m_pendingBytes;
  while (!left.empty()) {
    const std::size_t length = sequenceLength(static_cast<unsigned char>(left[0]));
    const Sequence sequence = classify(left, length);
    if (sequence == Sequence::Unfinished && !atEnd) break;
    if (sequence == Sequence::Whole) {
      text += left.substr(0, length);
      left.remove_prefix(length);
    } else {
      text += kReplacement;
      left.remove_prefix(1);
    }
  }
  m_pendingBytes.erase(0, m_pendingBytes.size() - left.size());
  return text;
}

std::string StreamingDecoder::emit(std::string text) {
  if (text.empty()) return text;
  if (!m_runHasText && m_hasParts) text.insert(text.begin(), ' ');
  m_runHasText = true;
  return text;
}

std::string StreamingDecoder::finish() {
  std::string text = emit(takeBytes(true));
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
