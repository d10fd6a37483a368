#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/base/strong_index.h"

namespace molloquy::text {

class Tokenizer;

/// Ids of a prompt and, perhaps, the text that is to follow it. All lists are equally long.
struct EncodedPair {
  std::vector<TokenId> ids;
  std::vector<std::int8_t> types;  ///< 0 prompt and padding, 1 the second begin token and the text.
  std::vector<std::int8_t> mask;   ///< 1 token, 0 padding.
};

/// begin, prompt, begin, text, as 3D-MoLM trains; types tell the two apart.
///
/// With `maxTokens` (the two begin tokens included) tokens are dropped one by one from the right
/// end of the longer part, from the text when both are equally long. Precondition: maxTokens >= 2.
/// Source: transformers 4.35.0, PreTrainedTokenizerBase.truncate_sequences (longest_first).
EncodedPair encodePair(const Tokenizer& tokenizer, std::string_view prompt, std::string_view text,
                       std::optional<std::size_t> maxTokens = std::nullopt);

/// begin and the text, all of type 0.
EncodedPair encodeSingle(const Tokenizer& tokenizer, std::string_view text);

/// Where the padding of a short row goes: 3D-MoLM trains left and infers right.
enum class PaddingSide { Left, Right };

/// Fills every row to `width` tokens, or to the longest row when that is more.
void padRows(std::vector<EncodedPair>& rows, TokenId pad, PaddingSide side, std::size_t width = 0);

}  // namespace molloquy::text
