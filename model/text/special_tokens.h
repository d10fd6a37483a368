#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/strong_index.h"

namespace molloquy::text {

/// No id: models without a molecule part have no pad and molecule token.
inline constexpr TokenId kNoToken{-1};

/// Tokens with a meaning of their own. [PAD] and <mol> follow the last piece.
///
/// Source: 3D-MoLM, which sets bos = eos = unk = </s>; models of our own keep the vocabulary's
/// three.
struct SpecialTokens {
  TokenId begin;     ///< in front of every text.
  TokenId end;       ///< ends an answer.
  TokenId pad;       ///< "[PAD]", fills short rows of a batch.
  TokenId molecule;  ///< "<mol>", whose places receive the molecule's embeddings.
  std::optional<TokenId> unknown =
      std::nullopt;  ///< the vocabulary's own unknown piece if not given.
};

/// What a model folder says of its special tokens.
struct FolderTokens {
  /// Given by the configurations of our own folders; nullopt for plain language models.
  std::optional<SpecialTokens> molecule;
  std::optional<TokenId> begin;     ///< of a plain language model.
  std::vector<TokenId> ends;        ///< of a plain language model; each ends an answer.
  std::optional<bool> writesBegin;  ///< whether texts begin with `begin`, if the folder says so.
  std::vector<std::pair<std::string, TokenId>> added;  ///< names beyond the vocabulary's pieces.
};

/// Reads config.json ("special_tokens" of our own folders, or "bos_token_id" and "eos_token_id"),
/// and of plain language models generation_config.json, tokenizer_config.json and
/// added_tokens.json where they exist.
/// Errors: NotFound (no config.json), Corrupt, naming file and field.
Result<FolderTokens> readFolderTokens(const std::filesystem::path& folder);

}  // namespace molloquy::text
