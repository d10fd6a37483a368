#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/generation/inference_decoder.h"

namespace molloquy::generation {

/// log p(token) under the softmax of `logits` [V]; sums in double.
double logProbability(std::span<const float> logits, TokenId token);

/// log p of each of `tokens`, read one after the other behind what the slot holds and `promptRows`
/// [n, D], n >= 1. Afterwards the slot holds the prompt, not the tokens.
/// returns nothing after a stop request; the slot then holds a part of the prompt or of the tokens.
/// Errors: InvalidInput (no prompt rows or no tokens; more positions than the model reads, naming
/// both sizes; a token outside the vocabulary), Internal (logits that are no numbers).
Result<std::optional<std::vector<double>>> scoreTokens(InferenceDecoder& decoder, int slot,
                                                       std::span<const float> promptRows,
                                                       std::span<const TokenId> tokens,
                                                       std::stop_token stop);

}  // namespace molloquy::generation
