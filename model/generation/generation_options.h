#pragma once

#include <vector>

#include "model/generation/sampler.h"
#include "model/generation/stop_rules.h"

namespace molloquy::generation {

/// Whether a hypothesis that ended counts its end token in the length that its score is divided by.
/// WithEnd: transformers from 4.36 on. WithoutEnd: before; with the prompt's ids or the leading
/// <s> counted as well (GenerateOptions::leadingTokens).
enum class LengthCount { WithEnd, WithoutEnd };

/// Whether the keys of the answer stay behind the prompt, so that the next turn of a conversation
/// need not read them again.
enum class KeepAnswer { No, Yes };

/// How an answer is to be written.
struct GenerateOptions {
  int maxNewTokens = 128;  ///< also limited by the context length.
  int minNewTokens = 0;    ///< end tokens are banned before.
  /// 1: one text, greedy or drawn as `sampling` says. More: beam search, which draws nothing and
  /// of `sampling` reads only the repetition penalty.
  int beams = 1;
  double lengthPenalty = 1.0;  ///< beams: score = log-probability / length ^ this.
  LengthCount lengthCount = LengthCount::WithEnd;
  int leadingTokens = 0;  ///< beams: added to every length.
  SamplerOptions sampling;
  std::vector<TokenId> penalised;  ///< tokens the repetition penalty counts from the start.
  std::vector<TokenId> banned;     ///< never come.
  std::vector<TokenId> ends;       ///< end the answer and do not belong to it.
  StopRules rules;
  KeepAnswer keep = KeepAnswer::No;
};

enum class Finish {
  EndOfText,  ///< an end token, or a stop rule.
  MaxTokens,  ///< the limit asked for, or the context is full.
  Stopped     ///< on request.
};

/// One text of a beam search.
struct Hypothesis {
  std::vector<TokenId> tokens;  ///< without the end token.
  double score = 0;             ///< log-probability / length ^ lengthPenalty.
  Finish finish = Finish::EndOfText;
};

/// What was written behind one prompt.
struct Generation {
  Finish finish = Finish::EndOfText;
  std::vector<TokenId> tokens;  ///< without the end token; what onToken was told.
  double score = 0;             ///< of the best hypothesis; 0 without beams.
  /// Beam search: the `beams` best texts, best first; empty without beams or after a stop.
  std::vector<Hypothesis> hypotheses;
  int promptTokens = 0;          ///< the whole prompt.
  int cachedTokens = 0;          ///< of it, held since an earlier call.
  int keptTokens = 0;            ///< of the answer, now behind the prompt (KeepAnswer::Yes).
  double firstTokenSeconds = 0;  ///< from the call to the first token chosen.
  double seconds = 0;            ///< of the whole call.
};

}  // namespace molloquy::generation
