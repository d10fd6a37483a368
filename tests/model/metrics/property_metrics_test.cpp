#include "model/metrics/property_metrics.h"

#include <QTest>
#include <cmath>
#include <limits>

#include "model/metrics/stated_number.h"

using namespace molloquy;
using metrics::NumberReading;
using metrics::Quantity;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool same(std::optional<double> found, double expected) {
  if (std::isnan(expected)) return !found.has_value();
  return found && std::abs(*found - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

}  // namespace

class PropertyMetricsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void numbersInTexts_data();
  void numbersInTexts();
  void boundsOfTasks_data();
  void boundsOfTasks();
  void figuresOfAFile();
  void theMantissaQuirk();
  void oddRowsAreTold();
  void filesWithoutPropertiesAreRefused();
};

void PropertyMetricsTest::numbersInTexts_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("quantity");
  QTest::addColumn<double>("paper");
  QTest::addColumn<double>("correct");
  const int energy = static_cast<int>(Quantity::Energy);
  const int area = static_cast<int>(Quantity::Area);
  const int mass = static_cast<int>(Quantity::Mass);
  const int pure = static_cast<int>(Quantity::PureNumber);
  QTest::newRow("a sentence") << "The HOMO for the input molecule is -5.850 eV." << energy << -5.85
                              << -5.85;
  QTest::newRow("an exponent") << "The SCF Energy is -1.880e+05 eV." << energy << -1.88 << -1.88e5;
  QTest::newRow("a capital exponent") << "-1.88E5" << energy << -1.88 << -1.88e5;
  QTest::newRow("a power of ten") << "-1.88 x 10^5 eV" << energy << -1.88 << -1.88e5;
  QTest::newRow("a raised power of ten") << "−1.88×10⁵ eV" << energy << 1.88 << -1.88e5;
  QTest::newRow("a raised minus") << "2.5·10⁻³ eV" << energy << 2.5 << 2.5e-3;
  QTest::newRow("a power in braces") << "2.5*10^{-3}" << energy << 2.5 << 2.5e-3;
  QTest::newRow("an integer") << "It is 5." << pure << kNone << 5.0;
  QTest::newRow("an integer before a fraction") << "LogP of 3 or 2.5" << pure << 2.5 << 3.0;
  QTest::newRow("thousands") << "1,234.5 g/mol" << mass << 234.5 << 1234.5;
  QTest::newRow("a list is no number with thousands") << "3,45" << pure << kNone << 3.0;
  QTest::newRow("kilodaltons") << "0.338 kDa" << mass << 0.338 << 338.0;
  QTest::newRow("Hartree") << "-0.2 Hartree" << energy << -0.2 << -0.2 * 27.211386245988;
  QTest::newRow("millielectronvolts") << "-250 meV" << energy << kNone << -0.25;
  QTest::newRow("an area") << "66.80 Å²." << area << 66.8 << 66.8;
  QTest::newRow("an area in plain letters") << "66.80 A^2" << area << 66.8 << 66.8;
  QTest::newRow("a unit without a gap") << "5.1eV" << energy << 5.1 << 5.1;
  QTest::newRow("the number with the unit counts")
      << "With B3LYP/6-31G* 1.0 scaled: -5.1 eV" << energy << 1.0 << -5.1;
  QTest::newRow("numbers in names") << "6-31G, C17, HOMO-1, 3D and 2nd" << energy << kNone << kNone;
  QTest::newRow("a share") << "95.0 % sure" << pure << 95.0 << kNone;
  QTest::newRow("a range is no number") << "between 5.5-6.5" << pure << 5.5 << kNone;
  QTest::newRow("a plus") << "+4.25" << pure << 4.25 << 4.25;
  QTest::newRow("a minus behind a word") << "gap:-4.25" << pure << -4.25 << -4.25;
  QTest::newRow("two points") << "1.2.3" << pure << 1.2 << 1.2;
  QTest::newRow("a point without digits") << "5. and .5" << pure << kNone << 5.0;
  QTest::newRow("no number") << "not known" << pure << kNone << kNone;
  QTest::newRow("nothing") << "" << pure << kNone << kNone;
  QTest::newRow("a number too large") << QString("1e999") << pure << kNone << kNone;
  QTest::newRow("very many digits") << QString(5000, '9') + ".0" << pure << kNone << kNone;
  QTest::newRow("an exponent without digits") << "5.5e and more" << pure << 5.5 << kNone;
}

void PropertyMetricsTest::numbersInTexts() {
  QFETCH(const QString, text);
  QFETCH(const int, quantity);
  QFETCH(const double, paper);
  QFETCH(const double, correct);
  const std::string utf8 = text.toStdString();
  const auto fraction = metrics::firstFraction(utf8);
  const auto stated = metrics::statedNumber(utf8, static_cast<Quantity>(quantity));
  QVERIFY2(same(fraction, paper), fraction ? std::to_string(*fraction).c_str() : "none");
  QVERIFY2(same(stated, correct), stated ? std::to_string(*stated).c_str() : "none");
}

void PropertyMetricsTest::boundsOfTasks_data() {
  QTest::addColumn<QString>("task");
  QTest::addColumn<QString>("output");
  QTest::addColumn<bool>("paper");
  QTest::addColumn<bool>("correct");
  QTest::newRow("HOMO inside") << "HOMO"
                               << "-19.99" << true << true;
  QTest::newRow("HOMO at the bound") << "HOMO"
                                     << "-20.0" << false << false;
  QTest::newRow("LUMO outside") << "LUMO"
                                << "20.0" << false << false;
  QTest::newRow("gap inside") << "HOMO-LUMO Gap"
                              << "5.0" << true << true;
  QTest::newRow("SCF energy as mantissa") << "SCF Energy"
                                          << "-1.88e+05" << true << true;
  QTest::newRow("SCF energy in full") << "SCF Energy"
                                      << "-188000.0" << false << true;
  QTest::newRow("SCF energy above zero") << "SCF Energy"
                                         << "1.88e+05" << false << false;
  QTest::newRow("SCF energy zero") << "SCF Energy"
                                   << "0.0" << false << false;
  QTest::newRow("LogP at the bound") << "LogP"
                                     << "-30.0" << false << false;
  QTest::newRow("LogP inside") << "LogP"
                               << "49.9" << true << true;
  QTest::newRow("an area of zero") << "Topological Polar Surface Area"
                                   << "0.0" << true << true;
  QTest::newRow("an area too large") << "Topological Polar Surface Area"
                                     << "2000.0" << false << false;
  QTest::newRow("complexity zero") << "Complexity"
                                   << "0.0" << true << true;
  QTest::newRow("complexity below zero") << "Complexity"
                                         << "-0.5" << false << false;
  QTest::newRow("weight zero") << "Molecular Weight"
                               << "0.0" << false << false;
  QTest::newRow("weight inside") << "Molecular Weight"
                                 << "3999.9" << true << true;
  QTest::newRow("weight as an integer") << "Molecular Weight"
                                        << "180" << false << true;
}

void PropertyMetricsTest::boundsOfTasks() {
  QFETCH(const QString, task);
  QFETCH(const QString, output);
  QFETCH(const bool, paper);
  QFETCH(const bool, correct);
  for (const auto& [reading, expected] :
       {std::pair(NumberReading::Paper, paper), {NumberReading::Correct, correct}}) {
    const std::vector<metrics::PropertyAnswer> answers{
        {task.toStdString(), "-1.5", output.toStdString()}};
    const auto measured = metrics::measureProperties(answers, reading);
    QVERIFY(measured.has_value());
    QCOMPARE(measured->rows.total()[1] == 1.0, expected);
  }
}

void PropertyMetricsTest::figuresOfAFile() {
  const std::vector<metrics::PropertyAnswer> answers{
      {"LogP", "The LogP is 2.00.", "The LogP is 2.50."},
      {"HOMO", "-5.000 eV", "-6.000 eV"},
      {"LogP", "4.00", "I cannot tell."},
      {"Description", "A salt.", "A salt 1.0."},
      {"HOMO", "-5.000 eV", "-5.500 eV"},
      {"HOMO", "-5.000 eV", "-50.00 eV"}};
  const auto measured = metrics::measureProperties(answers, NumberReading::Paper);
  QVERIFY(measured.has_value());
  QCOMPARE(measured->rows.rows, 5U);
  QCOMPARE(measured->answers, (std::vector<std::size_t>{0, 1, 2, 4, 5}));
  // LogP stands before HOMO in the table of the paper.
  QCOMPARE(measured->rows.figures[0].group, std::string("LogP"));
  const std::vector<double> figures = measured->rows.total();
  QCOMPARE(figures, (std::vector<double>{0.5, 0.5, 0.75, 2.0 / 3.0}));
  QCOMPARE(measured->rows.byQuality().front(), 0U);
  QCOMPARE(measured->remarks.size(), 1U);
}

void PropertyMetricsTest::theMantissaQuirk() {
  // Wrong by a factor of ten, and all the same without an error in the published table.
  const std::vector<metrics::PropertyAnswer> answers{
      {"SCF Energy", "-1.880e+05 eV", "-1.880e+04 eV"}};
  const auto paper = metrics::measureProperties(answers, NumberReading::Paper);
  const auto correct = metrics::measureProperties(answers, NumberReading::Correct);
  QVERIFY(paper && correct);
  QCOMPARE(paper->rows.total()[0], 0.0);
  QCOMPARE(paper->remarks.size(), 1U);
  QVERIFY(paper->remarks[0].find("mantissas") != std::string::npos);
  QVERIFY(correct->remarks.empty());
  QCOMPARE(correct->rows.total()[0], 169200.0);
}

void PropertyMetricsTest::oddRowsAreTold() {
  const std::vector<metrics::PropertyAnswer> answers{{"LogP", "unknown", "1.0"},
                                                     {"Weather", "1.0", "1.0"}};
  const auto measured = metrics::measureProperties(answers, NumberReading::Paper);
  QVERIFY(measured.has_value());
  QCOMPARE(measured->remarks.size(), 2U);
  QVERIFY(std::isnan(measured->rows.total()[0]));
  QCOMPARE(measured->rows.total()[1], 0.0);
}

void PropertyMetricsTest::filesWithoutPropertiesAreRefused() {
  const std::vector<metrics::PropertyAnswer> answers{{"Weather", "1.0", "1.0"}};
  const auto measured = metrics::measureProperties(answers, NumberReading::Paper);
  QVERIFY(!measured.has_value());
  QVERIFY(measured.error().message.find("Weather") != std::string::npos);
  QVERIFY(!metrics::measureProperties({}, NumberReading::Correct).has_value());
}

QTEST_GUILESS_MAIN(PropertyMetricsTest)
#include "property_metrics_test.moc"
