#include <QtTest/QTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "model/base/half_numbers.h"
#include "model/kernels/aligned_buffer.h"
#include "model/vectors/embedding_codes.h"
#include "model/vectors/scan_kernels.h"

using namespace molloquy;
using namespace molloquy::vectors;
using kernels::CpuLevel;

Q_DECLARE_METATYPE(CpuLevel)

namespace {

std::vector<float> someNumbers(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> numbers(count);
  for (float& number : numbers) number = normal(random);
  return numbers;
}

/// A row for every level that this processor has.
void addLevels() {
  QTest::addColumn<CpuLevel>("level");
  for (const CpuLevel level : {CpuLevel::Portable, CpuLevel::Avx2, CpuLevel::Avx512}) {
    if (kernels::hasCpuLevel(level)) QTest::newRow(kernels::toString(level)) << level;
  }
}

}  // namespace

/// Every level computes what the formula says.
class ScanKernelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void boundsAreThoseOfTheirFormula_data() { addLevels(); }
  void boundsAreThoseOfTheirFormula();
  void tilesHaveTheSameBounds_data();
  void tilesHaveTheSameBounds();
  void halvesAreRoundedToTheNearest_data() { addLevels(); }
  void halvesAreRoundedToTheNearest();
  void productsOfHalvesAreExact_data() { addLevels(); }
  void productsOfHalvesAreExact();
  void bitsAreCounted_data() { addLevels(); }
  void bitsAreCounted();
  void closenessIsOneForTheSame_data() { addLevels(); }
  void closenessIsOneForTheSame();
};

void ScanKernelsTest::boundsAreThoseOfTheirFormula() {
  QFETCH(CpuLevel, level);
  const ScanKernels& kernels = scanKernelsFor(level);
  for (const std::size_t width : {5, 64, 100, 128, 192, 256, 320, 768, 1024}) {
    for (const std::size_t vectors : {1, 3}) {
      for (const std::size_t queries : {1, 2}) {
        constexpr std::size_t kRows = 19;
        const auto numbers = someNumbers(kRows * vectors * width, 1);
        const CodedQueries coded(someNumbers(queries * width, 2), width, vectors);
        const std::size_t bytes = codedRowBytes(1, width);
        std::vector<std::byte> codes(kRows * vectors * bytes);
        for (std::size_t i = 0; i < kRows * vectors; ++i) {
          encode(std::span(numbers).subspan(i * width, width),
                 std::span(codes).subspan(i * bytes, bytes));
        }
        std::vector<float> upper(kRows);
        kernels.upperBounds(coded.all(), codes.data(), kRows, upper.data());
        for (std::size_t r = 0; r < kRows; ++r) {
          double expected = -std::numeric_limits<double>::infinity();
          for (std::size_t v = 0; v < vectors; ++v) {
            const std::byte* code = codes.data() + (r * vectors + v) * bytes;
            CodeFactors factors;
            std::memcpy(&factors, code + codeBytes(width), sizeof factors);
            for (std::size_t q = 0; q < queries; ++q) {
              const CodeQuery one = coded.one(q);
              std::int64_t sum = 0;
              for (std::size_t k = 0; k < paddedWidth(width); ++k) {
                const std::byte pack = code[k % codeBytes(width)] >> (2 * (k / codeBytes(width)));
                sum += one.numbers[k] * std::to_integer<int>(pack & std::byte{3});
              }
              const double product =
                  static_cast<double>(one.factors->scale) * static_cast<double>(sum);
              expected =
                  std::max(expected, static_cast<double>(factors.scale) *
                                             (product + static_cast<double>(one.factors->offset)) +
                                         static_cast<double>(factors.error * one.factors->slack));
            }
          }
          QVERIFY(std::fabs(static_cast<double>(upper[r]) - expected) <
                  2e-5 * (1 + std::fabs(expected)));
        }
      }
    }
  }
}

void ScanKernelsTest::tilesHaveTheSameBounds_data() {
  QTest::addColumn<CpuLevel>("level");
  QTest::addColumn<int>("width");
  QTest::addColumn<int>("count");
  QTest::addColumn<int>("queries");
  for (const CpuLevel level : {CpuLevel::Avx512, CpuLevel::Avx512Bfloat16}) {
    if (!kernels::hasCpuLevel(level)) continue;
    const char* name = kernels::toString(level);
    QTest::addRow("a whole tile, %s", name) << level << 256 << 32 << 12;
    QTest::addRow("half a tile and one, %s", name) << level << 64 << 17 << 1;
    QTest::addRow("three vectors, every size of block, %s", name) << level << 100 << 3 << 29;
  }
  // Elsewhere many queries are asked by the same loop as one.
  QTest::addRow("no tiles") << CpuLevel::Portable << 0 << 0 << 0;
}

void ScanKernelsTest::tilesHaveTheSameBounds() {
  QFETCH(CpuLevel, level);
  QFETCH(int, width);
  QFETCH(int, count);
  QFETCH(int, queries);
  const ScanKernels& kernels = scanKernelsFor(level);
  if (level == CpuLevel::Portable) {
    QVERIFY(kernels.packTile == nullptr);
    return;
  }
  const auto size = static_cast<std::size_t>(width);
  const auto rows = static_cast<std::size_t>(count);
  const auto asked = static_cast<std::size_t>(queries);
  const std::size_t bytes = codedRowBytes(1, size);
  const auto numbers = someNumbers(rows * size, 5);
  std::vector<std::byte> vectors(rows * bytes);
  for (std::size_t i = 0; i < rows; ++i) {
    encode(std::span(numbers).subspan(i * size, size),
           std::span(vectors).subspan(i * bytes, bytes));
  }
  const CodedQueries coded(someNumbers(asked * size, 6), size, 1);
  kernels::AlignedBuffer<std::uint8_t> codes(paddedWidth(size) * kTileRows);
  std::vector<float> scales(kTileRows);
  std::vector<float> errors(kTileRows);
  const CodeTile tile{codes.data(), scales.data(), errors.data()};
  kernels.packTile(vectors.data(), rows, codeBytes(size), tile);
  const std::vector<float> floors(asked, 3.0F);
  std::vector<float> upper(asked * kTileRows);
  std::vector<std::uint32_t> hits(asked);
  const CodeQuery all = coded.all();
  kernels.tileBounds(tile, {all.numbers, all.factors, floors.data(), asked, codeBytes(size),
                            upper.data(), hits.data()});
  std::vector<float> expected(rows);
  for (std::size_t q = 0; q < asked; ++q) {
    kernels.upperBounds(coded.one(q), vectors.data(), rows, expected.data());
    for (std::size_t i = 0; i < kTileRows; ++i) {
      const bool isHit = ((hits[q] >> i) & 1U) != 0;
      if (i >= rows) {
        QVERIFY(!isHit);
        continue;
      }
      QVERIFY(std::fabs(upper[q * kTileRows + i] - expected[i]) <
              1e-4F * (1 + std::fabs(expected[i])));
      QCOMPARE(isHit, upper[q * kTileRows + i] >= 3.0F);
    }
  }
}

void ScanKernelsTest::halvesAreRoundedToTheNearest() {
  QFETCH(CpuLevel, level);
  std::vector<float> numbers = {0.0F,
                                -0.0F,
                                1.0F,
                                1.0F + 0x1.0p-11F,
                                1.0F + 0x1.8p-10F,
                                -2.5F,
                                1e-7F,
                                0x1.0p-24F,
                                0x1.0p-25F,
                                0x1.8p-24F,
                                -3e-6F,
                                0x1.ffcp-15F,
                                65504.0F,
                                1e9F,
                                -1e9F};
  const auto more = someNumbers(100, 7);
  for (const float number : more) numbers.insert(numbers.end(), {number, number * 1e-5F});
  std::vector<std::uint16_t> halves(numbers.size());
  scanKernelsFor(level).toHalves(numbers.data(), numbers.size(), halves.data());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const float bounded = std::clamp(numbers[i], -65504.0F, 65504.0F);
    const float back = floatFromHalf(halves[i]);
    QCOMPARE(std::signbit(back), std::signbit(bounded));
    // No neighbour is nearer, and of two as near the even one was taken.
    for (const int step : {-1, 1}) {
      const auto beside = static_cast<std::uint16_t>(halves[i] + step);
      if ((beside & 0x7C00U) == 0x7C00U || ((beside ^ halves[i]) & 0x8000U) != 0) continue;
      const float off = std::fabs(back - bounded);
      const float other = std::fabs(floatFromHalf(beside) - bounded);
      QVERIFY2(off < other || (off == other && halves[i] % 2 == 0), std::to_string(i).c_str());
    }
  }
}

void ScanKernelsTest::productsOfHalvesAreExact() {
  QFETCH(CpuLevel, level);
  for (const std::size_t n : {1, 7, 8, 16, 31, 64, 256, 300}) {
    const auto numbers = someNumbers(n, 3);
    const auto query = someNumbers(n, 4);
    std::vector<std::uint16_t> halves(n);
    scanKernelsFor(level).toHalves(numbers.data(), n, halves.data());
    double expected = 0;
    for (std::size_t i = 0; i < n; ++i) {
      expected += static_cast<double>(floatFromHalf(halves[i])) * static_cast<double>(query[i]);
    }
    const float product = scanKernelsFor(level).dotHalves(halves.data(), query.data(), n);
    QVERIFY(std::fabs(static_cast<double>(product) - expected) < 1e-4);
    std::vector<std::uint16_t> others(n);
    scanKernelsFor(level).toHalves(query.data(), n, others.data());
    double rounded = 0;
    for (std::size_t i = 0; i < n; ++i) {
      rounded += static_cast<double>(floatFromHalf(halves[i]) * floatFromHalf(others[i]));
    }
    const float both = scanKernelsFor(level).dotOfHalves(halves.data(), others.data(), n);
    QVERIFY(std::fabs(static_cast<double>(both) - rounded) < 1e-4);
  }
}

void ScanKernelsTest::bitsAreCounted() {
  QFETCH(CpuLevel, level);
  std::mt19937 random(11);
  for (const std::size_t bytes : {1, 8, 21, 63, 64, 65, 128, 200, 256, 512}) {
    constexpr std::size_t kRows = 21;
    std::vector<std::byte> bits(bytes * (kRows + 1));
    for (std::byte& byte : bits) byte = static_cast<std::byte>(random() & 0xFFU);
    std::fill(bits.end() - static_cast<std::ptrdiff_t>(bytes), bits.end(), std::byte{0});
    for (const std::byte* query : {bits.data(), bits.data() + kRows * bytes}) {
      std::vector<float> scores(kRows + 1);
      scanKernelsFor(level).tanimoto(query, bytes, bits.data(), kRows + 1, scores.data());
      for (std::size_t r = 0; r <= kRows; ++r) {
        int both = 0;
        int any = 0;
        for (std::size_t b = 0; b < bytes; ++b) {
          const auto row = std::to_integer<unsigned>(bits[r * bytes + b]);
          both += std::popcount(row & std::to_integer<unsigned>(query[b]));
          any += std::popcount(row | std::to_integer<unsigned>(query[b]));
        }
        QCOMPARE(scores[r], any == 0 ? 1.0F : static_cast<float>(both) / static_cast<float>(any));
      }
    }
  }
}

void ScanKernelsTest::closenessIsOneForTheSame() {
  QFETCH(CpuLevel, level);
  for (const std::size_t n : {1, 12, 16, 60, 100}) {
    const auto rows = someNumbers(n * 5, 8);
    std::vector<float> scores(5);
    scanKernelsFor(level).closeness(rows.data(), n, reinterpret_cast<const std::byte*>(rows.data()),
                                    5, scores.data());
    QCOMPARE(scores[0], 1.0F);
    double sum = 0;
    for (std::size_t k = 0; k < n; ++k) {
      sum += std::fabs(static_cast<double>(rows[k]) - static_cast<double>(rows[3 * n + k]));
    }
    QVERIFY(std::fabs(static_cast<double>(scores[3]) - 1.0 / (1.0 + sum / static_cast<double>(n))) <
            1e-6);
  }
}

QTEST_APPLESS_MAIN(ScanKernelsTest)
#include "scan_kernels_test.moc"
