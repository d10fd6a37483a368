#include <QtTest/QTest>

#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <thread>
#include <vector>

#include "model/base/half_numbers.h"
#include "model/vectors/best_rows.h"
#include "model/vectors/embedding_codes.h"
#include "model/vectors/scan.h"
#include "model/vectors/scan_kernels.h"

using namespace molloquy;
using namespace molloquy::vectors;

namespace {

/// Vectors of length one of a low inner dimension, as embeddings have them.
std::vector<float> someVectors(std::size_t count, std::size_t width, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> vectors(count * width);
  for (std::size_t i = 0; i < count; ++i) {
    double square = 0;
    for (std::size_t k = 0; k < width; ++k) {
      float& value = vectors[i * width + k];
      value = normal(random) + (k % 7 == i % 5 ? 1.5F : 0.0F);
      square += static_cast<double>(value) * static_cast<double>(value);
    }
    for (std::size_t k = 0; k < width; ++k) {
      vectors[i * width + k] /= static_cast<float>(std::sqrt(square));
    }
  }
  return vectors;
}

struct Table {
  EmbeddingColumns columns;
  std::vector<float> numbers;  ///< [rows, vectors, width]
  [[nodiscard]] std::size_t rowNumbers() const { return columns.vectors * columns.width; }
  [[nodiscard]] std::size_t rows() const { return numbers.size() / rowNumbers(); }
};

/// Every row's score in float32, after rounding to halves.
std::vector<Nearest> bruteForce(const Table& table, const std::vector<float>& query,
                                std::size_t count, const RowMask& mask) {
  std::vector<std::uint16_t> halves(table.numbers.size());
  bestScanKernels().toHalves(table.numbers.data(), halves.size(), halves.data());
  BestRows best(count);
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (!mask.allows(r)) continue;
    float score = -std::numeric_limits<float>::infinity();
    for (std::size_t v = 0; v < table.columns.vectors; ++v) {
      for (std::size_t q = 0; q < query.size(); q += table.columns.width) {
        double sum = 0;
        for (std::size_t k = 0; k < table.columns.width; ++k) {
          sum += static_cast<double>(
                     floatFromHalf(halves[r * table.rowNumbers() + v * table.columns.width + k])) *
                 static_cast<double>(query[q + k]);
        }
        score = std::max(score, static_cast<float>(sum));
      }
    }
    best.offer({r, score});
  }
  return best.take();
}

bool isSame(const std::vector<Nearest>& found, const std::vector<Nearest>& expected) {
  return std::equal(found.begin(), found.end(), expected.begin(), expected.end(),
                    [](const Nearest& a, const Nearest& b) {
                      return a.row == b.row && std::fabs(a.score - b.score) < 1e-5F;
                    });
}

}  // namespace

#define VERIFY_RESULT(result)                                                      \
  {                                                                                \
    const auto& result_ = (result);                                                \
    QVERIFY2(result_.has_value(), result_ ? "" : result_.error().message.c_str()); \
  }

/// Scans find what comparing every row finds.
class EmbeddingScanTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theNearestRowsAreThoseOfBruteForce_data();
  void theNearestRowsAreThoseOfBruteForce();
  void boundsHold_data();
  void boundsHold();
  void masksLetThrough_data();
  void masksLetThrough();
  void replacedRowsAreFoundAsTheyAre();
  void equalRowsComeInAscendingOrder();
  void manyQueriesFindWhatOneFinds_data();
  void manyQueriesFindWhatOneFinds();
  void aStoppedScanFindsNothing();
  void strangeInputsFindNothing();
  void rowsWithoutFiniteNumbersAreRefused();

 private:
  Result<ColumnFile> fileOf(const Table& table, std::size_t batch) {
    auto file = ColumnFile::create(m_folder.filePath(QString::number(m_files++)).toStdString());
    for (std::size_t at = 0; file && at < table.rows(); at += batch) {
      const std::size_t rows = std::min(batch, table.rows() - at);
      const std::span numbers(table.numbers);
      const auto part = numbers.subspan(at * table.rowNumbers(), rows * table.rowNumbers());
      if (auto added = appendEmbeddings(*file, table.columns, at, part); !added) {
        return tl::unexpected(added.error());
      }
    }
    return file;
  }
  static Table tableOf(std::size_t rows, std::size_t vectors, std::size_t width) {
    return {{"codes", "halves", vectors, width}, someVectors(rows * vectors, width, 1)};
  }

  QTemporaryDir m_folder;
  int m_files = 0;
};

void EmbeddingScanTest::theNearestRowsAreThoseOfBruteForce_data() {
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("vectors");
  QTest::addColumn<int>("width");
  QTest::addColumn<int>("queries");
  QTest::addColumn<int>("threads");
  QTest::newRow("a single row") << 1 << 1 << 8 << 1 << 1;
  QTest::newRow("fewer rows than are asked for") << 7 << 1 << 33 << 1 << 2;
  QTest::newRow("an odd width") << 501 << 1 << 77 << 1 << 1;
  QTest::newRow("the width of the models") << 801 << 1 << 256 << 1 << 2;
  QTest::newRow("three blocks of a rotation") << 403 << 1 << 192 << 1 << 1;
  QTest::newRow("two threads and chunks of different sizes") << 5001 << 1 << 16 << 1 << 2;
  QTest::newRow("eight vectors a row") << 101 << 8 << 64 << 1 << 1;
  QTest::newRow("eight vectors a row, four of the query") << 97 << 8 << 40 << 4 << 2;
  QTest::newRow("a width of more than a register") << 103 << 1 << 520 << 3 << 1;
}

void EmbeddingScanTest::theNearestRowsAreThoseOfBruteForce() {
  QFETCH(int, rows);
  QFETCH(int, vectors);
  QFETCH(int, width);
  QFETCH(int, queries);
  QFETCH(int, threads);
  const Table table = tableOf(rows, vectors, width);
  const auto file = fileOf(table, 1000);
  VERIFY_RESULT(file);
  for (std::uint32_t seed = 0; seed < 2; ++seed) {
    const auto query = someVectors(queries, width, 100 + seed);
    const auto found = nearestEmbeddings(*file, table.columns, query, {10, threads});
    QVERIFY(isSame(found, bruteForce(table, query, 10, {})));
  }
}

void EmbeddingScanTest::boundsHold_data() {
  QTest::addColumn<int>("width");
  QTest::addColumn<float>("outlier");
  QTest::newRow("the width of the models") << 256 << 0.0F;
  QTest::newRow("a narrow one") << 24 << 0.0F;
  QTest::newRow("one number larger than all others together") << 256 << 8.0F;
}

void EmbeddingScanTest::boundsHold() {
  QFETCH(int, width);
  QFETCH(float, outlier);
  const std::size_t size = static_cast<std::size_t>(width);
  auto rows = someVectors(1000, size, 5);
  for (std::size_t i = 0; i < rows.size(); i += size) rows[i + 3] += outlier;
  const auto query = someVectors(1, size, 6);
  const CodedQueries coded(query, size, 1);
  std::vector<std::byte> code(codedRowBytes(1, size));
  double gap = 0;
  for (std::size_t i = 0; i < rows.size(); i += size) {
    encode(std::span(rows).subspan(i, size), code);
    float upper = 0;
    bestScanKernels().upperBounds(coded.all(), code.data(), 1, &upper);
    float score = 0;
    for (std::size_t k = 0; k < size; ++k) score += rows[i + k] * query[k];
    QVERIFY(score <= upper);
    gap += static_cast<double>(upper - score);
  }
  // Bounds that always hold would be of no use: their mean distance is the slack they are made of.
  const double length = outlier > 0 ? 8.1 : 1.0;
  QVERIFY2(gap / 1000 < length * 0.5 * 5.5 / std::sqrt(static_cast<double>(paddedWidth(size))),
           std::to_string(gap / 1000).c_str());
}

void EmbeddingScanTest::masksLetThrough_data() {
  QTest::addColumn<int>("every");
  QTest::addColumn<int>("words");
  QTest::newRow("every second row") << 2 << 100;
  QTest::newRow("few rows") << 97 << 100;
  QTest::newRow("one row") << 5000 << 100;
  QTest::newRow("a mask that is too short") << 3 << 10;
}

void EmbeddingScanTest::masksLetThrough() {
  QFETCH(int, every);
  QFETCH(int, words);
  const Table table = tableOf(5003, 1, 20);
  const auto file = fileOf(table, 700);
  VERIFY_RESULT(file);
  std::vector<std::uint64_t> bits(static_cast<std::size_t>(words), 0);
  for (std::size_t row = 0; row < std::min<std::size_t>(5003, bits.size() * 64); ++row) {
    if (row % static_cast<std::size_t>(every) == 0)
      bits[row / 64] |= std::uint64_t{1} << (row % 64);
  }
  const auto query = someVectors(1, 20, 9);
  const auto found = nearestEmbeddings(*file, table.columns, query, {10, 2}, {bits});
  QVERIFY(!found.empty());
  QVERIFY(isSame(found, bruteForce(table, query, 10, {bits})));
}

void EmbeddingScanTest::replacedRowsAreFoundAsTheyAre() {
  Table table = tableOf(900, 2, 48);
  auto file = fileOf(table, 300);
  VERIFY_RESULT(file);
  const auto others = someVectors(2 * 50, 48, 77);
  VERIFY_RESULT(appendEmbeddings(*file, table.columns, 270, others));
  std::copy(others.begin(), others.end(), table.numbers.begin() + 270 * 2 * 48);
  const std::vector<float> query(others.begin(), others.begin() + 48);
  const auto found = nearestEmbeddings(*file, table.columns, query, {});
  QCOMPARE(found.front().row, std::uint64_t{270});
  QVERIFY(isSame(found, bruteForce(table, query, 10, {})));
}

void EmbeddingScanTest::equalRowsComeInAscendingOrder() {
  Table table = tableOf(1, 1, 32);
  const auto query = table.numbers;
  for (int i = 0; i < 12; ++i) {
    const auto copy = table.numbers;
    table.numbers.insert(table.numbers.end(), copy.begin(), copy.end());
  }
  const auto file = fileOf(table, 1500);
  VERIFY_RESULT(file);
  const auto found = nearestEmbeddings(*file, table.columns, query, {5, 2});
  QCOMPARE(found.size(), std::size_t{5});
  for (std::size_t i = 0; i < 5; ++i) QCOMPARE(found[i].row, i);
}

void EmbeddingScanTest::manyQueriesFindWhatOneFinds_data() {
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("vectors");
  QTest::addColumn<int>("width");
  QTest::addColumn<int>("queries");
  QTest::newRow("one query") << 700 << 1 << 256 << 1;
  QTest::newRow("queries that fill no block") << 1507 << 1 << 24 << 37;
  QTest::newRow("an odd width") << 301 << 1 << 77 << 20;
  QTest::newRow("several vectors a row") << 133 << 3 << 128 << 25;
}

void EmbeddingScanTest::manyQueriesFindWhatOneFinds() {
  QFETCH(int, rows);
  QFETCH(int, vectors);
  QFETCH(int, width);
  QFETCH(int, queries);
  const Table table = tableOf(rows, vectors, width);
  const auto file = fileOf(table, 2000);
  VERIFY_RESULT(file);
  const auto asked = someVectors(queries, width, 4);
  std::vector<std::uint64_t> bits(static_cast<std::size_t>(rows) / 64 + 1, 0xFFFFFFFFFFFFFF7FU);
  for (const RowMask& mask : {RowMask{}, RowMask{bits}}) {
    const auto found = nearestEmbeddingsOfMany(*file, table.columns, asked, {7, 2}, mask);
    QCOMPARE(found.size(), static_cast<std::size_t>(queries));
    for (std::size_t q = 0; q < found.size(); ++q) {
      const std::vector<float> query(asked.begin() + q * width, asked.begin() + (q + 1) * width);
      QVERIFY(isSame(found[q], bruteForce(table, query, 7, mask)));
    }
  }
}

void EmbeddingScanTest::aStoppedScanFindsNothing() {
  const Table table = tableOf(100, 1, 64);
  const auto file = fileOf(table, 100);
  VERIFY_RESULT(file);
  std::stop_source source;
  source.request_stop();
  const auto query = someVectors(1, 64, 1);
  QVERIFY(nearestEmbeddings(*file, table.columns, query, {}, {}, source.get_token()).empty());
  QVERIFY(nearestEmbeddingsOfMany(*file, table.columns, query, {}, {}, source.get_token()).empty());
}

void EmbeddingScanTest::strangeInputsFindNothing() {
  const Table table = tableOf(10, 1, 64);
  const auto file = fileOf(table, 10);
  VERIFY_RESULT(file);
  const auto query = someVectors(1, 64, 1);
  EmbeddingColumns other = table.columns;
  other.codes = "unknown";
  QVERIFY(nearestEmbeddings(*file, other, query, {}).empty());
  other = table.columns;
  other.width = 32;
  QVERIFY(nearestEmbeddings(*file, other, query, {}).empty());
  QVERIFY(nearestEmbeddings(*file, table.columns, {}, {}).empty());
  QVERIFY(nearestEmbeddings(*file, table.columns, std::span(query).first(63), {}).empty());
  QVERIFY(nearestEmbeddings(*file, table.columns, query, {0, 1}).empty());
  QCOMPARE(nearestEmbeddings(*file, table.columns, query, {1000, -3}).size(), std::size_t{10});
  const std::vector<float> zeros(64);
  QCOMPARE(nearestEmbeddings(*file, table.columns, zeros, {3, 1}).size(), std::size_t{3});
}

void EmbeddingScanTest::rowsWithoutFiniteNumbersAreRefused() {
  Table table = tableOf(4, 1, 16);
  auto file = fileOf(table, 4);
  VERIFY_RESULT(file);
  const std::uint64_t bytes = file->bytes();
  table.numbers[20] = std::numeric_limits<float>::quiet_NaN();
  QVERIFY(!appendEmbeddings(*file, table.columns, 4, table.numbers));
  QVERIFY(!appendEmbeddings(*file, table.columns, 4, std::span(table.numbers).first(15)));
  QCOMPARE(file->bytes(), bytes);
}

QTEST_APPLESS_MAIN(EmbeddingScanTest)
#include "embedding_scan_test.moc"
