#include "model/generation/sampler.h"

#include <QTest>
#include <map>

using namespace molloquy;
using namespace molloquy::generation;

namespace {

using Logits = std::vector<float>;
using Ids = std::vector<int>;

std::vector<TokenId> tokens(const Ids& ids) {
  std::vector<TokenId> list;
  for (const int id : ids) list.emplace_back(id);
  return list;
}

/// How often each token comes in `draws` draws.
std::map<int, int> histogram(const SamplerOptions& options, const Logits& logits, int draws) {
  Sampler sampler(options);
  std::map<int, int> counts;
  for (int i = 0; i < draws; ++i) {
    Logits copy = logits;
    ++counts[sampler.next(copy, {}, {}).value];
  }
  return counts;
}

}  // namespace

Q_DECLARE_METATYPE(Logits)
Q_DECLARE_METATYPE(Ids)

class SamplerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void greedyTakesTheBestThatMayCome_data() {
    QTest::addColumn<Logits>("logits");
    QTest::addColumn<Ids>("history");
    QTest::addColumn<Ids>("banned");
    QTest::addColumn<double>("penalty");
    QTest::addColumn<int>("token");
    QTest::newRow("the largest logit") << Logits{0.5F, 2.0F, 1.0F} << Ids{} << Ids{} << 1.0 << 1;
    QTest::newRow("the first of two equal ones")
        << Logits{2.0F, 2.0F} << Ids{} << Ids{} << 1.0 << 0;
    QTest::newRow("a banned one is passed over")
        << Logits{0.5F, 2.0F, 1.0F} << Ids{} << Ids{1} << 1.0 << 2;
    QTest::newRow("a positive logit is divided by the penalty")
        << Logits{1.9F, 2.0F, 1.0F} << Ids{1} << Ids{} << 1.2 << 0;
    QTest::newRow("a negative logit is multiplied by the penalty")
        << Logits{-1.0F, -0.9F} << Ids{1} << Ids{} << 1.5 << 0;
    QTest::newRow("a token used twice is penalised once")
        << Logits{1.5F, 2.0F} << Ids{1, 1} << Ids{} << 1.2 << 1;
  }

  void greedyTakesTheBestThatMayCome() {
    QFETCH(Logits, logits);
    QFETCH(Ids, history);
    QFETCH(Ids, banned);
    QFETCH(double, penalty);
    QFETCH(int, token);
    SamplerOptions options;
    options.repetitionPenalty = penalty;
    Sampler sampler(options);
    QCOMPARE(sampler.next(logits, tokens(history), tokens(banned)).value, token);
  }

  void drawsStayInsideTheChosenSet_data() {
    QTest::addColumn<int>("topK");
    QTest::addColumn<double>("topP");
    QTest::addColumn<double>("minP");
    QTest::addColumn<int>("kinds");
    QTest::newRow("all tokens") << 0 << 1.0 << 0.0 << 4;
    QTest::newRow("the two best") << 2 << 1.0 << 0.0 << 2;
    QTest::newRow("the best alone") << 1 << 1.0 << 0.0 << 1;
    // Probabilities 0.4, 0.3, 0.2, 0.1.
    QTest::newRow("half of the mass needs two") << 0 << 0.5 << 0.0 << 2;
    QTest::newRow("a tiny mass needs one") << 0 << 0.01 << 0.0 << 1;
    QTest::newRow("half of the mass of the three best needs two") << 3 << 0.6 << 0.0 << 2;
    QTest::newRow("at least 0.6 times the best") << 0 << 1.0 << 0.6 << 2;
    QTest::newRow("min-p after top-p") << 0 << 0.75 << 0.2 << 3;
    QTest::newRow("min-p above one leaves the best") << 0 << 1.0 << 2.0 << 1;
  }

  void drawsStayInsideTheChosenSet() {
    QFETCH(int, topK);
    QFETCH(double, topP);
    QFETCH(double, minP);
    QFETCH(int, kinds);
    SamplerOptions options;
    options.temperature = 1.0;
    options.topK = topK;
    options.topP = topP;
    options.minP = minP;
    const Logits logits = {std::log(0.2F), std::log(0.4F), std::log(0.1F), std::log(0.3F)};
    const auto counts = histogram(options, logits, 2000);
    QCOMPARE(static_cast<int>(counts.size()), kinds);
    QVERIFY(counts.contains(1));
  }

  void frequenciesFollowTheProbabilities() {
    SamplerOptions options;
    options.temperature = 1.0;
    auto counts = histogram(options, {std::log(0.7F), std::log(0.3F)}, 10000);
    QVERIFY(std::abs(counts[0] - 7000) < 200);
  }

  // A likely token, three less and less likely ones, and many far below: the tail is drawn
  // from as often as its mass says.
  void unlikelyTokensAreDrawnToo() {
    Logits logits(1500, -8.0F);
    logits[100] = 0.0F;
    logits[200] = -2.0F;
    SamplerOptions options;
    options.temperature = 1.0;
    const double tail = 1498.0 * std::exp(-8.0);
    const double share = tail / (1.0 + std::exp(-2.0) + tail);
    constexpr int kDraws = 2000;
    auto counts = histogram(options, logits, kDraws);
    const int others = kDraws - counts[100] - counts[200];
    QVERIFY(std::abs(others - share * kDraws) < 100);
    options.topP = 0.65;
    counts = histogram(options, logits, 50);
    QCOMPARE(counts.size(), std::size_t{2});
  }

  void theSameSeedDrawsTheSame() {
    SamplerOptions options;
    options.temperature = 1.0;
    const Logits logits = {0.1F, 0.2F, 0.3F, 0.4F};
    QVERIFY(histogram(options, logits, 50) == histogram(options, logits, 50));
    SamplerOptions other = options;
    other.seed = options.seed + 1;
    QVERIFY(histogram(options, logits, 500) != histogram(other, logits, 500));
  }
};

QTEST_APPLESS_MAIN(SamplerTest)
#include "sampler_test.moc"
