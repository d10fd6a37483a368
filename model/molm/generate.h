#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "model/molm/molecule_language_model.h"
#include "model/molm/sampler.h"

namespace molloquy::molm {

struct GenerateOptions {
  int maxNewTokens = 128;  ///< also limited by the context length.
  int minNewTokens = 0;    ///< the end token is banned before.
  SamplerOptions sampling;
  std::vector<TokenId> penalised;  ///< tokens the repetition penalty counts from the start.
  /// Additionally banned. [PAD] and <mol> are always banned: their rows are not trained to be said.
  std::vector<TokenId> banned;
};

enum class GenerationFinish { EndOfText, MaxTokens, Stopped };

struct Generation {
  GenerationFinish finish = GenerationFinish::EndOfText;
  std::vector<TokenId> tokens;  ///< without the end token.
  int promptTokens = 0;
  double firstTokenSeconds = 0;  ///< from the call to the first token.
  double seconds = 0;            ///< of the whole call.
};

/// Called with every token as it is chosen, not with the end token.
using OnToken = std::function<void(TokenId)>;

/// Writes an answer about one structure. Knows no text.
///
/// graph    one structure (B = 1), collated for the model's graph mask policy.
/// prompt   begin token first, Q molecule tokens inside.
/// A stop request is looked at before each chunk of the prompt and before each token.
/// Errors: InvalidInput (prompt empty, a wrong number of molecule tokens, an id outside the
/// vocabulary, no room for an answer; naming both sizes).
/// Thread: the caller's; opens InferenceMode. Precondition: the model is in eval mode.
Result<Generation> generate(MoleculeLanguageModel& model, const unimol::GraphBatch& graph,
                            std::span<const TokenId> prompt, const GenerateOptions& options,
                            const OnToken& onToken, std::stop_token stop);

/// The loop itself, from prompt embeddings [1, L, D]; `banned` as given, the end token is `end`.
/// Precondition: runs under InferenceMode or no_grad; L + 1 <= maxPosition.
Generation generateFromEmbeddings(llama::Decoder& decoder, const at::Tensor& embeddings,
                                  TokenId end, const GenerateOptions& options,
                                  const OnToken& onToken, std::stop_token stop);

}  // namespace molloquy::molm
