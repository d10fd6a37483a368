#pragma once

#include <span>
#include <vector>

#include "model/generation/generation_options.h"

namespace molloquy::generation {

/// Keeps the likeliest texts of one prompt: the bookkeeping of beam search, without a decoder.
///
/// Semantics of transformers' `generate` with early_stopping = False: scores are log-probabilities
/// after the penalty (not normalised again) plus the text's score so far; of the 2 * beams best
/// candidates over all open texts, an end token ranked within the first `beams` finishes a
/// hypothesis (others are dropped), and the first `beams` others stay open. It is done when `beams`
/// hypotheses are kept and the best open candidate, at its present length, is no better than the
/// worst of them; at the limit open texts count as hypotheses. All texts start from one: where
/// transformers gives the copies of the first step a score of -1e9, they are not there here.
/// Source: transformers 4.35.0, generation/beam_search.py and utils.py, as 3D-MoLM used it.
class BeamSearch {
 public:
  /// An open text and the sum of its log-probabilities.
  struct Beam {
    std::vector<TokenId> tokens;
    float score = 0;
  };

  /// vocabulary  V.  limit  tokens of a text at most, from 1. Keeps a reference to `options`.
  BeamSearch(const GenerateOptions& options, int vocabulary, int limit);

  /// Chooses the next tokens. logits [rows, V], overwritten: one row at the first call, then a row
  /// for each open text in order; rows beyond them are not looked at. Precondition: not done.
  void advance(std::span<float> logits);
  /// Nothing can get better, or the limit is reached.
  [[nodiscard]] bool isDone() const { return m_done; }

  /// The next step: what each open text got, and which text it continues; `beams` entries, the
  /// last of them doubled where fewer texts are open.
  [[nodiscard]] std::span<const TokenId> tokens() const { return m_tokens; }
  [[nodiscard]] std::span<const int> parents() const { return m_parents; }

  /// How many tokens every open text and every kept hypothesis have in common; these are settled.
  [[nodiscard]] std::span<const TokenId> agreed() const;
  /// The kept hypotheses, open texts among them where the limit was reached; best first.
  [[nodiscard]] std::vector<Hypothesis> finish() const;
  /// The texts that the rows of the last `advance` belonged to: those a decoder holds keys of.
  [[nodiscard]] std::span<const Beam> held() const { return m_held; }

 private:
  struct Candidate {
    float score;
    int beam;
    TokenId token;
  };
  void score(std::span<float> row, const Beam& beam) const;
  [[nodiscard]] std::vector<Candidate> best(std::span<const float> scores) const;
  void choose(const std::vector<Candidate>& candidates);
  void keep(std::vector<Hypothesis>& kept, Hypothesis hypothesis) const;
  [[nodiscard]] double divided(double logProbability, std::size_t tokens, LengthCount count) const;

  const GenerateOptions& m_options;
  std::size_t m_vocabulary;
  std::size_t m_limit;
  std::vector<Beam> m_open{Beam{}};
  std::vector<Beam> m_held;
  std::vector<Hypothesis> m_kept;  ///< in the order they were found
  std::vector<TokenId> m_tokens;
  std::vector<int> m_parents;
  bool m_done = false;
  bool m_openCount = true;  ///< at the end, open texts are hypotheses.
};

}  // namespace molloquy::generation
