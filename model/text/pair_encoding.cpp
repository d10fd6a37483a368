#include "model/text/pair_encoding.h"

#include <algorithm>
#include <cassert>

#include "model/text/tokenizer.h"

namespace molloquy::text {
namespace {

void append(EncodedPair& row, TokenId id, std::int8_t type) {
  row.ids.push_back(id);
  row.types.push_back(type);
  row.mask.push_back(1);
}

}  // namespace

EncodedPair encodePair(const Tokenizer& tokenizer, std::string_view prompt, std::string_view text,
                       std::optional<std::size_t> maxTokens) {
  std::vector<TokenId> promptIds = tokenizer.encode(prompt);
  std::vector<TokenId> textIds = tokenizer.encode(text);
  if (maxTokens) {
    assert(*maxTokens >= 2);
    while (promptIds.size() + textIds.size() + 2 > *maxTokens) {
      (promptIds.size() > textIds.size() ? promptIds : textIds).pop_back();
    }
  }
  EncodedPair row;
  append(row, tokenizer.special().begin, 0);
  for (const TokenId id : promptIds) append(row, id, 0);
  append(row, tokenizer.special().begin, 1);
  for (const TokenId id : textIds) append(row, id, 1);
  return row;
}

EncodedPair encodeSingle(const Tokenizer& tokenizer, std::string_view text) {
  EncodedPair row;
  for (const TokenId id : tokenizer.encodeWithBegin(text)) append(row, id, 0);
  return row;
}

void padRows(std::vector<EncodedPair>& rows, TokenId pad, PaddingSide side, std::size_t width) {
  for (const EncodedPair& row : rows) width = std::max(width, row.ids.size());
  for (EncodedPair& row : rows) {
    const std::size_t missing = width - row.ids.size();
    const auto fill = [&](auto& list, auto value) {
      list.insert(side == PaddingSide::Left ? list.begin() : list.end(), missing, value);
    };
    fill(row.ids, pad);
    fill(row.types, std::int8_t{0});
    fill(row.mask, std::int8_t{0});
  }
}

}  // namespace molloquy::text
