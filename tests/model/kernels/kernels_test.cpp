#include <QtTest/QTest>

#include <cmath>
#include <random>
#include <vector>

#include "model/base/half_numbers.h"
#include "model/kernels/kernel_table.h"
#include "model/kernels/quantize.h"

using namespace molloquy;
using namespace molloquy::kernels;

namespace {

std::vector<float> randomNumbers(std::size_t count, std::uint32_t seed, float scale = 1.0F) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal(0.0F, scale);
  std::vector<float> numbers(count);
  for (float& number : numbers) number = normal(generator);
  return numbers;
}

std::vector<std::uint16_t> toBits(const std::vector<float>& numbers) {
  std::vector<std::uint16_t> bits;
  for (const float number : numbers) bits.push_back(bfloat16FromFloat(number));
  return bits;
}

/// sum of w x in double, from the rounded numbers.
double exactDot(const std::uint16_t* w, const std::uint16_t* x, int k) {
  double sum = 0.0;
  for (int i = 0; i < k; ++i) {
    sum += static_cast<double>(floatFromBfloat16(w[i])) * floatFromBfloat16(x[i]);
  }
  return sum;
}

/// Rows of x in a level's own form.
class Operands {
 public:
  Operands(const KernelTable& table, const std::vector<float>& x, int m, int k)
      : m_stride(operandWords(table, k)), m_words(static_cast<std::size_t>(m) * m_stride) {
    for (int i = 0; i < m; ++i) table.toOperand(&x[i * k], k, &m_words[i * m_stride]);
  }
  [[nodiscard]] Operand operand() const { return {m_words.data(), m_stride}; }

 private:
  std::ptrdiff_t m_stride;
  std::vector<std::uint32_t> m_words;
};

double largestDifference(const std::vector<float>& a, const std::vector<double>& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::fabs(static_cast<double>(a[i]) - b[i]));
  }
  return largest;
}

}  // namespace

/// Every level that this processor has against sums in double.
class KernelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void dotRowsEqualSumsInDouble_data();
  void dotRowsEqualSumsInDouble();
  void tilesEqualTheirDequantisedRows_data();
  void tilesEqualTheirDequantisedRows();
  void panelsEqualSumsInDouble_data();
  void panelsEqualSumsInDouble();
  void unpackedPanelsHoldTheQuantisedNumbers_data();
  void unpackedPanelsHoldTheQuantisedNumbers();
  void loopsEqualTheirFormulas_data();
  void loopsEqualTheirFormulas();
  void exponentialsOfMinusInfinityAreZero_data();
  void exponentialsOfMinusInfinityAreZero();

 private:
  static void addLevels();
  static void addLevelsAndRows(std::initializer_list<int> rowCounts);
};

void KernelsTest::addLevels() {
  QTest::addColumn<int>("level");
  for (int level = 0; level <= static_cast<int>(CpuLevel::Avx512Bfloat16); ++level) {
    if (!hasCpuLevel(static_cast<CpuLevel>(level))) continue;
    QTest::addRow("%s", toString(static_cast<CpuLevel>(level))) << level;
  }
}

void KernelsTest::addLevelsAndRows(std::initializer_list<int> rowCounts) {
  QTest::addColumn<int>("level");
  QTest::addColumn<int>("m");
  for (int level = 0; level <= static_cast<int>(CpuLevel::Avx512Bfloat16); ++level) {
    if (!hasCpuLevel(static_cast<CpuLevel>(level))) continue;
    for (const int m : rowCounts) {
      QTest::addRow("%d rows, %s", m, toString(static_cast<CpuLevel>(level))) << level << m;
    }
  }
}

void KernelsTest::dotRowsEqualSumsInDouble_data() { addLevelsAndRows({1, 2, 5, 8}); }

void KernelsTest::dotRowsEqualSumsInDouble() {
  QFETCH(int, level);
  QFETCH(int, m);
  for (const int k : {1, 31, 64, 203}) {
    const int rows = 21;
    const auto w = toBits(randomNumbers(static_cast<std::size_t>(rows * k), 1));
    const auto inputs = randomNumbers(static_cast<std::size_t>(m * k), 2);
    const auto x = toBits(inputs);
    std::vector<float> y(static_cast<std::size_t>(m * rows), -1.0F);
    const KernelTable& table = kernelsFor(static_cast<CpuLevel>(level));
    const Operands operands(table, inputs, m, k);
    table.dotRows({w.data(), k, rows, operands.operand(), m, k, y.data(), rows});
    std::vector<double> expected;
    for (int i = 0; i < m; ++i) {
      for (int r = 0; r < rows; ++r) expected.push_back(exactDot(&w[r * k], &x[i * k], k));
    }
    QVERIFY2(largestDifference(y, expected) < 2e-5, qPrintable(QString::number(k)));
  }
}

void KernelsTest::tilesEqualTheirDequantisedRows_data() { addLevelsAndRows({1, 2, 3, 5, 8}); }

void KernelsTest::tilesEqualTheirDequantisedRows() {
  QFETCH(int, level);
  QFETCH(int, m);
  const KernelTable& table = kernelsFor(static_cast<CpuLevel>(level));
  const int rows = 96;
  const int k = 192;
  const int groups = k / kGroup;
  for (const CodeBits bits : {CodeBits::Four, CodeBits::Eight}) {
    // 1. Weights, and the numbers that their codes stand for.
    const auto w = randomNumbers(rows * k, 3, 0.05F);
    std::vector<std::uint8_t> tiles(tileBytes(rows, k, bits));
    std::vector<std::uint16_t> scales(scaleCount(rows, k));
    std::vector<float> known(rows * k);
    for (int row = 0; row < rows; row += kTileRows) {
      const std::size_t at = static_cast<std::size_t>(row) * k;
      const std::span tile(tiles.data() + tileBytes(row, k, bits), tileBytes(16, k, bits));
      const std::span tileScales(scales.data() + scaleCount(row, k), scaleCount(16, k));
      quantizeTileRow({w.data() + at, 16 * k}, k, bits, tile, tileScales);
      dequantizeTileRow(tile, tileScales, k, bits, {known.data() + at, 16 * k});
    }
    // 2. Activations in 8 bits.
    const auto x = randomNumbers(static_cast<std::size_t>(m * k), 4);
    std::vector<std::int8_t> codes(x.size());
    std::vector<float> xScales(static_cast<std::size_t>(m * groups));
    std::vector<std::int32_t> sums(xScales.size());
    for (int i = 0; i < m; ++i) {
      table.quantizeRow(&x[i * k], k, &codes[i * k], &xScales[i * groups], &sums[i * groups]);
    }
    // 3. Their product in double.
    std::vector<double> expected;
    for (int i = 0; i < m; ++i) {
      for (int r = 0; r < rows; ++r) {
        double sum = 0.0;
        for (int c = 0; c < k; ++c) {
          sum += static_cast<double>(known[r * k + c]) * codes[i * k + c] *
                 xScales[i * groups + c / kGroup];
        }
        expected.push_back(sum);
      }
    }
    std::vector<float> y(static_cast<std::size_t>(m * rows));
    TileJob job{tiles.data(), scales.data(), rows / kTileRows, groups,
                {codes.data(), xScales.data(), sums.data()}, m, y.data(), rows};
    bits == CodeBits::Four ? table.multiplyInt4(job) : table.multiplyInt8(job);
    QVERIFY(largestDifference(y, expected) < 1e-5);
  }
}

void KernelsTest::panelsEqualSumsInDouble_data() { addLevelsAndRows({1, 3, 6, 12}); }

void KernelsTest::panelsEqualSumsInDouble() {
  QFETCH(int, level);
  QFETCH(int, m);
  const KernelTable& table = kernelsFor(static_cast<CpuLevel>(level));
  const int k = 74;
  const auto numbers = randomNumbers(kPanelColumns * k, 5);
  const auto w = toBits(numbers);
  const auto inputs = randomNumbers(static_cast<std::size_t>(m * k), 6);
  const auto x = toBits(inputs);
  std::vector<std::uint16_t> panel(kPanelColumns * k);
  table.packRows(w.data(), k, k, panel.data());
  std::vector<float> c(static_cast<std::size_t>(m * kPanelColumns));
  const Operands operands(table, inputs, m, k);
  PanelJob job{panel.data(), 2 * kPanelColumns, k / 2, operands.operand(), m, c.data(),
               kPanelColumns};
  table.panelMultiply(job);
  std::vector<double> expected;
  for (int i = 0; i < m; ++i) {
    for (int n = 0; n < kPanelColumns; ++n) expected.push_back(exactDot(&w[n * k], &x[i * k], k));
  }
  QVERIFY(largestDifference(c, expected) < 2e-5);
  job.output = PanelJob::Output::Add;
  table.panelMultiply(job);
  for (double& value : expected) value *= 2.0;
  QVERIFY(largestDifference(c, expected) < 4e-5);

  // The same in float32: panel [k, 32].
  std::vector<float> floats(kPanelColumns * k);
  for (int n = 0; n < kPanelColumns; ++n) {
    for (int i = 0; i < k; ++i) floats[i * kPanelColumns + n] = numbers[n * k + i];
  }
  table.floatPanelMultiply({floats.data(), k, inputs.data(), k, m, c.data(), kPanelColumns});
  expected.clear();
  for (int i = 0; i < m; ++i) {
    for (int n = 0; n < kPanelColumns; ++n) {
      double sum = 0.0;
      for (int j = 0; j < k; ++j) sum += static_cast<double>(numbers[n * k + j]) * inputs[i * k + j];
      expected.push_back(sum);
    }
  }
  QVERIFY(largestDifference(c, expected) < 2e-5);
}

void KernelsTest::unpackedPanelsHoldTheQuantisedNumbers_data() { addLevels(); }

void KernelsTest::unpackedPanelsHoldTheQuantisedNumbers() {
  QFETCH(int, level);
  const KernelTable& table = kernelsFor(static_cast<CpuLevel>(level));
  const int k = 128;
  const auto w = randomNumbers(16 * k, 7, 0.1F);
  for (const CodeBits bits : {CodeBits::Four, CodeBits::Eight}) {
    std::vector<std::uint8_t> tiles(tileBytes(16, k, bits));
    std::vector<std::uint16_t> scales(scaleCount(16, k));
    std::vector<float> known(16 * k);
    quantizeTileRow(w, k, bits, tiles, scales);
    dequantizeTileRow(tiles, scales, k, bits, known);
    std::vector<std::uint16_t> panel(kPanelColumns * k);
    (bits == CodeBits::Four ? table.unpackInt4 : table.unpackInt8)(tiles.data(), scales.data(),
                                                                   k / kGroup, panel.data());
    for (int row = 0; row < 16; ++row) {
      for (int c = 0; c < k; ++c) {
        QCOMPARE(panel[(c / 2) * 2 * kPanelColumns + 2 * row + c % 2],
                 bfloat16FromFloat(known[row * k + c]));
      }
    }
  }
}

void KernelsTest::loopsEqualTheirFormulas_data() { addLevels(); }

void KernelsTest::loopsEqualTheirFormulas() {
  QFETCH(int, level);
  const KernelTable& table = kernelsFor(static_cast<CpuLevel>(level));
  const int n = 131;
  const auto x = randomNumbers(n, 8, 3.0F);
  const auto weight = randomNumbers(n, 9);
  const auto bias = randomNumbers(n, 10);
  std::vector<float> y(n);

  double squares = 0.0;
  double mean = 0.0;
  for (const float value : x) {
    squares += static_cast<double>(value) * value;
    mean += static_cast<double>(value) / n;
  }
  QVERIFY(std::fabs(table.squares(x.data(), n) - squares) < 1e-3);

  table.siluMultiply(x.data(), weight.data(), n, y.data());
  for (int i = 0; i < n; ++i) {
    const double expected = x[i] / (1.0 + std::exp(-static_cast<double>(x[i]))) * weight[i];
    QVERIFY(std::fabs(y[i] - expected) < 3e-6);
  }
  table.geluBias(x.data(), bias.data(), n, y.data());
  for (int i = 0; i < n; ++i) {
    const double value = static_cast<double>(x[i]) + bias[i];
    QVERIFY(std::fabs(y[i] - 0.5 * value * (1.0 + std::erf(value / std::sqrt(2.0)))) < 3e-6);
  }
  double variance = 0.0;
  for (const float value : x) variance += (value - mean) * (value - mean) / n;
  table.layerNorm(x.data(), weight.data(), bias.data(), 1e-5F, n, y.data());
  for (int i = 0; i < n; ++i) {
    const double expected = (x[i] - mean) / std::sqrt(variance + 1e-5) * weight[i] + bias[i];
    QVERIFY(std::fabs(y[i] - expected) < 5e-6);
  }
  std::vector<float> e = x;
  const float sum = table.exponentials(e.data(), n, 0.5F);
  const double largest = 0.5 * *std::max_element(x.begin(), x.end());
  double expectedSum = 0.0;
  for (int i = 0; i < n; ++i) {
    const double expected = std::exp(0.5 * x[i] - largest);
    expectedSum += expected;
    QVERIFY(std::fabs(e[i] - expected) < 1e-6);
  }
  QVERIFY(std::fabs(sum - expectedSum) < 1e-4);
}

void KernelsTest::exponentialsOfMinusInfinityAreZero_data() { addLevels(); }

void KernelsTest::exponentialsOfMinusInfinityAreZero() {
  QFETCH(int, level);
  std::vector<float> x(40, -INFINITY);
  x[3] = 2.0F;
  x[35] = 2.0F;
  const float sum =
      kernelsFor(static_cast<CpuLevel>(level)).exponentials(x.data(), static_cast<int>(x.size()), 1);
  QCOMPARE(sum, 2.0F);
  QCOMPARE(x[0], 0.0F);
  QCOMPARE(x[3], 1.0F);
}

QTEST_APPLESS_MAIN(KernelsTest)
#include "kernels_test.moc"
