#include <QtTest/QTest>

#include <QTemporaryDir>
#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <vector>

#include "model/vectors/best_rows.h"
#include "model/vectors/scan.h"

using namespace molloquy;
using namespace molloquy::vectors;

namespace {

using Bytes = std::vector<std::byte>;

/// Rows of bits, a few of them set.
Bytes someBits(std::size_t rows, std::size_t bytes, std::uint32_t seed) {
  std::mt19937 random(seed);
  Bytes bits(rows * bytes);
  for (std::byte& byte : bits) {
    byte = static_cast<std::byte>(random() & random() & random() & 0xFFU);
  }
  return bits;
}

std::size_t bitCount(std::byte byte) {
  return static_cast<std::size_t>(std::popcount(std::to_integer<unsigned>(byte)));
}

float tanimoto(std::span<const std::byte> a, std::span<const std::byte> b) {
  std::size_t both = 0;
  std::size_t any = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += bitCount(a[i] & b[i]);
    any += bitCount(a[i] | b[i]);
  }
  return any == 0 ? 1.0F : static_cast<float>(both) / static_cast<float>(any);
}

}  // namespace

#define VERIFY_RESULT(result)                                                      \
  {                                                                                \
    const auto& result_ = (result);                                                \
    QVERIFY2(result_.has_value(), result_ ? "" : result_.error().message.c_str()); \
  }

/// Fingerprints and shapes: scans find what comparing every row finds.
class BitsScanTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tanimotoIsThatOfBruteForce_data();
  void tanimotoIsThatOfBruteForce();
  void nothingBelowTheThresholdIsFound();
  void rowsWithBitsAreAllThatHaveThem_data();
  void rowsWithBitsAreAllThatHaveThem();
  void aSearchForRowsEndsWhenItIsTold();
  void shapesAreRankedByTheirDistance();
  void strangeInputsFindNothing();

 private:
  Result<ColumnFile> fileOf(std::span<const std::byte> rows, std::size_t bytes,
                            std::size_t batch = 1000) {
    auto file = ColumnFile::create(m_folder.filePath(QString::number(m_files++)).toStdString());
    for (std::size_t at = 0; file && at < rows.size(); at += batch * bytes) {
      const auto part = rows.subspan(at, std::min(batch * bytes, rows.size() - at));
      if (auto added = file->append("bits", bytes, at / bytes, part); !added) {
        return tl::unexpected(added.error());
      }
    }
    return file;
  }

  QTemporaryDir m_folder;
  int m_files = 0;
};

void BitsScanTest::tanimotoIsThatOfBruteForce_data() {
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("bytes");
  QTest::addColumn<int>("threads");
  QTest::addColumn<bool>("masked");
  QTest::newRow("2048 bits") << 3001 << 256 << 1 << false;
  QTest::newRow("2048 bits, two threads, some rows") << 5003 << 256 << 2 << true;
  QTest::newRow("166 bits, as MACCS keys have them") << 901 << 21 << 2 << false;
  QTest::newRow("a single byte, so that many are equal") << 777 << 1 << 2 << true;
  QTest::newRow("more than a register and a rest") << 333 << 100 << 1 << false;
}

void BitsScanTest::tanimotoIsThatOfBruteForce() {
  QFETCH(int, rows);
  QFETCH(int, bytes);
  QFETCH(int, threads);
  QFETCH(bool, masked);
  const std::size_t size = static_cast<std::size_t>(bytes);
  Bytes bits = someBits(rows, size, 3);
  std::fill(bits.begin(), bits.begin() + bytes, std::byte{0});  // a row without any
  const auto file = fileOf(bits, size, 400);
  VERIFY_RESULT(file);
  std::vector<std::uint64_t> words;
  if (masked) words.assign(static_cast<std::size_t>(rows) / 64 + 1, 0x5555AAAA0F0F1111U);
  const RowMask mask{words};
  for (const Bytes& query : {someBits(1, size, 8), Bytes(size)}) {
    BestRows best(20);
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) {
      if (mask.allows(r)) best.offer({r, tanimoto(query, std::span(bits).subspan(r * size, size))});
    }
    QCOMPARE(nearestBits(*file, "bits", query, 20, 0.0, threads, mask), best.take());
  }
}

void BitsScanTest::nothingBelowTheThresholdIsFound() {
  const Bytes bits = {std::byte{0x0F}, std::byte{0x07}, std::byte{0x01}, std::byte{0xF0}};
  const auto file = fileOf(bits, 1);
  VERIFY_RESULT(file);
  const Bytes query = {std::byte{0x0F}};
  const auto found = nearestBits(*file, "bits", query, 10, 0.75, 1);
  QCOMPARE(found, (std::vector<Nearest>{{0, 1.0F}, {1, 0.75F}}));
}

void BitsScanTest::rowsWithBitsAreAllThatHaveThem_data() {
  QTest::addColumn<int>("bytes");
  QTest::addColumn<int>("asked");
  QTest::newRow("2048 bits, one asked for") << 256 << 1;
  QTest::newRow("2048 bits, three asked for") << 256 << 3;
  QTest::newRow("166 bits, the last ones too") << 21 << 2;
  QTest::newRow("nothing asked for") << 21 << 0;
}

void BitsScanTest::rowsWithBitsAreAllThatHaveThem() {
  QFETCH(int, bytes);
  QFETCH(int, asked);
  const std::size_t size = static_cast<std::size_t>(bytes);
  const Bytes bits = someBits(4003, size, 5);
  const auto file = fileOf(bits, size, 900);
  VERIFY_RESULT(file);
  Bytes query(size);
  for (std::size_t i = 0; i < static_cast<std::size_t>(asked); ++i) {
    query[size - 1 - 5 * i] = std::byte{0x02};
  }
  std::vector<std::uint64_t> words(4003 / 64 + 1, 0xFFFFFFFF00000000U);
  std::vector<std::uint64_t> expected;
  for (std::size_t r = 0; r < 4003; ++r) {
    bool all = (r % 64) >= 32;
    for (std::size_t b = 0; b < size; ++b) all = all && (bits[r * size + b] & query[b]) == query[b];
    if (all) expected.push_back(r);
  }
  std::vector<std::uint64_t> found;
  rowsWithBits(*file, "bits", query, {words}, [&](std::span<const std::uint64_t> rows) {
    found.insert(found.end(), rows.begin(), rows.end());
    return true;
  });
  QVERIFY(!expected.empty());
  QCOMPARE(found, expected);
}

void BitsScanTest::aSearchForRowsEndsWhenItIsTold() {
  const auto file = fileOf(Bytes(5000, std::byte{1}), 1, 1000);
  VERIFY_RESULT(file);
  int calls = 0;
  rowsWithBits(*file, "bits", Bytes{std::byte{1}}, {},
               [&](std::span<const std::uint64_t>) { return ++calls < 2; });
  QCOMPARE(calls, 2);
}

void BitsScanTest::shapesAreRankedByTheirDistance() {
  constexpr std::size_t kWidth = 60;
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<float> rows(1501 * kWidth);
  for (float& value : rows) value = normal(random);
  const auto file = fileOf(std::as_bytes(std::span(rows)), kWidth * sizeof(float), 600);
  VERIFY_RESULT(file);
  const std::vector<float> query(rows.begin() + 700 * kWidth, rows.begin() + 701 * kWidth);
  BestRows best(10);
  for (std::size_t r = 0; r < 1501; ++r) {
    double sum = 0;
    for (std::size_t k = 0; k < kWidth; ++k) {
      sum += std::fabs(static_cast<double>(rows[r * kWidth + k]) - static_cast<double>(query[k]));
    }
    best.offer({r, static_cast<float>(1.0 / (1.0 + sum / kWidth))});
  }
  const auto expected = best.take();
  const auto found = nearestShapes(*file, "bits", query, 10, 2);
  QCOMPARE(found.size(), expected.size());
  QCOMPARE(found.front(), (Nearest{700, 1.0F}));
  for (std::size_t i = 0; i < found.size(); ++i) {
    QCOMPARE(found[i].row, expected[i].row);
    QVERIFY(std::fabs(found[i].score - expected[i].score) < 1e-6F);
  }
}

void BitsScanTest::strangeInputsFindNothing() {
  const auto file = fileOf(Bytes(64, std::byte{3}), 8);
  VERIFY_RESULT(file);
  QVERIFY(nearestBits(*file, "unknown", Bytes(8), 5, 0, 1).empty());
  QVERIFY(nearestBits(*file, "bits", Bytes(7), 5, 0, 1).empty());
  QVERIFY(nearestBits(*file, "bits", {}, 5, 0, 1).empty());
  QVERIFY(nearestShapes(*file, "bits", std::vector<float>(3), 5, 1).empty());
  std::stop_source stop;
  stop.request_stop();
  QVERIFY(nearestBits(*file, "bits", Bytes(8), 5, 0, 2, {}, stop.get_token()).empty());
  bool isCalled = false;
  rowsWithBits(*file, "bits", Bytes(9), {}, [&](auto) { return isCalled = true; });
  QVERIFY(!isCalled);
}

QTEST_APPLESS_MAIN(BitsScanTest)
#include "bits_scan_test.moc"
