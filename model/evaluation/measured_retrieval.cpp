#include "model/evaluation/measured_retrieval.h"

#include <algorithm>

#include "model/metrics/retrieval_metrics.h"

namespace molloquy::evaluation {
namespace {

using metrics::MatchPair;
using metrics::RetrievalRanks;

constexpr std::size_t kPlacesPerGroup = 4;  // two directions, accuracy and R@20

/// Ranks of one way to find, and what it is called.
struct Way {
  std::string name;
  RetrievalRanks ranks;
};

/// Scores of judged pairs.
class Judged {
 public:
  Judged(std::vector<MatchPair> pairs, std::vector<float> scores)
      : m_pairs(std::move(pairs)), m_scores(std::move(scores)) {}

  /// Precondition: the pair was judged.
  float operator()(const MatchPair& pair) const {
    const auto found = std::lower_bound(m_pairs.begin(), m_pairs.end(), pair);
    return m_scores[static_cast<std::size_t>(found - m_pairs.begin())];
  }

 private:
  std::vector<MatchPair> m_pairs;  ///< in ascending order.
  std::vector<float> m_scores;
};

/// Everything that a run needs from the model and from the person.
struct Run {
  session::RetrievalSession& model;
  std::span<const session::SeenStructure> structures;
  std::vector<std::string> texts;
  const RetrievalOptions& options;
  const OnRetrievalStep& progress;
  const std::stop_token& stop;

  [[nodiscard]] session::OnRetrieved told(RetrievalStep step) const {
    if (!progress) return {};
    return [this, step](std::size_t done, std::size_t all) { progress(step, done, all); };
  }
};

Result<metrics::RetrievalFeatures> featuresOf(const Run& run) {
  metrics::RetrievalFeatures features;
  features.pairs = run.structures.size();
  features.queries = run.model.info().queries;
  features.width = run.model.info().width;
  auto structures =
      run.model.structureFeatures(run.structures, run.told(RetrievalStep::Structures), run.stop);
  if (!structures) return tl::unexpected(structures.error());
  auto texts = run.model.textFeatures(run.texts, run.told(RetrievalStep::Texts), run.stop);
  if (!texts) return tl::unexpected(texts.error());
  features.structures = *std::move(structures);
  features.texts = *std::move(texts);
  return features;
}

/// The pairs that are re-ranked, judged once even if both ways need them.
Result<Judged> judge(const Run& run, const metrics::Batches& batches,
                     const metrics::FullSet& full) {
  std::vector<MatchPair> pairs = metrics::pairsWithinBatches(batches);
  if (run.options.reranking == Reranking::Everything) {
    const std::vector<MatchPair> more = metrics::candidatePairs(full);
    pairs.insert(pairs.end(), more.begin(), more.end());
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<session::StructureTextPair> asked;
  asked.reserve(pairs.size());
  for (const MatchPair& pair : pairs) asked.push_back({pair.structure, pair.text});
  auto scores = run.model.matchScores(run.structures, run.texts, asked,
                                      run.told(RetrievalStep::Matching), run.stop);
  if (!scores) return tl::unexpected(scores.error());
  return Judged(std::move(pairs), *std::move(scores));
}

Result<std::vector<Way>> waysOf(const Run& run, const metrics::Batches& batches) {
  const auto features = featuresOf(run);
  if (!features) return tl::unexpected(features.error());
  const auto full = metrics::rankFullSet(*features, run.options.candidates,
                                         run.told(RetrievalStep::FullSet), run.stop);
  if (!full) return tl::unexpected(full.error());
  std::vector<Way> ways;
  ways.push_back({"in_batch", metrics::ranksWithinBatches(*features, batches)});
  ways.push_back({"full", full->ranks});
  if (run.options.reranking == Reranking::None) return ways;
  const auto judged = judge(run, batches, *full);
  if (!judged) return tl::unexpected(judged.error());
  ways.push_back({"in_batch_reranked", metrics::ranksWithinBatches(*features, batches, *judged)});
  if (run.options.reranking == Reranking::Everything) {
    ways.push_back({"full_reranked", metrics::rerankFullSet(*features, *full, *judged)});
  }
  return ways;
}

/// Rows whose means are the figures.
metrics::MeasuredRows rowsOf(const std::vector<Way>& ways, std::size_t count) {
  metrics::MeasuredRows rows;
  for (const Way& way : ways) {
    for (const char* name : {"m2t_accuracy", "m2t_r20", "t2m_accuracy", "t2m_r20"}) {
      rows.figures.push_back({way.name, name});
    }
  }
  rows.width = kPlacesPerGroup * ways.size() + 1;
  rows.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::span<double> numbers = rows.row(i);
    std::size_t at = 0;
    for (const Way& way : ways) {
      for (const std::size_t rank : {way.ranks.textOfStructure[i], way.ranks.structureOfText[i]}) {
        numbers[at++] = rank == 0 ? 1.0 : 0.0;
        numbers[at++] = rank < metrics::kRecallPlaces ? 1.0 : 0.0;
      }
    }
    numbers[at] = 1.0;
    const RetrievalRanks& full = ways[1].ranks;
    rows.quality[i] =
        -static_cast<double>(std::min(full.textOfStructure[i], full.structureOfText[i]));
  }
  rows.figuresOf = [](std::span<const double> sums) {
    std::vector<double> means;
    for (const double sum : sums.first(sums.size() - 1)) means.push_back(sum / sums.back());
    return means;
  };
  return rows;
}

}  // namespace

Result<MeasuredAnswers> measureRetrieval(session::RetrievalSession& model,
                                         std::span<const Question> questions,
                                         std::span<const session::SeenStructure> structures,
                                         const RetrievalOptions& options,
                                         const OnRetrievalStep& progress,
                                         const std::stop_token& stop) {
  Run run{model, structures, {}, options, progress, stop};
  for (const Question& question : questions) run.texts.push_back(question.reference);
  const metrics::Batches batches =
      metrics::retrievalBatches(structures.size(), options.batch, options.seed);
  const auto ways = waysOf(run, batches);
  if (!ways) return tl::unexpected(ways.error());
  MeasuredAnswers measured;
  measured.rows = rowsOf(*ways, structures.size());
  for (std::size_t i = 0; i < structures.size(); ++i) measured.places.push_back(i);
  std::size_t inSmallBatch = 0;
  for (const auto& batch : batches) {
    if (batch.size() <= metrics::kRecallPlaces) inSmallBatch += batch.size();
  }
  measured.further = {{"pairs", structures.size()},
                      {"batches", batches.size()},
                      {"batch", options.batch},
                      {"candidates", options.candidates},
                      {"pairs_in_batches_of_at_most_20", inSmallBatch}};
  return measured;
}

}  // namespace molloquy::evaluation
