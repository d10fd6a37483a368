#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <map>
#include <set>

#include "model/recipes/example_order.h"
#include "tests/model/recipes/chains.h"

using namespace molloquy;
using namespace molloquy::recipes;

namespace {

/// 81 examples of source "large", 1 of "small", without structures.
PreparedDataset unequalSources(const std::filesystem::path& folder) {
  PreparedDatasetBuilder builder({8, TokenId(1), TokenId(2), TokenId(3), TokenId(4)});
  for (int i = 0; i < 82; ++i) {
    PreparedDatasetBuilder::Example example;
    example.source = i < 81 ? "large" : "small";
    example.answer = tests::ids({5});
    if (!builder.addExample(example)) std::abort();
  }
  if (!builder.write(folder / "unequal.safetensors", "k")) std::abort();
  return *PreparedDataset::read(folder / "unequal.safetensors");
}

std::multiset<std::size_t> allOf(const std::vector<BatchIndices>& batches) {
  std::multiset<std::size_t> all;
  for (const BatchIndices& batch : batches) all.insert(batch.begin(), batch.end());
  return all;
}

}  // namespace

class ExampleOrderTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

 private Q_SLOTS:
  void everyExampleIsInOneBatchWithinTheBudget() {
    const PreparedDataset data = tests::chains(m_folder.path().toStdString());
    const auto training = examplesOf(data, PreparedSplit::Training);
    QCOMPARE(training.size(), std::size_t{10});
    BatchSettings settings;
    settings.tokens = 24;
    const auto batches = planEpoch(data, training, settings, 1, 0);
    for (const BatchIndices& batch : batches) {
      std::size_t longest = 0;
      for (const std::size_t example : batch) longest = std::max(longest, data.length(example) + 1);
      QVERIFY(batch.size() == 1 || longest * batch.size() <= 24);
    }
    QVERIFY(allOf(batches) == std::multiset<std::size_t>(training.begin(), training.end()));
  }

  void epochsDifferAndRepeat() {
    const PreparedDataset data = tests::chains(m_folder.path().toStdString());
    const auto training = examplesOf(data, PreparedSplit::Training);
    BatchSettings settings;
    settings.order = BatchSettings::Order::Shuffled;
    settings.examples = 5;
    const auto first = planEpoch(data, training, settings, 3, 0);
    QVERIFY(first == planEpoch(data, training, settings, 3, 0));
    QVERIFY(first != planEpoch(data, training, settings, 3, 1));
    QVERIFY(first != planEpoch(data, training, settings, 4, 0));
  }

  void theIncompleteLastBatchIsLeftOut_data() {
    QTest::addColumn<int>("examples");
    QTest::addColumn<int>("batches");
    QTest::newRow("ten in batches of four") << 4 << 2;
    QTest::newRow("ten in batches of five") << 5 << 2;
    QTest::newRow("a batch larger than all is kept") << 16 << 1;
  }

  void theIncompleteLastBatchIsLeftOut() {
    QFETCH(int, examples);
    QFETCH(int, batches);
    const PreparedDataset data = tests::chains(m_folder.path().toStdString());
    BatchSettings settings;
    settings.order = BatchSettings::Order::Shuffled;
    settings.examples = examples;
    const auto plan = planEpoch(data, examplesOf(data, PreparedSplit::Training), settings, 1, 0);
    QCOMPARE(static_cast<int>(plan.size()), batches);
  }

  void mixturesDrawSourcesByTheirPower_data() {
    QTest::addColumn<double>("power");
    QTest::addColumn<double>("share");
    QTest::newRow("fourth root: 81^(1/4) = 3 against 1") << 0.25 << 0.25;
    QTest::newRow("square root: 9 against 1") << 0.5 << 0.1;
    QTest::newRow("every source alike") << 0.0 << 0.5;
    QTest::newRow("as large as they are") << 1.0 << 1.0 / 82.0;
  }

  void mixturesDrawSourcesByTheirPower() {
    QFETCH(double, power);
    QFETCH(double, share);
    const PreparedDataset data = unequalSources(m_folder.path().toStdString());
    BatchSettings settings;
    settings.order = BatchSettings::Order::Mixture;
    settings.mixturePower = power;
    settings.examples = 2;
    int small = 0;
    int drawn = 0;
    for (int epoch = 0; epoch < 200; ++epoch) {
      for (const BatchIndices& batch :
           planEpoch(data, examplesOf(data, PreparedSplit::Training), settings, 5, epoch)) {
        for (const std::size_t example : batch) {
          small += example == 81 ? 1 : 0;
          ++drawn;
        }
      }
    }
    QCOMPARE(drawn, 200 * 82);
    const double deviation = std::sqrt(share * (1.0 - share) / drawn);
    QVERIFY(std::abs(static_cast<double>(small) / drawn - share) < 4.0 * deviation);
  }

  void measuringTakesEveryExampleOnce() {
    const PreparedDataset data = tests::chains(m_folder.path().toStdString());
    const auto all = examplesOf(data, PreparedSplit::Training);
    BatchSettings settings;
    settings.order = BatchSettings::Order::Mixture;
    settings.examples = 4;
    const auto plan = planEvaluation(data, all, settings);
    QCOMPARE(plan.size(), std::size_t{3});
    QVERIFY(allOf(plan) == std::multiset<std::size_t>(all.begin(), all.end()));
  }
};

QTEST_APPLESS_MAIN(ExampleOrderTest)
#include "example_order_test.moc"
