#include "model/text/byte_level_model.h"

#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "model/text/normalisation.h"
#include "model/text/unicode.h"

namespace molloquy::text {
namespace {

/// Bytes that have a visible form of their own in Latin-1.
bool isPrintable(int byte) {
  return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) ||
         (byte >= 0xAE && byte <= 0xFF);
}

/// The byte of every letter, by code point.
const std::unordered_map<std::int32_t, char>& letterBytes() {
  static const auto table = [] {
    std::unordered_map<std::int32_t, char> bytes;
    for (int byte = 0; byte < 256; ++byte) {
      bytes[codePoints(byteLetters()[static_cast<std::size_t>(byte)]).front()] =
          static_cast<char>(byte);
    }
    return bytes;
  }();
  return table;
}

std::string inByteLetters(std::string_view bytes) {
  std::string letters;
  for (const char byte : bytes) letters += byteLetters()[static_cast<unsigned char>(byte)];
  return letters;
}

}  // namespace

const std::array<std::string, 256>& byteLetters() {
  static const auto letters = [] {
    std::array<std::string, 256> table;
    std::int32_t next = 0x100;
    for (int byte = 0; byte < 256; ++byte) {
      appendCharacter(table[static_cast<std::size_t>(byte)], isPrintable(byte) ? byte : next++);
    }
    return table;
  }();
  return letters;
}

Result<std::shared_ptr<const ByteLevelModel>> ByteLevelModel::make(ByteLevelParts parts) {
  std::shared_ptr<ByteLevelModel> model(new ByteLevelModel(std::move(parts)));
  if (const auto indexed = model->index(); !indexed) return tl::unexpected(indexed.error());
  return model;
}

Result<void> ByteLevelModel::index() {
  for (std::size_t id = 0; id < m_parts.pieces.size(); ++id) {
    if (!m_parts.pieces[id].empty()) {
      m_ids.try_emplace(m_parts.pieces[id], static_cast<std::int32_t>(id));
    }
  }
  for (std::size_t byte = 0; byte < 256; ++byte) {
    const auto found = m_ids.find(byteLetters()[byte]);
    if (found == m_ids.end()) {
      return fail(ErrorCode::Corrupt,
                  fmt::format("The vocabulary has no piece for the byte {:#04x}.", byte));
    }
    m_byteIds[byte] = found->second;
  }
  for (const auto& [left, right] : m_parts.merges) {
    std::array<std::int32_t, 3> ids{};
    const std::array<std::string, 3> names{left, right, left + right};
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto found = m_ids.find(names[i]);
      if (found == m_ids.end()) {
        return fail(ErrorCode::Corrupt,
                    fmt::format("The merge of \"{}\" and \"{}\" needs the piece \"{}\", which the "
                                "vocabulary lacks.",
                                left, right, names[i]));
      }
      ids[i] = found->second;
    }
    m_merges.add(ids[0], ids[1], ids[2]);
  }
  m_parts.merges.clear();
  m_parts.merges.shrink_to_fit();
  return {};
}

std::int32_t ByteLevelModel::pieceCount() const {
  return static_cast<std::int32_t>(m_parts.pieces.size());
}

std::string_view ByteLevelModel::piece(std::int32_t id) const {
  assert(id >= 0 && id < pieceCount());
  return m_parts.pieces[static_cast<std::size_t>(id)];
}

std::optional<std::string> ByteLevelModel::bytesOf(std::int32_t id) const {
  std::string bytes;
  for (const std::int32_t letter : codePoints(piece(id))) {
    const auto byte = letterBytes().find(letter);
    // A name with another letter in it stands for itself.
    if (byte == letterBytes().end()) return std::string(piece(id));
    bytes += byte->second;
  }
  return bytes;
}

std::vector<std::int32_t> ByteLevelModel::encode(std::string_view utf8) const {
  std::string text = wellFormed(utf8);
  if (m_parts.normalisation == Normalisation::FormC) text = composed(text);
  if (m_parts.blank == BlankInFront::WhenMissing && !text.empty() && text.front() != ' ') {
    text.insert(text.begin(), ' ');
  }
  std::vector<std::int32_t> ids;
  encodeCut(text, 0, ids);
  return ids;
}

void ByteLevelModel::encodeCut(std::string_view text, std::size_t pattern,
                               std::vector<std::int32_t>& ids) const {
  if (text.empty()) return;
  if (pattern == m_parts.patterns.size()) return encodeWord(text, ids);
  m_parts.patterns[pattern].split(
      text, [&](std::string_view part) { encodeCut(part, pattern + 1, ids); });
}

void ByteLevelModel::encodeWord(std::string_view word, std::vector<std::int32_t>& ids) const {
  if (m_parts.wholeWords == WholeWords::TakenAsTheyAre) {
    if (const auto whole = m_ids.find(inByteLetters(word)); whole != m_ids.end()) {
      ids.push_back(whole->second);
      return;
    }
  }
  std::vector<std::int32_t> pieces;
  pieces.reserve(word.size());
  for (const char byte : word) pieces.push_back(m_byteIds[static_cast<unsigned char>(byte)]);
  m_merges.apply(pieces);
  ids.insert(ids.end(), pieces.begin(), pieces.end());
}

}  // namespace molloquy::text
