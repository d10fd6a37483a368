#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "model/generation/generate.h"
#include "model/molm/molecule_language_model.h"

namespace molloquy::molm {

/// Soft tokens of each structure as the language model reads them, [B, Q, D] floats on the CPU.
///
/// graphs  collated for the model's graph mask policy, on any device.
/// Thread: the caller's; opens InferenceMode. Precondition: the model is in eval mode.
std::vector<float> softTokens(MoleculeLanguageModel& model, const unimol::GraphBatch& graphs);

/// Rows [L, D] of a prompt for a decoder: embeddings, with the soft tokens at the molecule tokens.
///
/// prompt  begin token first, Q molecule tokens inside.  soft  [Q, D] of one structure.
/// Errors: InvalidInput (prompt empty, a wrong number of molecule tokens, an id outside the
/// vocabulary, no room for an answer; naming both sizes).
Result<std::vector<float>> promptRows(generation::InferenceDecoder& decoder, const Config& config,
                                      std::span<const TokenId> prompt, std::span<const float> soft);

/// The options with what no answer of this model may hold, [PAD] and <mol>, whose rows are not
/// trained to be said, and with its end token.
generation::GenerateOptions bounded(const Config& config, generation::GenerateOptions options);

/// Writes an answer about one structure with libtorch's language model; nothing is kept for a next
/// question. Knows no text.
///
/// graph  one structure (B = 1).  Errors: as `promptRows` and generation::generate.
Result<generation::Generation> generate(MoleculeLanguageModel& model,
                                        const unimol::GraphBatch& graph,
                                        std::span<const TokenId> prompt,
                                        const generation::GenerateOptions& options,
                                        const generation::OnToken& onToken, std::stop_token stop);

using generation::GenerateOptions;
using GenerationFinish = generation::Finish;

}  // namespace molloquy::molm
