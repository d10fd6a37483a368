#include "model/text/tokenizer.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/base/atomic_file.h"
#include "model/text/sentencepiece_model.h"

namespace molloquy::text {
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::string_view kBlank = "\xE2\x96\x81";        // U+2581, a blank in piece names
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

Result<SpecialTokens> readSpecialTokens(const fs::path& configFile) {
  const auto text = readFile(configFile);
  if (!text) return tl::unexpected(text.error());
  const json config = json::parse(*text, nullptr, false);
  const auto corrupt = [&](std::string_view what) {
    return fail(ErrorCode::Corrupt, fmt::format("{} {}.", configFile.string(), what));
  };
  if (!config.is_object()) return corrupt("is not a JSON object");
  const auto ids = config.find("special_tokens");
  if (ids == config.end() || !ids->is_object()) return corrupt("has no object \"special_tokens\"");
  const auto readId = [&](const char* field) -> Result<TokenId> {
    const auto value = ids->find(field);
    if (value == ids->end() || !value->is_number_unsigned() ||
        value->get<std::uint64_t>() > std::numeric_limits<std::int32_t>::max()) {
      return corrupt(fmt::format("has no token id \"special_tokens.{}\"", field));
    }
    return TokenId(value->get<std::int32_t>());
  };
  SpecialTokens special;
  for (const auto& [field, id] : {std::pair{"begin", &special.begin},
                                  {"end", &special.end},
                                  {"pad", &special.pad},
                                  {"molecule", &special.molecule}}) {
    const auto read = readId(field);
    if (!read) return tl::unexpected(read.error());
    *id = *read;
  }
  if (ids->contains("unknown")) {
    const auto read = readId("unknown");
    if (!read) return tl::unexpected(read.error());
    special.unknown = *read;
  }
  return special;
}

/// What is wrong with the ids for a vocabulary of that many pieces, or nothing.
Result<void> checkSpecialTokens(const SpecialTokens& special, std::int32_t pieces) {
  const auto refuse = [&](std::string_view name, TokenId id, std::string_view rule) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The token id {} = {} does not fit a vocabulary of {} pieces: {}.",
                            name, id.value, pieces, rule));
  };
  for (const auto& [name, id] : {std::pair{"begin", special.begin},
                                 {"end", special.end},
                                 {"unknown", special.unknown.value_or(special.begin)}}) {
    if (id.value < 0 || id.value >= pieces) {
      return refuse(name, id, "it has to be one of the pieces");
    }
  }
  if (special.pad.value != pieces) {
    return refuse("pad", special.pad, "[PAD] is the first id after the pieces");
  }
  if (special.molecule.value != pieces + 1) {
    return refuse("molecule", special.molecule, "<mol> is the second id after the pieces");
  }
  return {};
}

}  // namespace

Result<Tokenizer> Tokenizer::load(const fs::path& sentencePieceFile, const SpecialTokens& special) {
  const auto bytes = readFile(sentencePieceFile);
  if (!bytes) return tl::unexpected(bytes.error());
  auto pieces = SentencePieceModel::open(*bytes);
  if (!pieces) {
    return tl::unexpected(pieces.error().within("reading " + sentencePieceFile.string()));
  }
  if (const auto fits = checkSpecialTokens(special, (*pieces)->pieceCount()); !fits) {
    return tl::unexpected(fits.error());
  }
  return Tokenizer(std::move(*pieces), special);
}

Result<Tokenizer> Tokenizer::loadFromModelFolder(const fs::path& folder) {
  const auto special = readSpecialTokens(folder / "config.json");
  if (!special) return tl::unexpected(special.error());
  return load(folder / "tokenizer.model", *special);
}

Tokenizer::Tokenizer(std::shared_ptr<const SentencePieceModel> pieces, const SpecialTokens& special)
    : m_pieces(std::move(pieces)), m_special(special) {
  for (std::int32_t id = 0; id < m_pieces->pieceCount(); ++id) {
    const PieceKind kind = m_pieces->kind(id);
    if (kind == PieceKind::Unknown && !m_special.unknown) m_special.unknown = TokenId(id);
    if (kind == PieceKind::Unknown || kind == PieceKind::Control) {
      m_added.push_back({std::string(m_pieces->piece(id)), TokenId(id)});
    }
  }
  m_added.push_back({std::string(kPadToken), m_special.pad});
  m_added.push_back({std::string(kMoleculeToken), m_special.molecule});
  // Of two names that begin alike the longer one is meant.
  std::stable_sort(m_added.begin(), m_added.end(), [](const AddedToken& a, const AddedToken& b) {
    return a.name.size() > b.name.size();
  });
}

std::int32_t Tokenizer::size() const { return m_pieces->pieceCount() + 2; }

const Tokenizer::AddedToken* Tokenizer::addedTokenAt(std::string_view text) const {
  const auto found = std::find_if(m_added.begin(), m_added.end(), [&](const AddedToken& token) {
    return text.starts_with(token.name);
  });
  return found == m_added.end() ? nullptr : &*found;
}

std::vector<TokenId> Tokenizer::encode(std::string_view utf8) const {
  std::vector<TokenId> ids;
  const auto encodeText = [&](std::string_view text) {
    if (text.empty()) return;
    for (const std::int32_t id : m_pieces->encode(text)) ids.emplace_back(id);
  };
  std::size_t textBegin = 0;
  std::size_t at = 0;
  while (at < utf8.size()) {
    const AddedToken* token = addedTokenAt(utf8.substr(at));
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

std::vector<TokenId> Tokenizer::encodeWithBegin(std::string_view utf8) const {
  std::vector<TokenId> ids = encode(utf8);
  ids.insert(ids.begin(), m_special.begin);
  return ids;
}

bool Tokenizer::isSpecial(TokenId id) const {
  return id == m_special.begin || id == m_special.end || id == m_special.pad ||
         id == m_special.molecule || id == m_special.unknown;
}

bool Tokenizer::isAdded(TokenId id) const {
  return std::any_of(m_added.begin(), m_added.end(),
                     [&](const AddedToken& token) { return token.id == id; });
}

bool Tokenizer::isSetApart(TokenId id) const {
  return id == m_special.molecule || (isAdded(id) && !isSpecial(id));
}

std::string_view Tokenizer::name(TokenId id) const {
  assert(contains(id));
  if (id == m_special.pad) return kPadToken;
  if (id == m_special.molecule) return kMoleculeToken;
  return m_pieces->piece(id.value);
}

/// LlamaTokenizer.convert_tokens_to_string: special tokens are written as they are, the runs
/// between them go through the library. A special token after a run is preceded by a blank.
std::string Tokenizer::joinPieces(std::span<const TokenId> ids) const {
  std::string text;
  std::vector<std::string_view> run;
  const auto closeRun = [&] {
    if (!run.empty()) text += m_pieces->decode(run);
    run.clear();
  };
  bool afterSpecial = false;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::string_view piece = contains(ids[i]) ? name(ids[i]) : kReplacement;
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

/// PreTrainedTokenizer._decode: tokens set apart and the texts between them are joined by blanks.
std::string Tokenizer::decode(std::span<const TokenId> ids, SpecialTokensInText special) const {
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
