#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "model/base/result.h"
#include "model/text/added_tokens.h"
#include "model/text/tokenizer.h"
#include "model/text/vocabulary.h"

/// Inside of model/text: how a Tokenizer is put together.
namespace molloquy::text {

struct Tokenizer::Contents {
  std::shared_ptr<const Vocabulary> vocabulary;
  std::shared_ptr<const SentencePieceModel> pieces;  ///< the same, or none for a byte-level one.
  AddedTokens added;
  SpecialTokens special;
  std::vector<TokenId> specialPieces;  ///< special tokens that are ordinary pieces.
  std::vector<TokenId> ends;
  std::int32_t size = 0;
  bool writesBegin = true;
};

/// Errors: those of Tokenizer::load and Tokenizer::loadFromModelFolder.
Result<std::shared_ptr<const Tokenizer::Contents>> sentencePieceContents(
    const std::filesystem::path& file, const FolderTokens& tokens);
Result<std::shared_ptr<const Tokenizer::Contents>> byteLevelContents(
    const std::filesystem::path& file, const FolderTokens& tokens);

}  // namespace molloquy::text
