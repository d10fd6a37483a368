#include "model/metrics/retrieval_metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace molloquy::metrics {
namespace {

/// Several sums side by side, so that the compiler may use vector registers.
float dot(const float* a, const float* b, std::size_t width) {
  constexpr std::size_t kLanes = 16;
  std::array<float, kLanes> sums{};
  std::size_t at = 0;
  for (; at + kLanes <= width; at += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[at + lane] * b[at + lane];
  }
  float sum = std::accumulate(sums.begin(), sums.end(), 0.0F);
  for (; at < width; ++at) sum += a[at] * b[at];
  return sum;
}

/// What is no number comes last.
float sortable(float score) {
  return std::isnan(score) ? -std::numeric_limits<float>::infinity() : score;
}

/// A score with its index, in the order of a stable descending sort.
struct Scored {
  float score = 0.0F;
  std::size_t index = 0;

  bool operator<(const Scored& other) const {
    return score > other.score || (score == other.score && index < other.index);
  }
};

/// Place of `own` among scores, themselves in order of their indices.
std::size_t placeOf(std::span<const Scored> scores, std::size_t own) {
  const auto found = std::find_if(scores.begin(), scores.end(),
                                  [own](const Scored& scored) { return scored.index == own; });
  if (found == scores.end()) return RetrievalRanks::kMissed;
  return static_cast<std::size_t>(std::count_if(
      scores.begin(), scores.end(), [&found](const Scored& scored) { return scored < *found; }));
}

/// Keeps the best of what it is given.
class Best {
 public:
  explicit Best(std::size_t most) : m_most(most) {}

  void offer(const Scored& scored) {
    if (m_most == 0) return;
    if (m_heap.size() == m_most) {
      if (!(scored < m_heap.front())) return;
      std::pop_heap(m_heap.begin(), m_heap.end());
      m_heap.back() = scored;
    } else {
      m_heap.push_back(scored);
    }
    std::push_heap(m_heap.begin(), m_heap.end());
  }

  std::vector<std::size_t> take() {
    std::sort(m_heap.begin(), m_heap.end());
    std::vector<std::size_t> indices;
    for (const Scored& scored : m_heap) indices.push_back(scored.index);
    m_heap.clear();
    return indices;
  }

 private:
  std::size_t m_most;
  std::vector<Scored> m_heap;  ///< the worst in front.
};

Result<void> checkSizes(const RetrievalFeatures& features) {
  const auto [N, Q, P] = std::tuple(features.pairs, features.queries, features.width);
  if (Q >= 1 && P >= 1 && features.structures.size() == N * Q * P &&
      features.texts.size() == N * P) {
    return {};
  }
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} pairs with {} queries of {} numbers do not make {} numbers of "
                          "structures and {} of texts.",
                          N, Q, P, features.structures.size(), features.texts.size()));
}

using Candidates = std::vector<std::size_t>;

/// Place of `own` after the candidates were sorted by cosine + match.
template <class PairOf>
std::size_t rerankedPlace(const RetrievalFeatures& features, const Candidates& candidates,
                          std::size_t own, const MatchScore& match, PairOf pairOf) {
  std::vector<Scored> scores;
  for (std::size_t place = 0; place < candidates.size(); ++place) {
    const MatchPair pair = pairOf(candidates[place]);
    // Ties keep the order of the cosine, as a stable sort of the candidates does.
    scores.push_back(
        {sortable(features.similarity(pair.structure, pair.text) + match(pair)), place});
  }
  const auto found = std::find(candidates.begin(), candidates.end(), own);
  return placeOf(scores, static_cast<std::size_t>(found - candidates.begin()));
}

}  // namespace

float RetrievalFeatures::similarity(std::size_t structure, std::size_t text) const {
  const float* words = texts.data() + text * width;
  float best = -std::numeric_limits<float>::infinity();
  for (std::size_t query = 0; query < queries; ++query) {
    const float cosine =
        dot(structures.data() + (structure * queries + query) * width, words, width);
    best = std::max(best, sortable(cosine));
  }
  return best;
}

RetrievalFigures retrievalFigures(std::span<const std::size_t> ranks) {
  const auto within = [ranks](std::size_t places) {
    const auto count = std::count_if(ranks.begin(), ranks.end(),
                                     [places](std::size_t rank) { return rank < places; });
    return static_cast<double>(count) / static_cast<double>(ranks.size());
  };
  return {within(1), within(kRecallPlaces), ranks.size()};
}

Batches retrievalBatches(std::size_t pairs, std::size_t size, std::uint64_t seed) {
  std::vector<std::size_t> order(pairs);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(seed);
  for (std::size_t i = pairs; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
  Batches batches;
  for (std::size_t i = 0; i < pairs; ++i) {
    if (i % size == 0) batches.emplace_back();
    batches.back().push_back(order[i]);
  }
  return batches;
}

RetrievalRanks ranksWithinBatches(const RetrievalFeatures& features, const Batches& batches,
                                  const MatchScore& match) {
  RetrievalRanks ranks{std::vector<std::size_t>(features.pairs, RetrievalRanks::kMissed),
                       std::vector<std::size_t>(features.pairs, RetrievalRanks::kMissed)};
  for (const auto& batch : batches) {
    const std::size_t B = batch.size();
    std::vector<float> scores(B * B);  // [structure, text]
    for (std::size_t s = 0; s < B; ++s) {
      for (std::size_t t = 0; t < B; ++t) {
        const MatchPair pair{batch[s], batch[t]};
        const float judged = match ? match(pair) : 0.0F;
        scores[s * B + t] = sortable(features.similarity(pair.structure, pair.text) + judged);
      }
    }
    std::vector<Scored> row(B);
    std::vector<Scored> column(B);
    for (std::size_t own = 0; own < B; ++own) {
      for (std::size_t other = 0; other < B; ++other) {
        row[other] = {scores[own * B + other], other};
        column[other] = {scores[other * B + own], other};
      }
      ranks.textOfStructure[batch[own]] = placeOf(row, own);
      ranks.structureOfText[batch[own]] = placeOf(column, own);
    }
  }
  return ranks;
}

std::vector<MatchPair> pairsWithinBatches(const Batches& batches) {
  std::vector<MatchPair> pairs;
  for (const auto& batch : batches) {
    for (const std::size_t structure : batch) {
      for (const std::size_t text : batch) pairs.push_back({structure, text});
    }
  }
  return pairs;
}

Result<FullSet> rankFullSet(const RetrievalFeatures& features, std::size_t candidates,
                            const OnRetrieval& progress, const std::stop_token& stop) {
  if (const auto fits = checkSizes(features); !fits) return tl::unexpected(fits.error());
  const std::size_t N = features.pairs;
  FullSet full{{std::vector<std::size_t>(N, 0), std::vector<std::size_t>(N, 0)}, {}, {}};
  std::vector<Scored> own(N);
  for (std::size_t i = 0; i < N; ++i) own[i] = {features.similarity(i, i), i};
  std::vector<Best> structuresOfText(N, Best(candidates));
  for (std::size_t structure = 0; structure < N; ++structure) {
    if (stop.stop_requested()) return fail(ErrorCode::InvalidInput, "Measuring was stopped.");
    Best texts(candidates);
    for (std::size_t text = 0; text < N; ++text) {
      const float score = features.similarity(structure, text);
      const Scored asText{score, text};
      const Scored asStructure{score, structure};
      if (asText < own[structure]) ++full.ranks.textOfStructure[structure];
      if (asStructure < own[text]) ++full.ranks.structureOfText[text];
      texts.offer(asText);
      structuresOfText[text].offer(asStructure);
    }
    full.textsOfStructure.push_back(texts.take());
    if (progress) progress(structure + 1, N);
  }
  for (Best& best : structuresOfText) full.structuresOfText.push_back(best.take());
  return full;
}

std::vector<MatchPair> candidatePairs(const FullSet& full) {
  std::vector<MatchPair> pairs;
  for (std::size_t i = 0; i < full.textsOfStructure.size(); ++i) {
    for (const std::size_t text : full.textsOfStructure[i]) pairs.push_back({i, text});
    for (const std::size_t structure : full.structuresOfText[i]) pairs.push_back({structure, i});
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

RetrievalRanks rerankFullSet(const RetrievalFeatures& features, const FullSet& full,
                             const MatchScore& match) {
  RetrievalRanks ranks;
  for (std::size_t own = 0; own < full.textsOfStructure.size(); ++own) {
    ranks.textOfStructure.push_back(
        rerankedPlace(features, full.textsOfStructure[own], own, match, [own](std::size_t text) {
          return MatchPair{own, text};
        }));
    ranks.structureOfText.push_back(rerankedPlace(features, full.structuresOfText[own], own, match,
                                                  [own](std::size_t structure) {
                                                    return MatchPair{structure, own};
                                                  }));
  }
  return ranks;
}

}  // namespace molloquy::metrics
