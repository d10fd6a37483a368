#pragma once

#include <span>
#include <vector>

#include "model/base/strong_index.h"

namespace molloquy::generation {

/// What the repetition penalty meets. Logits: positive ones are divided, negative ones multiplied.
/// Log-probabilities: none is positive, so all are multiplied; what transformers' beam search does.
enum class Scale { Logits, LogProbabilities };

/// Makes tokens that were used less likely; each once, however often it occurs.
/// Source: CTRL (Keskar et al., 2019), section 4.1; transformers, RepetitionPenaltyLogitsProcessor.
void penalise(std::span<float> scores, std::span<const TokenId> used, double penalty, Scale scale);

/// These tokens cannot come: minus infinity.
void ban(std::span<float> scores, std::span<const TokenId> tokens);

/// Logits -> log-probabilities, in place: x - log(sum(exp(x))).
void logSoftmax(std::span<float> logits);

/// sum(exp((x - largest) * scale)) over all numbers; none may be above `largest`.
[[nodiscard]] double sumOfExponentials(std::span<const float> numbers, float largest, double scale);

/// Whether `token` is one of `tokens`.
[[nodiscard]] bool contains(std::span<const TokenId> tokens, TokenId token);

}  // namespace molloquy::generation
