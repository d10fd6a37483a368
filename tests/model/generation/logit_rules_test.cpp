#include "model/generation/logit_rules.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>

using namespace molloquy;
using namespace molloquy::generation;

class LogitRulesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void logSoftmaxEqualsItsFormula_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("scale");
    QTest::newRow("one number") << 1 << 1.0;
    QTest::newRow("fewer than a vector") << 7 << 3.0;
    QTest::newRow("a vocabulary") << 32002 << 2.0;
    QTest::newRow("numbers far apart") << 1000 << 300.0;
    QTest::newRow("all nearly equal") << 128256 << 1e-3;
  }

  void logSoftmaxEqualsItsFormula() {
    QFETCH(int, count);
    QFETCH(double, scale);
    std::mt19937 generator(4);
    std::normal_distribution<double> normal(5.0, scale);
    std::vector<float> numbers;
    for (int i = 0; i < count; ++i) numbers.push_back(static_cast<float>(normal(generator)));
    const double largest = *std::max_element(numbers.begin(), numbers.end());
    double sum = 0;
    for (const float x : numbers) sum += std::exp(x - largest);
    std::vector<float> ours = numbers;
    logSoftmax(ours);
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const double want = numbers[i] - largest - std::log(sum);
      QVERIFY(std::abs(ours[i] - want) < 1e-6 * std::max(1.0, std::abs(want)));
    }
  }

  void whatCannotComeStaysSo() {
    std::vector<float> logits = {1.0F, -std::numeric_limits<float>::infinity(), 1.0F};
    logSoftmax(logits);
    QVERIFY(std::isinf(logits[1]) && logits[1] < 0);
    QVERIFY(std::abs(logits[0] - std::log(0.5F)) < 1e-6F);
  }

  void thePenaltyDependsOnTheScale() {
    std::vector<float> logits = {2.0F, -2.0F, 3.0F};
    penalise(logits, std::vector{TokenId(0), TokenId(1), TokenId(1)}, 2.0, Scale::Logits);
    QCOMPARE(logits, (std::vector<float>{1.0F, -4.0F, 3.0F}));
    std::vector<float> logs = {-1.0F, 0.0F, -3.0F};
    penalise(logs, std::vector{TokenId(0), TokenId(1)}, 2.0, Scale::LogProbabilities);
    QCOMPARE(logs, (std::vector<float>{-2.0F, 0.0F, -3.0F}));
  }

  void idsOutsideTheVocabularyAreNoMatter() {
    std::vector<float> logits = {1.0F, 2.0F};
    ban(logits, std::vector{TokenId(7), TokenId(-1)});
    penalise(logits, std::vector{TokenId(7), TokenId(-1)}, 2.0, Scale::Logits);
    QCOMPARE(logits, (std::vector<float>{1.0F, 2.0F}));
  }
};

QTEST_APPLESS_MAIN(LogitRulesTest)
#include "logit_rules_test.moc"
