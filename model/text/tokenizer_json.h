#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "model/base/result.h"
#include "model/text/added_tokens.h"
#include "model/text/byte_level_model.h"

namespace molloquy::text {

/// What a tokenizer.json holds, as far as it is needed to write and read texts.
struct TokenizerJson {
  std::shared_ptr<const ByteLevelModel> model;
  std::vector<AddedToken> added;
  std::optional<TokenId> begin;  ///< the token that its template puts in front of a text.
};

/// Reads byte-level BPE (Llama 3, Qwen2, GPT-2). Source: the tokenizer.json layout of Hugging
/// Face's tokenizers library.
/// Errors: those of readFile; Corrupt (naming the field); Unsupported, naming what is not
/// understood: another model type, normaliser, pre-tokenizer or decoder, byte fallback.
Result<TokenizerJson> readTokenizerJson(const std::filesystem::path& file);

}  // namespace molloquy::text
