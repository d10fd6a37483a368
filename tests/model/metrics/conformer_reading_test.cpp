#include "model/metrics/conformer_reading.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace molloquy::metrics;

namespace {

bool near(const std::optional<double>& value, double expected) {
  return value && std::abs(*value - expected) < 1e-9;
}

/// Fewer draws than usual: the tests are about where the bounds are, not about their digits.
ConformerReading reading(const std::vector<ConformerAnswer>& answers) {
  ConformerReadingOptions options;
  options.resamples = 200;
  return readConformers(answers, options);
}

/// Molecules whose predictions follow the truth with noise of the given size.
std::vector<ConformerAnswer> noisy(double noise, double slope) {
  std::mt19937 random(5);
  const auto draw = [&random] { return static_cast<double>(random() % 2001) / 1000.0 - 1.0; };
  std::vector<ConformerAnswer> answers;
  for (int molecule = 0; molecule < 60; ++molecule) {
    const double level = 10.0 * draw();
    for (int conformer = 0; conformer < 4; ++conformer) {
      const double shift = draw();
      answers.push_back(
          {std::to_string(molecule), level + shift, level + slope * shift + noise * draw()});
    }
  }
  return answers;
}

}  // namespace

class ConformerReadingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aSmallTable() {
    // Differences a-b 1, a-c 3, b-c 2; predicted 2, 1, -1.
    const std::vector<ConformerAnswer> answers = {
        {"m", 4.0, 3.0}, {"m", 3.0, 1.0}, {"m", 1.0, 2.0}};
    const ConformerReading read = reading(answers);
    QCOMPARE(read.pairs, std::size_t{3});
    QCOMPARE(read.molecules, std::size_t{1});
    QVERIFY(near(read.signAgreement.value, 2.0 / 3.0));
    QVERIFY(near(read.pearson.value, (2.0 + 3.0 - 2.0) / std::sqrt(14.0 * 6.0)));
    // Signed ranks: truth 0.5, 2.5, 1.5; predicted 2.5, 1, -1 (two of equal size).
    QVERIFY(
        near(read.spearman.value, (0.5 * 2.5 + 2.5 * 1.0 - 1.5 * 1.0) / std::sqrt(8.75 * 8.25)));
    QVERIFY(near(read.meanAbsoluteError, (1.0 + 2.0 + 1.0) / 3.0));
    const double mean = 8.0 / 3.0;
    QVERIFY(near(read.meanAbsoluteErrorOfMean, (4.0 - mean + 3.0 - mean + mean - 1.0) / 3.0));
  }

  void perfectAndReversedAnswers_data() {
    QTest::addColumn<double>("slope");
    QTest::addColumn<double>("sign");
    QTest::addColumn<double>("correlation");
    QTest::newRow("as the truth") << 1.0 << 1.0 << 1.0;
    QTest::newRow("too small a spread is no fault of the correlation") << 0.1 << 1.0 << 1.0;
    QTest::newRow("the other way round") << -1.0 << 0.0 << -1.0;
  }
  void perfectAndReversedAnswers() {
    QFETCH(double, slope);
    QFETCH(double, sign);
    QFETCH(double, correlation);
    const ConformerReading read = reading(noisy(0.0, slope));
    QVERIFY(near(read.signAgreement.value, sign));
    QVERIFY(near(read.pearson.value, correlation));
    QVERIFY(std::abs(*read.spearman.value - correlation) < 1e-6);
    QVERIFY(near(read.signAgreement.low, sign));
  }

  void theSameAnswerForAllIsChance() {
    std::vector<ConformerAnswer> answers = noisy(0.0, 1.0);
    for (ConformerAnswer& answer : answers) answer.predicted = 2.0;
    const ConformerReading read = reading(answers);
    QVERIFY(near(read.signAgreement.value, 0.5));
    QVERIFY(!read.pearson.value && !read.spearman.value && !read.pearson.low);
  }

  void intervalsHoldChanceWhenAnswersAreNoise() {
    const ConformerReading read = reading(noisy(1.0, 0.0));
    QVERIFY(*read.signAgreement.low < 0.5 && *read.signAgreement.high > 0.5);
    QVERIFY(*read.pearson.low < 0.0 && *read.pearson.high > 0.0);
    QVERIFY(*read.spearman.low < 0.0 && *read.spearman.high > 0.0);
    QVERIFY(*read.signAgreement.low < *read.signAgreement.value);
    const ConformerReading half = reading(noisy(1.0, 1.0));
    QVERIFY(*half.signAgreement.low > 0.5 && *half.pearson.low > 0.0);
    QCOMPARE(*reading(noisy(1.0, 1.0)).pearson.low, *half.pearson.low);
  }

  void alikeConformersAreLeftOutAndCounted_data() {
    QTest::addColumn<double>("least");
    QTest::addColumn<int>("pairs");
    QTest::addColumn<int>("leftOut");
    QTest::newRow("equal ones always") << 0.0 << 5 << 1;
    QTest::newRow("differences as large as the threshold") << 0.5 << 3 << 3;
    QTest::newRow("all of them") << 9.0 << 0 << 6;
  }
  void alikeConformersAreLeftOutAndCounted() {
    QFETCH(double, least);
    QFETCH(int, pairs);
    QFETCH(int, leftOut);
    // Differences: 0, 0.5, 1.5, 0.5, 1.5 and 1.
    const std::vector<ConformerAnswer> answers = {
        {"m", 1.0, 0.0}, {"m", 1.0, 1.0}, {"m", 1.5, 2.0}, {"m", 2.5, 3.0}};
    ConformerReadingOptions options;
    options.leastDifference = least;
    const ConformerReading read = readConformers(answers, options);
    QCOMPARE(read.pairs, static_cast<std::size_t>(pairs));
    QCOMPARE(read.leftOut, static_cast<std::size_t>(leftOut));
    QCOMPARE(read.signAgreement.value.has_value(), pairs > 0);
    QVERIFY(read.meanAbsoluteError.has_value());
  }

  void answersWithoutANumberAreCounted() {
    const std::vector<ConformerAnswer> answers = {
        {"m", 1.0, std::nullopt},
        {"m", 2.0, std::numeric_limits<double>::quiet_NaN()},
        {"m", 3.0, 3.0}};
    const ConformerReading read = reading(answers);
    QCOMPARE(read.unanswered, std::size_t{2});
    QCOMPARE(read.pairs, std::size_t{0});
    QVERIFY(near(read.meanAbsoluteError, 0.0));
    QVERIFY(!readConformers({}, {}).meanAbsoluteError);
  }

  void theOrderOfConformersDoesNotMatter() {
    std::vector<ConformerAnswer> answers = noisy(1.0, 0.5);
    const ConformerReading read = reading(answers);
    std::reverse(answers.begin(), answers.end());
    const ConformerReading reversed = reading(answers);
    QVERIFY(near(reversed.pearson.value, *read.pearson.value));
    QVERIFY(near(reversed.spearman.value, *read.spearman.value));
    QVERIFY(near(reversed.signAgreement.value, *read.signAgreement.value));
  }

  void sumsOfMoleculesAddUp() {
    const std::vector<ConformerAnswer> answers = noisy(1.0, 0.5);
    ConformerSums sums;
    for (std::size_t i = 0; i < answers.size(); i += 4) {
      sums += conformerSums(std::span(answers).subspan(i, 4), 0.1);
    }
    ConformerReadingOptions options;
    options.leastDifference = 0.1;
    const ConformerReading read = readConformers(answers, options);
    QVERIFY(near(read.signAgreement.value, sums.signAgreement()));
    QVERIFY(near(read.pearson.value, sums.pearson()));
    QVERIFY(near(read.meanAbsoluteError, sums.meanAbsoluteError()));
    QVERIFY(std::isnan(ConformerSums().pearson()));
  }
};

QTEST_APPLESS_MAIN(ConformerReadingTest)
#include "conformer_reading_test.moc"
