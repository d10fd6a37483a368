#pragma once

#include <functional>
#include <stop_token>

#include "model/generation/generation_options.h"
#include "model/generation/inference_decoder.h"
#include "model/generation/teller.h"

namespace molloquy::generation {

/// Beam search behind the prompt in a slot, whose logits are there; fills the result's texts.
///
/// firstLogits  [V] behind the prompt, overwritten.  limit  tokens at most, from 1.
/// onFirstToken  called when the first tokens are chosen.
void searchBeams(InferenceDecoder& decoder, int slot, std::span<float> firstLogits, int limit,
                 const GenerateOptions& options, Teller& teller, const std::stop_token& stop,
                 const std::function<void()>& onFirstToken, Generation& result);

/// Moves the keys of a sequence behind its slot's prompt and cuts them to `tokens` of the answer.
/// returns how many tokens of the answer the slot holds then.
int keepKeys(InferenceDecoder& decoder, int slot, int sequence, std::size_t tokens);

}  // namespace molloquy::generation
