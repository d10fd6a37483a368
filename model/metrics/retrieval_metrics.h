#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/base/result.h"

namespace molloquy::metrics {

/// Features of N pairs; structure i and text i belong together. Q queries, P numbers a feature,
/// every feature of length one.
struct RetrievalFeatures {
  std::size_t pairs = 0;          ///< N
  std::size_t queries = 0;        ///< Q
  std::size_t width = 0;          ///< P
  std::vector<float> structures;  ///< [N, Q, P]
  std::vector<float> texts;       ///< [N, P]

  /// The cosine of a structure and a text: the best of the structure's queries.
  [[nodiscard]] float similarity(std::size_t structure, std::size_t text) const;
};

/// Places of the right answers, 0 = first.
///
/// Scores are sorted in descending order by a stable sort: of two equal scores the one with the
/// smaller index is in front, so a tie counts against a pair with a larger index. A score that is
/// not a number is behind all others. A right answer that is no candidate has place `kMissed`.
struct RetrievalRanks {
  static constexpr std::size_t kMissed = static_cast<std::size_t>(-1);
  std::vector<std::size_t> textOfStructure;  ///< [N] M2T: where the own text is among the texts.
  std::vector<std::size_t> structureOfText;  ///< [N] T2M
};

/// Shares of right answers in first place and among the first 20. Of at most 20 answers to choose
/// from (a small set, a small last batch) every one is among the first 20: R@20 counts 1 there.
struct RetrievalFigures {
  double accuracy = 0.0;
  double recall20 = 0.0;
  std::size_t pairs = 0;
};
inline constexpr std::size_t kRecallPlaces = 20;

/// Pooled over all pairs. Precondition: ranks not empty.
RetrievalFigures retrievalFigures(std::span<const std::size_t> ranks);

/// Batches of at most `size` pairs in an order drawn with `seed`, the same on every platform; the
/// last one may be smaller. size >= 1.
/// Source: 3D-MoLM reference blip2_stage1.py and stage1_dm.py (batches of 64, last one kept).
using Batches = std::vector<std::vector<std::size_t>>;
Batches retrievalBatches(std::size_t pairs, std::size_t size, std::uint64_t seed);

/// A structure with a text, indices of pairs.
struct MatchPair {
  std::size_t structure = 0;
  std::size_t text = 0;
  friend auto operator<=>(const MatchPair&, const MatchPair&) = default;
};
/// What the matching head says of a pair, the logit of "match".
using MatchScore = std::function<float(const MatchPair& pair)>;

/// Ranks within each batch. match  added to the cosine of every pair; empty = the cosine alone.
RetrievalRanks ranksWithinBatches(const RetrievalFeatures& features, const Batches& batches,
                                  const MatchScore& match = {});
/// All pairs of structures and texts of the same batch: what the matching head has to judge.
std::vector<MatchPair> pairsWithinBatches(const Batches& batches);

/// The whole set: ranks by cosine, and the best candidates of every structure and text.
struct FullSet {
  RetrievalRanks ranks;
  std::vector<std::vector<std::size_t>> textsOfStructure;  ///< [N] best texts, best first.
  std::vector<std::vector<std::size_t>> structuresOfText;  ///< [N] best structures, best first.
};
/// Done and all structures.
using OnRetrieval = std::function<void(std::size_t done, std::size_t all)>;

/// Compares everything with everything, a block of rows at a time: N x candidates numbers are kept,
/// never N x N. Errors: InvalidInput ("Measuring was stopped.", or sizes that do not fit).
Result<FullSet> rankFullSet(const RetrievalFeatures& features, std::size_t candidates,
                            const OnRetrieval& progress = {}, const std::stop_token& stop = {});

/// The pairs among the candidates of either direction, each once, in ascending order.
std::vector<MatchPair> candidatePairs(const FullSet& full);
/// Ranks after the candidates were sorted by cosine + match; a right answer outside them is missed.
/// Source: 3D-MoLM reference blip2_stage1.py, rerank_cand_num.
RetrievalRanks rerankFullSet(const RetrievalFeatures& features, const FullSet& full,
                             const MatchScore& match);

}  // namespace molloquy::metrics
