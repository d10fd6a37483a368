#include "model/metrics/retrieval_metrics.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <set>

using namespace molloquy::metrics;
using Ranks = std::vector<std::size_t>;

namespace {

constexpr std::size_t kMissed = RetrievalRanks::kMissed;

/// Features with one query whose cosines are the matrix: texts are unit vectors.
RetrievalFeatures fromMatrix(const std::vector<std::vector<float>>& matrix) {
  RetrievalFeatures features;
  features.pairs = matrix.size();
  features.queries = 1;
  features.width = matrix.size();
  features.texts.assign(matrix.size() * matrix.size(), 0.0F);
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    features.structures.insert(features.structures.end(), matrix[i].begin(), matrix[i].end());
    features.texts[i * matrix.size() + i] = 1.0F;
  }
  return features;
}

/// Every structure finds its own text only behind `ahead` others, as far as there are so many.
RetrievalFeatures rightBehind(std::size_t count, std::size_t ahead) {
  std::vector<std::vector<float>> matrix(count, std::vector<float>(count, 0.0F));
  for (std::size_t i = 0; i < count; ++i) {
    matrix[i][i] = 0.5F;
    for (std::size_t k = 1; k <= ahead && k < count; ++k) {
      matrix[i][(i + k) % count] = 0.5F + 0.001F * static_cast<float>(k);
    }
  }
  return fromMatrix(matrix);
}

Batches oneBatch(std::size_t count) {
  Batches batches(1);
  for (std::size_t i = 0; i < count; ++i) batches[0].push_back(i);
  return batches;
}

}  // namespace

class RetrievalMetricsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theBestQueryCounts() {
    RetrievalFeatures features{1, 2, 2, {1.0F, 0.0F, 0.6F, 0.8F}, {0.0F, 1.0F}};
    QCOMPARE(features.similarity(0, 0), 0.8F);
    features.texts = {-1.0F, 0.0F};
    QCOMPARE(features.similarity(0, 0), -0.6F);
  }

  void ranksOfASmallMatrix() {
    // Row 0 finds its text first, row 1 second, row 2 last; columns likewise 0, 0, 2.
    const auto features = fromMatrix({{0.9F, 0.1F, 0.5F}, {0.4F, 0.3F, 0.2F}, {0.8F, 0.2F, 0.1F}});
    const auto full = rankFullSet(features, 2);
    QVERIFY(full.has_value());
    QCOMPARE(full->ranks.textOfStructure, (Ranks{0, 1, 2}));
    QCOMPARE(full->ranks.structureOfText, (Ranks{0, 0, 2}));
    const auto batch = ranksWithinBatches(features, oneBatch(3));
    QCOMPARE(batch.textOfStructure, full->ranks.textOfStructure);
    QCOMPARE(batch.structureOfText, full->ranks.structureOfText);
    QCOMPARE(full->textsOfStructure, (std::vector<Ranks>{{0, 2}, {0, 1}, {0, 1}}));
    QCOMPARE(full->structuresOfText, (std::vector<Ranks>{{0, 2}, {1, 2}, {0, 1}}));
  }

  void tiesKeepTheOrderOfTheIndices() {
    const auto features = fromMatrix({{0.5F, 0.5F}, {0.5F, 0.5F}});
    const auto full = rankFullSet(features, 1);
    QVERIFY(full.has_value());
    QCOMPARE(full->ranks.textOfStructure, (Ranks{0, 1}));
    QCOMPARE(full->ranks.structureOfText, (Ranks{0, 1}));
    QCOMPARE(full->textsOfStructure, (std::vector<Ranks>{{0}, {0}}));
    const auto batch = ranksWithinBatches(features, oneBatch(2));
    QCOMPARE(batch.textOfStructure, (Ranks{0, 1}));
  }

  void whatIsNoNumberComesLast() {
    auto features = fromMatrix({{0.1F, 0.0F}, {0.0F, 0.1F}});
    features.structures[0] = std::numeric_limits<float>::quiet_NaN();
    const auto full = rankFullSet(features, 2);
    QVERIFY(full.has_value());
    QCOMPARE(full->ranks.textOfStructure[0], std::size_t{0});  // all of its scores are none: a tie
    QCOMPARE(full->ranks.structureOfText[0], std::size_t{1});
  }

  void sizesAndPlaces_data() {
    QTest::addColumn<int>("pairs");
    QTest::addColumn<int>("ahead");
    QTest::addColumn<double>("accuracy");
    QTest::addColumn<double>("recall");
    QTest::newRow("one pair is always right") << 1 << 0 << 1.0 << 1.0;
    QTest::newRow("of 20 every place counts") << 20 << 19 << 0.0 << 1.0;
    QTest::newRow("of 21 the last place is missed") << 21 << 20 << 0.0 << 0.0;
    QTest::newRow("of 21 the last but one counts") << 21 << 19 << 0.0 << 1.0;
    QTest::newRow("of 65 the first place") << 65 << 0 << 1.0 << 1.0;
    QTest::newRow("of 65 the 21st place") << 65 << 20 << 0.0 << 0.0;
  }
  void sizesAndPlaces() {
    QFETCH(int, pairs);
    QFETCH(int, ahead);
    QFETCH(double, accuracy);
    QFETCH(double, recall);
    const auto count = static_cast<std::size_t>(pairs);
    const auto full = rankFullSet(rightBehind(count, static_cast<std::size_t>(ahead)), 64);
    QVERIFY(full.has_value());
    for (const Ranks& ranks : {full->ranks.textOfStructure, full->ranks.structureOfText}) {
      const RetrievalFigures figures = retrievalFigures(ranks);
      QCOMPARE(figures.accuracy, accuracy);
      QCOMPARE(figures.recall20, recall);
      QCOMPARE(figures.pairs, count);
    }
  }

  void batchesHoldEveryPairOnce_data() {
    QTest::addColumn<int>("pairs");
    QTest::addColumn<int>("last");
    QTest::newRow("no pair") << 0 << 0;
    QTest::newRow("one pair") << 1 << 1;
    QTest::newRow("a full batch") << 64 << 64;
    QTest::newRow("one pair more") << 65 << 1;
    QTest::newRow("the published test split") << 2000 << 16;
  }
  void batchesHoldEveryPairOnce() {
    QFETCH(int, pairs);
    QFETCH(int, last);
    const Batches batches = retrievalBatches(static_cast<std::size_t>(pairs), 64, 3);
    std::set<std::size_t> seen;
    for (const auto& batch : batches) seen.insert(batch.begin(), batch.end());
    QCOMPARE(seen.size(), static_cast<std::size_t>(pairs));
    QCOMPARE(batches.size(), static_cast<std::size_t>((pairs + 63) / 64));
    if (!batches.empty()) QCOMPARE(batches.back().size(), static_cast<std::size_t>(last));
    QCOMPARE(retrievalBatches(static_cast<std::size_t>(pairs), 64, 3), batches);
    if (pairs > 1) QVERIFY(retrievalBatches(static_cast<std::size_t>(pairs), 64, 4) != batches);
  }

  void pairsAreComparedWithinTheirBatchAlone() {
    // In the whole set every right text is second, in its own batch it is first.
    const auto features = rightBehind(4, 1);
    const RetrievalRanks ranks = ranksWithinBatches(features, {{0, 2}, {3, 1}});
    QCOMPARE(ranks.textOfStructure, (Ranks{0, 0, 0, 0}));
    QCOMPARE(pairsWithinBatches({{0, 2}, {3}}),
             (std::vector<MatchPair>{{0, 0}, {0, 2}, {2, 0}, {2, 2}, {3, 3}}));
  }

  void theMatchingHeadChangesTheOrder() {
    const auto features = fromMatrix({{0.5F, 0.6F, 0.1F}, {0.1F, 0.5F, 0.6F}, {0.6F, 0.1F, 0.5F}});
    const auto own = [](const MatchPair& pair) {
      return pair.structure == pair.text ? 3.0F : -3.0F;
    };
    const RetrievalRanks plain = ranksWithinBatches(features, oneBatch(3));
    QCOMPARE(plain.textOfStructure, (Ranks{1, 1, 1}));
    QCOMPARE(ranksWithinBatches(features, oneBatch(3), own).textOfStructure, (Ranks{0, 0, 0}));
    const auto full = rankFullSet(features, 2);
    QVERIFY(full.has_value());
    QCOMPARE(rerankFullSet(features, *full, own).textOfStructure, (Ranks{0, 0, 0}));
    QCOMPARE(rerankFullSet(features, *full, own).structureOfText, (Ranks{0, 0, 0}));
    // With one candidate, the right one is not among them.
    const auto first = rankFullSet(features, 1);
    QVERIFY(first.has_value());
    QCOMPARE(rerankFullSet(features, *first, own).textOfStructure,
             (Ranks{kMissed, kMissed, kMissed}));
    QCOMPARE(retrievalFigures(rerankFullSet(features, *first, own).textOfStructure).recall20, 0.0);
  }

  void equalReRankedScoresKeepTheOrderOfTheCosine() {
    const auto features = fromMatrix({{0.5F, 0.6F}, {0.0F, 0.5F}});
    const auto full = rankFullSet(features, 2);
    QVERIFY(full.has_value());
    // The logit takes back what the cosine was ahead.
    const auto level = [&](const MatchPair& pair) {
      return -features.similarity(pair.structure, pair.text);
    };
    QCOMPARE(rerankFullSet(features, *full, level).textOfStructure, (Ranks{1, 0}));
  }

  void candidatesOfBothDirectionsAreJudgedOnce() {
    const auto full = rankFullSet(rightBehind(5, 0), 1);
    QVERIFY(full.has_value());
    QCOMPARE(candidatePairs(*full),
             (std::vector<MatchPair>{{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}}));
  }

  void sizesThatDoNotFitAreRefused() {
    RetrievalFeatures features = rightBehind(3, 0);
    features.texts.pop_back();
    const auto full = rankFullSet(features, 2);
    QVERIFY(!full.has_value());
    QVERIFY(full.error().message.find("3 pairs") != std::string::npos);
  }

  void aStopEndsTheComparison() {
    std::stop_source source;
    std::size_t told = 0;
    const auto full = rankFullSet(
        rightBehind(8, 0), 2,
        [&](std::size_t done, std::size_t all) {
          told = done;
          QCOMPARE(all, std::size_t{8});
          if (done == 3) source.request_stop();
        },
        source.get_token());
    QVERIFY(!full.has_value());
    QCOMPARE(told, std::size_t{3});
  }
};

QTEST_APPLESS_MAIN(RetrievalMetricsTest)
#include "retrieval_metrics_test.moc"
