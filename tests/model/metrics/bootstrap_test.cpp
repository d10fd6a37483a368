#include "model/metrics/bootstrap.h"

#include <QTest>
#include <atomic>
#include <cmath>
#include <stdexcept>

using namespace molloquy;

namespace {

/// The mean of values, and their share above zero among those that are not zero.
metrics::MeasuredRows meanOf(const std::vector<double>& values) {
  metrics::MeasuredRows rows;
  rows.figures = {{"", "mean"}, {"", "share"}};
  rows.width = 3;
  rows.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    rows.row(i)[0] = values[i];
    rows.row(i)[1] = values[i] > 0.0 ? 1.0 : 0.0;
    rows.row(i)[2] = values[i] != 0.0 ? 1.0 : 0.0;
    rows.quality[i] = values[i];
  }
  const auto count = static_cast<double>(values.size());
  rows.figuresOf = [count](std::span<const double> sums) {
    return std::vector<double>{sums[0] / count, sums[1] / sums[2]};
  };
  return rows;
}

std::vector<double> ramp(std::size_t count, double shift) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(static_cast<double>(i) + shift);
  return values;
}

}  // namespace

class BootstrapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void intervalsOfAMeanAreThoseOfTheory();
  void theSameSeedGivesTheSameBounds();
  void equalRowsHaveNoSpread();
  void aFigureThatIsNoNumberIsLeftOut();
  void pairsAreDrawnTogether();
  void otherRowsCannotBeCompared();
  void nothingToDrawIsRefused();
  void rowsAreOrderedByQuality();
  void everyRowIsWorkedOnOnce_data();
  void everyRowIsWorkedOnOnce();
  void whatWorkThrowsIsThrown();
};

void BootstrapTest::intervalsOfAMeanAreThoseOfTheory() {
  // 0, 1, ..., 399: standard error of the mean 115.47 / 20.
  const auto intervals = metrics::confidenceIntervals(meanOf(ramp(400, 0.0)), {.samples = 4000});
  QVERIFY(intervals.has_value());
  const double error = 115.47 / 20.0;
  QVERIFY(std::abs((*intervals)[0].low - (199.5 - 1.96 * error)) < 0.15 * error);
  QVERIFY(std::abs((*intervals)[0].high - (199.5 + 1.96 * error)) < 0.15 * error);
}

void BootstrapTest::theSameSeedGivesTheSameBounds() {
  const metrics::MeasuredRows rows = meanOf(ramp(100, 0.0));
  const auto alone =
      metrics::confidenceIntervals(rows, {.samples = 200, .seed = 5}, {.threads = 1});
  const auto shared =
      metrics::confidenceIntervals(rows, {.samples = 200, .seed = 5}, {.threads = 4});
  const auto other = metrics::confidenceIntervals(rows, {.samples = 200, .seed = 6});
  QVERIFY(alone && shared && other);
  QCOMPARE((*alone)[0].low, (*shared)[0].low);
  QCOMPARE((*alone)[0].high, (*shared)[0].high);
  QVERIFY((*alone)[0].low != (*other)[0].low);
  // Bounds that were drawn once: the generator must not change between versions and platforms.
  QCOMPARE((*alone)[0].low, 43.5895);
  QCOMPARE((*alone)[0].high, 54.54925);
}

void BootstrapTest::equalRowsHaveNoSpread() {
  const auto intervals =
      metrics::confidenceIntervals(meanOf(std::vector<double>(10, 2.5)), {.samples = 50});
  QVERIFY(intervals.has_value());
  QCOMPARE((*intervals)[0].low, 2.5);
  QCOMPARE((*intervals)[0].high, 2.5);
}

void BootstrapTest::aFigureThatIsNoNumberIsLeftOut() {
  const auto none = metrics::confidenceIntervals(meanOf(std::vector<double>(5, 0.0)), {});
  QVERIFY(none.has_value());
  QVERIFY(std::isnan((*none)[1].low) && std::isnan((*none)[1].high));
  const auto some = metrics::confidenceIntervals(meanOf({0.0, 0.0, 1.0}), {});
  QVERIFY(some.has_value());
  QCOMPARE((*some)[1].low, 1.0);
}

void BootstrapTest::pairsAreDrawnTogether() {
  // Rows differ widely, but each pair by exactly one.
  const auto differences =
      metrics::pairedDifferences(meanOf(ramp(50, 1.0)), meanOf(ramp(50, 0.0)), {.samples = 100});
  QVERIFY(differences.has_value());
  QCOMPARE((*differences)[0].value, 1.0);
  QCOMPARE((*differences)[0].interval.low, 1.0);
  QCOMPARE((*differences)[0].interval.high, 1.0);
}

void BootstrapTest::otherRowsCannotBeCompared() {
  const auto differences =
      metrics::pairedDifferences(meanOf(ramp(50, 1.0)), meanOf(ramp(49, 0.0)), {});
  QVERIFY(!differences.has_value());
  QVERIFY(differences.error().message.find("49") != std::string::npos);
}

void BootstrapTest::nothingToDrawIsRefused() {
  QVERIFY(!metrics::confidenceIntervals(meanOf({}), {}).has_value());
  QVERIFY(!metrics::confidenceIntervals(meanOf({1.0}), {.samples = 0}).has_value());
  std::stop_source source;
  source.request_stop();
  QVERIFY(!metrics::confidenceIntervals(meanOf({1.0}), {}, {.stop = source.get_token()}));
}

void BootstrapTest::rowsAreOrderedByQuality() {
  QCOMPARE(meanOf({1.0, 3.0, -2.0, 3.0}).byQuality(), (std::vector<std::size_t>{1, 3, 0, 2}));
}

void BootstrapTest::everyRowIsWorkedOnOnce_data() {
  QTest::addColumn<std::size_t>("rows");
  QTest::addColumn<std::size_t>("threads");
  for (const std::size_t rows : {0U, 1U, 15U, 16U, 17U, 1000U}) {
    for (const std::size_t threads : {0U, 1U, 3U, 64U}) {
      QTest::addRow("%zu rows, %zu threads", rows, threads) << rows << threads;
    }
  }
}

void BootstrapTest::everyRowIsWorkedOnOnce() {
  QFETCH(const std::size_t, rows);
  QFETCH(const std::size_t, threads);
  std::vector<std::atomic<int>> calls(rows);
  std::atomic<std::size_t> told = 0;
  metrics::RowWork how{.threads = threads};
  how.progress = [&](std::size_t done, std::size_t) {
    if (done == rows) told = done;
  };
  const auto end = metrics::forEachRow(
      rows, [&](std::size_t row) { ++calls[row]; }, how);
  QVERIFY(end == metrics::WorkEnd::Done);
  for (const std::atomic<int>& count : calls) QCOMPARE(count.load(), 1);
  QCOMPARE(told.load(), rows);
}

void BootstrapTest::whatWorkThrowsIsThrown() {
  const auto work = [](std::size_t row) {
    if (row == 70) throw std::runtime_error("row 70");
  };
  QVERIFY_EXCEPTION_THROWN(metrics::forEachRow(100, work, {.threads = 3}), std::runtime_error);
}

QTEST_GUILESS_MAIN(BootstrapTest)
#include "bootstrap_test.moc"
