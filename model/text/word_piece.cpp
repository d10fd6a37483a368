#include "model/text/word_piece.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/text/normalisation.h"
#include "model/text/unicode.h"

namespace molloquy::text {
namespace {

/// Longer words are [UNK]. Source: transformers 4.35.0, WordpieceTokenizer.
constexpr std::size_t kLongestWord = 100;
constexpr std::string_view kInside = "##";
constexpr std::string_view kDecoderToken = "[DEC]";

bool isBlank(std::int32_t point) {
  return point == ' ' || point == '\t' || point == '\n' || point == '\r' || point == 0x2028 ||
         point == 0x2029 || characterKind(point) == CharacterKind::Blank;
}

bool isDropped(std::int32_t point) {
  return point == 0 || point == 0xFFFD || characterKind(point) == CharacterKind::Control;
}

/// ASCII signs count as punctuation even where Unicode calls them symbols ("+", "=", "^").
bool isPunctuation(std::int32_t point) {
  const bool sign = (point >= 33 && point <= 47) || (point >= 58 && point <= 64) ||
                    (point >= 91 && point <= 96) || (point >= 123 && point <= 126);
  return sign || characterKind(point) == CharacterKind::Punctuation;
}

/// CJK Unified Ideographs with their extensions and compatibility forms.
bool isChinese(std::int32_t point) {
  constexpr std::array<std::pair<std::int32_t, std::int32_t>, 8> kBlocks{{{0x4E00, 0x9FFF},
                                                                          {0x3400, 0x4DBF},
                                                                          {0x20000, 0x2A6DF},
                                                                          {0x2A700, 0x2B73F},
                                                                          {0x2B740, 0x2B81F},
                                                                          {0x2B820, 0x2CEAF},
                                                                          {0xF900, 0xFAFF},
                                                                          {0x2F800, 0x2FA1F}}};
  return std::any_of(kBlocks.begin(), kBlocks.end(), [&](const auto& block) {
    return point >= block.first && point <= block.second;
  });
}

std::string toText(const std::vector<std::int32_t>& points) {
  std::string text;
  for (const std::int32_t point : points) appendCharacter(text, point);
  return text;
}

/// Controls left out, blanks made plain, Chinese characters between blanks, letters small.
std::string cleaned(std::string_view text) {
  std::vector<std::int32_t> points;
  for (const std::int32_t point : codePoints(text)) {
    if (isBlank(point)) {
      points.push_back(' ');
    } else if (isChinese(point)) {
      points.insert(points.end(), {' ', point, ' '});
    } else if (!isDropped(point)) {
      points.push_back(point);
    }
  }
  return toText(lowerCase(points));
}

/// Words of a cleaned text: accents dropped, every punctuation mark a word of its own.
std::vector<std::string> wordsOf(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  const auto close = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const std::int32_t point : codePoints(decomposed(composed(text)))) {
    if (characterKind(point) == CharacterKind::Mark) continue;
    if (isBlank(point)) {
      close();
    } else if (isPunctuation(point)) {
      close();
      appendCharacter(word, point);
      close();
    } else {
      appendCharacter(word, point);
    }
  }
  close();
  return words;
}

/// Where the characters of a word begin, and its end.
std::vector<std::size_t> characterBounds(std::string_view word) {
  std::vector<std::size_t> bounds;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((static_cast<unsigned char>(word[i]) & 0xC0U) != 0x80U) bounds.push_back(i);
  }
  bounds.push_back(word.size());
  return bounds;
}

}  // namespace

Result<WordPiece> WordPiece::load(const std::filesystem::path& vocabularyFile) {
  if (const auto unicode = requireUnicode(); !unicode) return tl::unexpected(unicode.error());
  const auto text = readFile(vocabularyFile);
  if (!text) return tl::unexpected(text.error());
  std::vector<std::string> pieces;
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    std::string piece = text->substr(begin, end - begin);
    if (piece.ends_with('\r')) piece.pop_back();
    pieces.push_back(std::move(piece));
    begin = end + 1;
  }
  pieces.emplace_back(kDecoderToken);
  WordPiece vocabulary(std::move(pieces));
  if (const auto found = vocabulary.findSpecial(); !found) {
    return tl::unexpected(found.error().within("reading " + vocabularyFile.string()));
  }
  return vocabulary;
}

WordPiece::WordPiece(std::vector<std::string> pieces) : m_pieces(std::move(pieces)) {
  for (std::size_t id = 0; id < m_pieces.size(); ++id) {
    m_ids[m_pieces[id]] = static_cast<std::int32_t>(id);
  }
}

Result<void> WordPiece::findSpecial() {
  std::vector<AddedToken> added;
  for (const auto& [name, target] : {std::pair{"[PAD]", &m_special.pad},
                                     {"[UNK]", &m_special.unknown},
                                     {"[CLS]", &m_special.begin},
                                     {"[SEP]", &m_special.end},
                                     {"[MASK]", &m_special.mask},
                                     {kDecoderToken.data(), &m_special.decoder}}) {
    const auto found = m_ids.find(name);
    if (found == m_ids.end()) {
      return fail(ErrorCode::Corrupt, fmt::format("The vocabulary has no piece {}; it is not one "
                                                  "of SciBERT's kind.",
                                                  name));
    }
    *target = TokenId(found->second);
    added.push_back({name, *target, AddedKind::Special});
  }
  m_added = AddedTokens(std::move(added));
  return {};
}

std::string_view WordPiece::name(TokenId id) const {
  assert(id.value >= 0 && id.value < size());
  return m_pieces[static_cast<std::size_t>(id.value)];
}

std::vector<TokenId> WordPiece::encode(std::string_view utf8) const {
  std::vector<TokenId> ids;
  std::size_t textBegin = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const AddedToken* token = m_added.at(utf8.substr(at));
    if (token == nullptr) {
      ++at;
      continue;
    }
    encodeText(utf8.substr(textBegin, at - textBegin), ids);
    ids.push_back(token->id);
    at += token->name.size();
    textBegin = at;
  }
  encodeText(utf8.substr(textBegin), ids);
  return ids;
}

void WordPiece::encodeText(std::string_view text, std::vector<TokenId>& ids) const {
  for (const std::string& word : wordsOf(cleaned(text))) encodeWord(word, ids);
}

void WordPiece::encodeWord(const std::string& word, std::vector<TokenId>& ids) const {
  const std::vector<std::size_t> bounds = characterBounds(word);
  std::vector<TokenId> pieces;
  const std::size_t characters = bounds.size() - 1;
  for (std::size_t begin = 0; begin < characters && characters <= kLongestWord;) {
    std::size_t end = characters;
    for (; end > begin; --end) {
      std::string piece(begin > 0 ? kInside : "");
      piece += word.substr(bounds[begin], bounds[end] - bounds[begin]);
      if (const auto found = m_ids.find(piece); found != m_ids.end()) {
        pieces.emplace_back(found->second);
        break;
      }
    }
    if (end == begin) {
      pieces.clear();
      break;
    }
    begin = end;
  }
  if (pieces.empty()) pieces.push_back(m_special.unknown);
  ids.insert(ids.end(), pieces.begin(), pieces.end());
}

std::vector<TokenId> WordPiece::encodeFramed(std::string_view utf8, std::size_t maxTokens) const {
  assert(maxTokens >= 2);
  std::vector<TokenId> ids = encode(utf8);
  ids.resize(std::min(ids.size(), maxTokens - 2));
  ids.insert(ids.begin(), m_special.begin);
  ids.push_back(m_special.end);
  return ids;
}

WordPieceRow WordPiece::encodeRow(std::string_view utf8, std::size_t length) const {
  WordPieceRow row;
  row.ids = encodeFramed(utf8, length);
  row.mask.assign(row.ids.size(), 1);
  row.ids.resize(length, m_special.pad);
  row.mask.resize(length, 0);
  return row;
}

}  // namespace molloquy::text
