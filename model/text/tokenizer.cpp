#include "model/text/tokenizer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/text/added_tokens.h"
#include "model/text/sentencepiece_model.h"
#include "model/text/tokenizer_contents.h"
#include "model/text/unicode.h"

namespace molloquy::text {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kBlank = "\xE2\x96\x81";  // U+2581, a blank in piece names

}  // namespace

Tokenizer::Tokenizer(std::shared_ptr<const Contents> contents) : m_contents(std::move(contents)) {}

Result<Tokenizer> Tokenizer::load(const fs::path& sentencePieceFile, const SpecialTokens& special) {
  FolderTokens tokens;
  tokens.molecule = special;
  auto contents = sentencePieceContents(sentencePieceFile, tokens);
  if (!contents) return tl::unexpected(contents.error());
  return Tokenizer(*std::move(contents));
}

Result<Tokenizer> Tokenizer::loadFromModelFolder(const fs::path& folder) {
  const auto tokens = readFolderTokens(folder);
  if (!tokens) return tl::unexpected(tokens.error());
  const fs::path byteLevel = folder / "tokenizer.json";
  std::error_code ignored;
  const bool onlyByteLevel =
      !fs::exists(folder / "tokenizer.model", ignored) && fs::exists(byteLevel, ignored);
  auto contents = onlyByteLevel ? byteLevelContents(byteLevel, *tokens)
                                : sentencePieceContents(folder / "tokenizer.model", *tokens);
  if (!contents) return tl::unexpected(contents.error());
  return Tokenizer(*std::move(contents));
}

const SpecialTokens& Tokenizer::special() const { return m_contents->special; }

const std::vector<TokenId>& Tokenizer::endTokens() const { return m_contents->ends; }

std::int32_t Tokenizer::size() const { return m_contents->size; }

bool Tokenizer::writesBegin() const { return m_contents->writesBegin; }

const SentencePieceModel* Tokenizer::pieces() const { return m_contents->pieces.get(); }

std::vector<TokenId> Tokenizer::encode(std::string_view utf8, TokenNames names) const {
  std::vector<TokenId> ids;
  const auto encodeText = [&](std::string_view text) {
    if (text.empty()) return;
    for (const std::int32_t id : m_contents->vocabulary->encode(text)) ids.emplace_back(id);
  };
  std::size_t textBegin = 0;
  std::size_t at = names == TokenNames::AreTokens ? 0 : utf8.size();
  while (at < utf8.size()) {
    const AddedToken* token = m_contents->added.at(utf8.substr(at));
    if (token == nullptr) {
      ++at;
      continue;
    }
    encodeText(utf8.substr(textBegin, at - textBegin));
    ids.push_back(token->id);
    at += token->name.size();
    textBegin = at;
  }
  encodeText(utf8.substr(textBegin));
  return ids;
}

std::vector<TokenId> Tokenizer::encodeWithBegin(std::string_view utf8, TokenNames names) const {
  std::vector<TokenId> ids = encode(utf8, names);
  if (writesBegin()) ids.insert(ids.begin(), special().begin);
  return ids;
}

std::optional<TokenId> Tokenizer::find(std::string_view name) const {
  const AddedToken* token = m_contents->added.find(name);
  return token == nullptr ? std::nullopt : std::optional(token->id);
}

bool Tokenizer::isSpecial(TokenId id) const {
  const AddedToken* token = m_contents->added.find(id);
  if (token != nullptr) return token->kind == AddedKind::Special;
  const std::vector<TokenId>& known = m_contents->specialPieces;
  return std::find(known.begin(), known.end(), id) != known.end();
}

bool Tokenizer::isSetApart(TokenId id) const {
  if (pieces() == nullptr) return false;
  const AddedToken* token = m_contents->added.find(id);
  return token != nullptr && (id == special().molecule || token->kind == AddedKind::Word);
}

std::string_view Tokenizer::name(TokenId id) const {
  assert(contains(id));
  if (const AddedToken* token = m_contents->added.find(id)) return token->name;
  const Vocabulary& vocabulary = *m_contents->vocabulary;
  return id.value < vocabulary.pieceCount() ? vocabulary.piece(id.value) : kReplacementCharacter;
}

std::optional<std::string> Tokenizer::bytesOf(TokenId id) const {
  if (!contains(id) || m_contents->added.find(id) != nullptr) {
    if (pieces() != nullptr) return std::nullopt;
    return std::string(contains(id) ? name(id) : kReplacementCharacter);
  }
  const Vocabulary& vocabulary = *m_contents->vocabulary;
  if (id.value < vocabulary.pieceCount()) return vocabulary.bytesOf(id.value);
  return std::string(kReplacementCharacter);
}

/// LlamaTokenizer.convert_tokens_to_string: special tokens are written as they are, the runs
/// between them go through the library. A special token after a run is preceded by a blank.
std::string Tokenizer::joinPieces(std::span<const TokenId> ids) const {
  std::string text;
  std::vector<std::string_view> run;
  const auto closeRun = [&] {
    if (!run.empty()) text += pieces()->decode(run);
    run.clear();
  };
  bool afterSpecial = false;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::string_view piece = contains(ids[i]) ? name(ids[i]) : kReplacementCharacter;
    if (isSpecial(ids[i])) {
      if (!afterSpecial && i != 0) text += ' ';
      closeRun();
      text += piece;
    } else {
      if (i == 0 && piece.starts_with(kBlank)) piece.remove_prefix(kBlank.size());
      run.push_back(piece);
    }
    afterSpecial = isSpecial(ids[i]);
  }
  closeRun();
  return text;
}

std::string Tokenizer::joinBytes(std::span<const TokenId> ids, SpecialTokensInText special) const {
  std::string bytes;
  for (const TokenId id : ids) {
    if (special == SpecialTokensInText::Skip && isSpecial(id)) continue;
    bytes += bytesOf(id).value_or(std::string());
  }
  return wellFormed(bytes);
}

/// PreTrainedTokenizer._decode: tokens set apart and the texts between them are joined by blanks.
std::string Tokenizer::decode(std::span<const TokenId> ids, SpecialTokensInText special) const {
  if (pieces() == nullptr) return joinBytes(ids, special);
  std::vector<std::string> parts;
  std::vector<TokenId> run;
  for (const TokenId id : ids) {
    if (special == SpecialTokensInText::Skip && isSpecial(id)) continue;
    if (!isSetApart(id)) {
      run.push_back(id);
      continue;
    }
    if (std::string text = joinPieces(run); !text.empty()) parts.push_back(std::move(text));
    run.clear();
    parts.emplace_back(name(id));
  }
  if (!run.empty()) parts.push_back(joinPieces(run));
  return fmt::format("{}", fmt::join(parts, " "));
}

}  // namespace molloquy::text
