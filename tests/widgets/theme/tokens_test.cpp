#include "widgets/theme/tokens.h"

#include <QTest>

#include "tests/widgets/theme/colour_difference.h"
#include "widgets/theme/element_colours.h"

using namespace molloquy::theme;

namespace {

constexpr double kText = 4.5;
constexpr double kLine = 3.0;

struct Pair {
  const char* name;
  QColor Tokens::*front;
  QColor Tokens::*back;
  double light;
  double dark;
  double least;
};

const Pair kPairs[] = {
    {"strong line on surface", &Tokens::lineStrong, &Tokens::surface, 3.66, 3.15, kLine},
    {"strong line on window", &Tokens::lineStrong, &Tokens::window, 3.11, 3.52, kLine},
    {"text on surface", &Tokens::text, &Tokens::surface, 17.13, 13.01, kText},
    {"text on selected", &Tokens::text, &Tokens::selected, 13.86, 10.15, kText},
    {"second text on surface", &Tokens::text2, &Tokens::surface, 7.98, 8.11, kText},
    {"second text on window", &Tokens::text2, &Tokens::window, 6.78, 9.09, kText},
    {"third text on surface", &Tokens::text3, &Tokens::surface, 5.37, 5.39, kText},
    {"third text on window", &Tokens::text3, &Tokens::window, 4.56, 6.04, kText},
    {"accent on surface", &Tokens::accent, &Tokens::surface, 5.59, 7.37, kText},
    {"accent on selected", &Tokens::accent, &Tokens::selected, 4.52, 5.75, kText},
    {"accent as a line on the view", &Tokens::accent, &Tokens::view, 5.16, 8.67, kLine},
    {"words on an accent fill", &Tokens::onAccent, &Tokens::accent, 5.59, 7.59, kText},
    {"agrees on its tint", &Tokens::agree, &Tokens::agreeTint, 5.53, 6.50, kText},
    {"differs on its tint", &Tokens::differ, &Tokens::differTint, 5.13, 6.36, kText},
    {"not checked on its tint", &Tokens::unchecked, &Tokens::uncheckedTint, 4.61, 4.59, kText},
    {"warning on its tint", &Tokens::warn, &Tokens::warnTint, 6.28, 7.93, kText},
};

}  // namespace

class TokensTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void pairHasTheContrastOfTheDesign_data() {
    QTest::addColumn<QColor>("front");
    QTest::addColumn<QColor>("back");
    QTest::addColumn<double>("expected");
    QTest::addColumn<double>("least");
    for (const Pair& pair : kPairs) {
      for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const bool dark = scheme == Scheme::Dark;
        QTest::addRow("%s, %s", pair.name, dark ? "dark" : "light")
            << tokens(scheme).*pair.front << tokens(scheme).*pair.back
            << (dark ? pair.dark : pair.light) << pair.least;
      }
    }
  }
  void pairHasTheContrastOfTheDesign() {
    QFETCH(QColor, front);
    QFETCH(QColor, back);
    QFETCH(double, expected);
    QFETCH(double, least);
    const double ratio = contrastRatio(front, back);
    QVERIFY2(ratio >= least, qPrintable(QStringLiteral("contrast is %1").arg(ratio)));
    QVERIFY2(std::abs(ratio - expected) < 0.011,
             qPrintable(QStringLiteral("contrast is %1").arg(ratio)));
  }

  void everyPinCanCarryItsLetter() {
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
      for (int slot = 0; slot < 8; ++slot) {
        QVERIFY2(contrastRatio(pinColour(tokens(scheme), slot), tokens(scheme).surface) >= kText,
                 qPrintable(QString(pinLetter(slot))));
      }
    }
  }

  void everyTwoPinsDifferUnderDeuteranopia_data() {
    QTest::addColumn<int>("scheme");
    QTest::addColumn<double>("smallest");
    QTest::addRow("light") << int(Scheme::Light) << 12.6;
    QTest::addRow("dark") << int(Scheme::Dark) << 12.9;
  }
  void everyTwoPinsDifferUnderDeuteranopia() {
    QFETCH(int, scheme);
    QFETCH(double, smallest);
    const auto& pins = tokens(static_cast<Scheme>(scheme)).pins;
    double least = 1000.0;
    for (std::size_t i = 0; i < pins.size(); ++i) {
      for (std::size_t j = i + 1; j < pins.size(); ++j) {
        least = std::min(least, testing::ciede2000(toLab(testing::seenWithDeuteranopia(pins[i])),
                                                   toLab(testing::seenWithDeuteranopia(pins[j]))));
      }
    }
    QVERIFY2(least >= 12.0, qPrintable(QString::number(least)));
    QVERIFY2(std::abs(least - smallest) < 0.15, qPrintable(QString::number(least)));
  }

  /// Rows of Sharma, Wu, Dalal's table of test data.
  void colourDifferenceFollowsItsTestData_data() {
    QTest::addColumn<QList<double>>("labs");
    QTest::addColumn<double>("expected");
    QTest::addRow("blue, pair 1") << QList<double>{50, 2.6772, -79.7751, 50, 0, -82.7485} << 2.0425;
    QTest::addRow("hue turns over, pair 10")
        << QList<double>{50, -0.001, 2.49, 50, 0.0009, -2.49} << 4.8045;
    QTest::addRow("lightness, pair 17") << QList<double>{50, 2.5, 0, 73, 25, -18} << 27.1492;
    QTest::addRow("near greys, pair 34")
        << QList<double>{2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514} << 0.9082;
  }
  void colourDifferenceFollowsItsTestData() {
    QFETCH(QList<double>, labs);
    QFETCH(double, expected);
    const double found =
        testing::ciede2000({labs[0], labs[1], labs[2]}, {labs[3], labs[4], labs[5]});
    QVERIFY2(std::abs(found - expected) < 0.0002, qPrintable(QString::number(found, 'f', 4)));
  }

  void paletteTellsItsScheme() {
    QCOMPARE(schemeOf(makePalette(Scheme::Light)), Scheme::Light);
    QCOMPARE(schemeOf(makePalette(Scheme::Dark)), Scheme::Dark);
    QCOMPARE(tokensFor(makePalette(Scheme::Dark)).accent, tokens(Scheme::Dark).accent);
  }

  void pinsStartAgainAfterH() {
    QCOMPARE(pinLetter(0), QChar(u'A'));
    QCOMPARE(pinLetter(7), QChar(u'H'));
    QCOMPARE(pinLetter(8), QChar(u'A'));
    QCOMPARE(pinColour(tokens(Scheme::Light), 9), tokens(Scheme::Light).pins[1]);
  }

  void elementsKeepTheirLightness() {
    for (int number = 1; number <= 118; ++number) {
      if (QList<int>{1, 6, 7, 8, 9, 15, 16, 17}.contains(number)) continue;
      const double light = toLab(elementColour(Scheme::Light, number)).lightness;
      const double dark = toLab(elementColour(Scheme::Dark, number)).lightness;
      // A cut channel moves the lightness a little.
      QVERIFY2(light > 43 && light < 78,
               qPrintable(QStringLiteral("element %1: %2").arg(number).arg(light)));
      QVERIFY2(dark > 53 && dark < 88,
               qPrintable(QStringLiteral("element %1: %2").arg(number).arg(dark)));
    }
  }

  void elementsOfTheClassicSet() {
    QCOMPARE(elementColour(Scheme::Light, 8), QColor(0xDB332E));
    QCOMPARE(elementColour(Scheme::Dark, 6), QColor(0x808A99));
    QCOMPARE(elementColour(Scheme::Light, 0), elementColour(Scheme::Light, 200));
  }
};

QTEST_GUILESS_MAIN(TokensTest)
#include "tokens_test.moc"
