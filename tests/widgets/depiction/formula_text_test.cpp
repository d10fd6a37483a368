#include <QTest>

#include "widgets/depiction/formula_text.h"

using molloquy::widgets::formulaRuns;
using molloquy::widgets::formulaWidth;
using molloquy::widgets::spokenFormula;

class FormulaTextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void formulaIsSetInThreeHeights_data();
  void formulaIsSetInThreeHeights();
  void longerFormulaIsWider();
};

void FormulaTextTest::formulaIsSetInThreeHeights_data() {
  QTest::addColumn<QString>("plain");
  QTest::addColumn<QString>("marked");  // _{} below, ^{} above
  QTest::addColumn<QString>("spoken");
  QTest::newRow("counts stand below") << "C9H8O4"
                                      << "C_{9}H_{8}O_{4}"
                                      << "C 9 H 8 O 4";
  QTest::newRow("numbers of two digits stay together") << "C13H18O2"
                                                       << "C_{13}H_{18}O_{2}"
                                                       << "C 13 H 18 O 2";
  QTest::newRow("elements of two letters stay together") << "CHCl3"
                                                         << "CHCl_{3}"
                                                         << "C H Cl 3";
  QTest::newRow("one negative charge")
      << "C2H3O2-" << QString::fromUtf8("C_{2}H_{3}O_{2}^{−}") << "C 2 H 3 O 2, charge minus 1";
  QTest::newRow("two positive charges") << "Ca+2"
                                        << "Ca^{2+}"
                                        << "Ca, charge plus 2";
  QTest::newRow("a hydrate keeps its number on the line") << "CuSO4.5H2O"
                                                          << "CuSO_{4}.5H_{2}O"
                                                          << "Cu S O 4 . 5 H 2 O";
  QTest::newRow("nothing") << ""
                           << ""
                           << "";
}

void FormulaTextTest::formulaIsSetInThreeHeights() {
  using Level = molloquy::widgets::FormulaRun::Level;
  QFETCH(QString, plain);
  QString marked;
  for (const auto& run : formulaRuns(plain)) {
    if (run.level == Level::Base) marked += run.text;
    if (run.level == Level::Subscript) marked += QStringLiteral("_{%1}").arg(run.text);
    if (run.level == Level::Superscript) marked += QStringLiteral("^{%1}").arg(run.text);
  }
  QTEST(marked, "marked");
  QTEST(spokenFormula(plain), "spoken");
}

void FormulaTextTest::longerFormulaIsWider() {
  const QFont font;
  QCOMPARE(formulaWidth({}, font), 0.0);
  QVERIFY(formulaWidth("C9H8O4", font) < formulaWidth("C9H8O4N", font));
  QVERIFY(formulaWidth("C9H8O4", font) < formulaWidth("CHO", font) * 3);
}

QTEST_MAIN(FormulaTextTest)
#include "formula_text_test.moc"
