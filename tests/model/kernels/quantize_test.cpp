#include <QtTest/QTest>

#include <cmath>
#include <random>
#include <vector>

#include "model/kernels/kernel_table.h"
#include "model/kernels/quantize.h"

using namespace molloquy::kernels;

/// What rounding to 4 and 8 bits does to a matrix.
class QuantizeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void errorsStayBelowHalfAStep_data();
  void errorsStayBelowHalfAStep();
  void specialGroupsComeBack();
  void onlyWholeTilesCanBeQuantised();
};

void QuantizeTest::errorsStayBelowHalfAStep_data() {
  QTest::addColumn<int>("bits");
  QTest::addColumn<double>("relativeError");  // root of squared error over squares
  QTest::newRow("4 bits of normal numbers lose less than 9.5 percent") << 4 << 0.095;
  QTest::newRow("8 bits of normal numbers lose less than 0.7 percent") << 8 << 0.007;
}

void QuantizeTest::errorsStayBelowHalfAStep() {
  QFETCH(int, bits);
  QFETCH(double, relativeError);
  const int columns = 512;
  std::mt19937 generator(11);
  std::normal_distribution<float> normal(0.0F, 0.02F);
  std::vector<float> rows(16 * columns);
  for (float& value : rows) value = normal(generator);
  const auto codeBits = static_cast<CodeBits>(bits);
  std::vector<std::uint8_t> tiles(tileBytes(16, columns, codeBits));
  std::vector<std::uint16_t> scales(scaleCount(16, columns));
  std::vector<float> back(rows.size());
  quantizeTileRow(rows, columns, codeBits, tiles, scales);
  dequantizeTileRow(tiles, scales, columns, codeBits, back);
  double error = 0.0;
  double size = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    error += std::pow(static_cast<double>(rows[i]) - back[i], 2);
    size += std::pow(static_cast<double>(rows[i]), 2);
  }
  QVERIFY2(std::sqrt(error / size) < relativeError,
           qPrintable(QString::number(std::sqrt(error / size))));
}

void QuantizeTest::specialGroupsComeBack() {
  // Row 0 all zero, row 1 one large number, row 2 numbers too small for a half.
  const int columns = 64;
  std::vector<float> rows(16 * columns, 0.0F);
  rows[columns + 5] = -3.5F;
  rows[2 * columns + 1] = 1e-9F;
  for (const CodeBits bits : {CodeBits::Four, CodeBits::Eight}) {
    std::vector<std::uint8_t> tiles(tileBytes(16, columns, bits));
    std::vector<std::uint16_t> scales(scaleCount(16, columns));
    std::vector<float> back(rows.size(), 7.0F);
    quantizeTileRow(rows, columns, bits, tiles, scales);
    dequantizeTileRow(tiles, scales, columns, bits, back);
    QCOMPARE(back[3], 0.0F);
    QVERIFY(std::fabs(back[columns + 5] + 3.5F) < 2e-3F);
    QCOMPARE(back[columns + 6], 0.0F);
    QVERIFY(std::fabs(back[2 * columns + 1]) < 1e-6F);
  }
}

void QuantizeTest::onlyWholeTilesCanBeQuantised() {
  QVERIFY(canQuantize(32000, 2048));
  QVERIFY(!canQuantize(32002, 2048));
  QVERIFY(!canQuantize(32, 100));
  QVERIFY(!canQuantize(0, 64));
}

QTEST_APPLESS_MAIN(QuantizeTest)
#include "quantize_test.moc"
