#include "model/text/tokenizer_contents.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "model/base/atomic_file.h"
#include "model/text/sentencepiece_model.h"
#include "model/text/tokenizer_json.h"

namespace molloquy::text {
namespace fs = std::filesystem;
using Contents = Tokenizer::Contents;

namespace {

/// Added tokens follow the pieces; a table of a file cannot ask for a vocabulary of billions.
constexpr std::int32_t kMostAdded = 1 << 16;

tl::unexpected<Error> refuse(std::string_view name, TokenId id, std::int32_t pieces,
                             std::string_view rule) {
  return fail(ErrorCode::InvalidInput,
              fmt::format("The token id {} = {} does not fit a vocabulary of {} pieces: {}.", name,
                          id.value, pieces, rule));
}

/// What is wrong with the ids for a vocabulary of that many pieces, or nothing.
Result<void> checkMoleculeTokens(const SpecialTokens& special, std::int32_t pieces) {
  for (const auto& [name, id] : {std::pair{"begin", special.begin},
                                 {"end", special.end},
                                 {"unknown", special.unknown.value_or(special.begin)}}) {
    if (id.value < 0 || id.value >= pieces) {
      return refuse(name, id, pieces, "it has to be one of the pieces");
    }
  }
  if (special.pad.value != pieces) {
    return refuse("pad", special.pad, pieces, "[PAD] is the first id after the pieces");
  }
  if (special.molecule.value != pieces + 1) {
    return refuse("molecule", special.molecule, pieces, "<mol> is the second id after the pieces");
  }
  return {};
}

/// Begin and ends of a plain language model have to be tokens.
Result<void> checkPlainTokens(const Contents& contents) {
  std::vector<std::pair<std::string_view, TokenId>> ids{{"begin", contents.special.begin}};
  for (const TokenId end : contents.ends) ids.emplace_back("end", end);
  for (const auto& [name, id] : ids) {
    if (id.value < 0 || id.value >= contents.size) {
      return refuse(name, id, contents.size, "it has to be one of its tokens");
    }
  }
  return {};
}

std::vector<TokenId> idsOf(const SpecialTokens& special) {
  return {special.begin, special.end, special.pad, special.molecule,
          special.unknown.value_or(special.end)};
}

bool contains(const std::vector<TokenId>& ids, TokenId id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// The piece of that kind and name; the control pieces of Llama's vocabularies are <s> and </s>.
std::optional<TokenId> controlPiece(const SentencePieceModel& model, std::string_view name) {
  for (std::int32_t id = 0; id < model.pieceCount(); ++id) {
    if (model.kind(id) == PieceKind::Control && model.piece(id) == name) return TokenId(id);
  }
  return std::nullopt;
}

/// Special tokens of a plain language model; the first end stands in for a begin that is missing.
Result<void> setPlainTokens(const FolderTokens& tokens, std::optional<TokenId> begin,
                            std::optional<TokenId> end, Contents& contents) {
  contents.ends = tokens.ends;
  if (contents.ends.empty() && end) contents.ends.push_back(*end);
  if (contents.ends.empty()) {
    return fail(ErrorCode::Corrupt,
                "The model names no token that ends an answer; its config.json needs "
                "\"eos_token_id\".");
  }
  contents.special = {begin.value_or(contents.ends.front()), contents.ends.front(), kNoToken,
                      kNoToken, std::nullopt};
  contents.writesBegin = tokens.writesBegin.value_or(begin.has_value()) && begin.has_value();
  return {};
}

/// Names beyond the pieces, as a plain language model's folder lists them.
Result<void> addNames(const FolderTokens& tokens, std::int32_t pieces,
                      std::vector<AddedToken>& added, std::int32_t& size) {
  for (const auto& [name, id] : tokens.added) {
    if (id.value < pieces) continue;
    if (id.value >= pieces + kMostAdded) {
      return refuse(name, id, pieces, "it is too far behind the pieces");
    }
    size = std::max(size, id.value + 1);
    added.push_back({name, id, AddedKind::Special});
  }
  return {};
}

/// Whose special tokens count: those that 3D-MoLM's set-up names, or all that the vocabulary has.
enum class SpecialPieces { Named, All };

/// Pieces that are found by name: <unk>, <s>, </s> and others without a text.
std::vector<AddedToken> namedPieces(const SentencePieceModel& model,
                                    const std::vector<TokenId>& special, SpecialPieces which) {
  std::vector<AddedToken> added;
  for (std::int32_t id = 0; id < model.pieceCount(); ++id) {
    const PieceKind kind = model.kind(id);
    if (kind != PieceKind::Unknown && kind != PieceKind::Control) continue;
    const bool isSpecial = which == SpecialPieces::All || contains(special, TokenId(id));
    added.push_back({std::string(model.piece(id)), TokenId(id),
                     isSpecial ? AddedKind::Special : AddedKind::Word});
  }
  return added;
}

std::optional<TokenId> unknownPiece(const SentencePieceModel& model) {
  for (std::int32_t id = 0; id < model.pieceCount(); ++id) {
    if (model.kind(id) == PieceKind::Unknown) return TokenId(id);
  }
  return std::nullopt;
}

/// [PAD] and <mol> behind the tokens of a byte-level vocabulary, each at a free id.
Result<void> addMoleculeTokens(const SpecialTokens& special, Contents& contents,
                               std::vector<AddedToken>& added) {
  const std::int32_t size = contents.size;
  for (const auto& [name, id] :
       {std::pair{kPadToken, special.pad}, std::pair{kMoleculeToken, special.molecule}}) {
    const auto taken =
        std::find_if(added.begin(), added.end(),
                     [&, wanted = id](const auto& token) { return token.id == wanted; });
    if (taken != added.end() && taken->name == name) continue;
    if (taken != added.end() || id.value < size || id.value >= size + kMostAdded) {
      return refuse(name, id, size, "it has to be a free id behind them");
    }
    contents.size = std::max(contents.size, id.value + 1);
    added.push_back({std::string(name), id, AddedKind::Special});
  }
  for (const auto& [name, id] : {std::pair{"begin", special.begin}, {"end", special.end}}) {
    if (id.value < 0 || id.value >= size) return refuse(name, id, size, "it has to be one of them");
  }
  contents.special = special;
  contents.ends = {special.end};
  contents.writesBegin = true;
  return {};
}

}  // namespace

Result<std::shared_ptr<const Contents>> sentencePieceContents(const fs::path& file,
                                                              const FolderTokens& tokens) {
  const auto bytes = readFile(file);
  if (!bytes) return tl::unexpected(bytes.error());
  auto model = SentencePieceModel::open(*bytes);
  if (!model) return tl::unexpected(model.error().within("reading " + file.string()));
  const SentencePieceModel& pieces = **model;
  auto contents = std::make_shared<Contents>();
  contents->size = pieces.pieceCount();
  std::vector<AddedToken> added;
  if (tokens.molecule) {
    contents->special = *tokens.molecule;
    contents->ends = {contents->special.end};
    if (!contents->special.unknown) contents->special.unknown = unknownPiece(pieces);
    if (const auto fits = checkMoleculeTokens(*tokens.molecule, contents->size); !fits) {
      return tl::unexpected(fits.error());
    }
    contents->specialPieces = idsOf(contents->special);
    added = namedPieces(pieces, contents->specialPieces, SpecialPieces::Named);
    added.push_back({std::string(kPadToken), contents->special.pad, AddedKind::Special});
    added.push_back({std::string(kMoleculeToken), contents->special.molecule, AddedKind::Special});
    contents->size += 2;
  } else {
    const auto begin = tokens.begin ? tokens.begin : controlPiece(pieces, "<s>");
    if (const auto set = setPlainTokens(tokens, begin, controlPiece(pieces, "</s>"), *contents);
        !set) {
      return tl::unexpected(set.error());
    }
    contents->special.unknown = unknownPiece(pieces);
    added = namedPieces(pieces, {}, SpecialPieces::All);
    if (const auto named = addNames(tokens, pieces.pieceCount(), added, contents->size); !named) {
      return tl::unexpected(named.error());
    }
    if (const auto fits = checkPlainTokens(*contents); !fits) return tl::unexpected(fits.error());
    contents->specialPieces = contents->ends;
  }
  contents->pieces = *std::move(model);
  contents->vocabulary = contents->pieces;
  contents->added = AddedTokens(std::move(added));
  return contents;
}

Result<std::shared_ptr<const Contents>> byteLevelContents(const fs::path& file,
                                                          const FolderTokens& tokens) {
  auto read = readTokenizerJson(file);
  if (!read) return tl::unexpected(read.error());
  auto contents = std::make_shared<Contents>();
  contents->vocabulary = read->model;
  contents->size = read->model->pieceCount();
  for (const AddedToken& token : read->added) {
    if (token.id.value >= read->model->pieceCount() + kMostAdded) {
      return refuse(token.name, token.id, contents->size, "it is too far behind the pieces");
    }
    contents->size = std::max(contents->size, token.id.value + 1);
  }
  std::vector<AddedToken> added = std::move(read->added);
  Result<void> set;
  if (tokens.molecule) {
    set = addMoleculeTokens(*tokens.molecule, *contents, added);
  } else {
    const auto begin = read->begin ? read->begin : tokens.begin;
    FolderTokens plain = tokens;
    if (!plain.writesBegin) plain.writesBegin = read->begin.has_value();
    set = setPlainTokens(plain, begin, std::nullopt, *contents);
    if (set) set = checkPlainTokens(*contents);
    contents->specialPieces = contents->ends;
  }
  if (!set) return tl::unexpected(set.error());
  contents->added = AddedTokens(std::move(added));
  return contents;
}

}  // namespace molloquy::text
