#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "model/generation/generation_options.h"
#include "model/generation/inference_decoder.h"

namespace molloquy::generation {

/// Called with every token as soon as it is settled, not with the end token. Beam search settles a
/// token when all its texts agree on it. After a stop it is not called any more.
using OnToken = std::function<void(TokenId)>;

/// Writes an answer behind the prompt in a slot. Knows no text.
///
/// promptRows  [n, D] rows to append to what the slot holds; at least one, so that a prompt held
///             completely has to be cut back by a token first.
/// A stop request is looked at before each chunk of the prompt and before each token.
/// Afterwards the slot holds the prompt, and with KeepAnswer::Yes `keptTokens` of the answer.
/// Errors: InvalidInput (nothing to append, no room for an answer: both sizes are named; a token
/// outside the vocabulary; options that contradict each other), Internal (logits that are no
/// numbers).
/// Thread: the caller's.
Result<Generation> generate(InferenceDecoder& decoder, int slot, std::span<const float> promptRows,
                            const GenerateOptions& options, const OnToken& onToken,
                            std::stop_token stop);

/// One prompt of several: rows [n, D] to append to a slot of its own.
struct BatchPrompt {
  int slot = 0;
  std::span<const float> rows;
};

/// Called with the number of the prompt and a token of its answer.
using OnBatchToken = std::function<void(std::size_t, TokenId)>;

/// Writes the answers of several prompts in the same steps; an answer that ended leaves the batch.
/// Each is what `generate` would have written alone (same seed for all), up to the rounding of the
/// decoder. With beams the prompts come one after another. KeepAnswer is not looked at.
/// Errors: as `generate`; the prompt is named. Slots have to differ.
Result<std::vector<Generation>> generateBatch(InferenceDecoder& decoder,
                                              std::span<const BatchPrompt> prompts,
                                              const GenerateOptions& options,
                                              const OnBatchToken& onToken, std::stop_token stop);

}  // namespace molloquy::generation
