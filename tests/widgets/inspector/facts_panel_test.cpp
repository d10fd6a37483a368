#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/inspector/aspirin_facts.h"
#include "widgets/inspector/facts_panel.h"

using molloquy::test::aspirinFacts;
using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using molloquy::widgets::FactsPanel;
namespace facts = molloquy::facts;
namespace theme = molloquy::theme;

class FactsPanelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void rowIsCopied_data();
  void rowIsCopied();
  void keysWalkTheRows_data();
  void keysWalkTheRows();
  void copyButtonCopiesTheIdentifier();
  void rowsNeverOverlap_data();
  void rowsNeverOverlap();
  void longQualifiersKeepTwoColumns();
  void definitionComesOnF2();
  void factIsFoundByItsName();
  void statesAreTold();
  void screenReaderWalksTheRows();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static void open(FactsPanel& panel, QSize size, std::vector<facts::Fact> rows = aspirinFacts());
};

void FactsPanelTest::init() { useScheme(theme::Scheme::Light); }

void FactsPanelTest::open(FactsPanel& panel, QSize size, std::vector<facts::Fact> rows) {
  panel.resize(size);
  panel.setFacts(std::move(rows));
  panel.show();
  panel.activateWindow();
  panel.setFocus();
  QVERIFY(QTest::qWaitForWindowActive(&panel));
}

void FactsPanelTest::rowIsCopied_data() {
  QTest::addColumn<int>("row");
  QTest::addColumn<int>("modifiers");
  QTest::addColumn<QString>("expected");
  const int control = Qt::ControlModifier;
  const int both = Qt::ControlModifier | Qt::ShiftModifier;
  QTest::newRow("Ctrl+C copies the value alone") << 1 << control << "180.159";
  QTest::newRow("Ctrl+Shift+C copies name, value and unit")
      << 1 << both << "Average mass 180.159 g/mol";
  QTest::newRow("a qualifier is copied with the unit") << 11 << both << "Rotatable bonds 2 strict";
  QTest::newRow("a formula is copied plain") << 0 << control << "C9H8O4";
  QTest::newRow("the two ring counts share a row") << 4 << both << "Rings, aromatic 1, 1";
  QTest::newRow("a negative number is copied with a plain hyphen") << 5 << control << "-1";
  QTest::newRow("a fact that failed copies nothing") << 13 << control << "before";
}

void FactsPanelTest::rowIsCopied() {
  QFETCH(int, row);
  QFETCH(int, modifiers);
  FactsPanel panel;
  open(panel, {558, 202});
  QGuiApplication::clipboard()->setText(QStringLiteral("before"));
  QTest::mouseClick(panel.viewport(), Qt::LeftButton, {}, panel.rowRect(row).center());
  QCOMPARE(panel.currentRow(), row);
  QTest::keyClick(&panel, Qt::Key_C, Qt::KeyboardModifiers(modifiers));
  QTEST(QGuiApplication::clipboard()->text(), "expected");
}

void FactsPanelTest::keysWalkTheRows_data() {
  QTest::addColumn<QList<int>>("keys");
  QTest::addColumn<int>("row");
  QTest::newRow("Down goes to the next row") << QList<int>{Qt::Key_Home, Qt::Key_Down} << 1;
  QTest::newRow("Up stops at the first row") << QList<int>{Qt::Key_Home, Qt::Key_Up} << 0;
  QTest::newRow("End goes to the last row") << QList<int>{Qt::Key_End} << 16;
  QTest::newRow("Down stops at the last row") << QList<int>{Qt::Key_End, Qt::Key_Down} << 16;
  QTest::newRow("Right goes to the other column") << QList<int>{Qt::Key_Home, Qt::Key_Right} << 7;
  QTest::newRow("Left comes back") << QList<int>{Qt::Key_Home, Qt::Key_Right, Qt::Key_Left} << 0;
  QTest::newRow("Left stays in the first column") << QList<int>{Qt::Key_Home, Qt::Key_Left} << 0;
}

void FactsPanelTest::keysWalkTheRows() {
  QFETCH(QList<int>, keys);
  FactsPanel panel;
  open(panel, {558, 202});
  for (const int key : keys) QTest::keyClick(&panel, Qt::Key(key));
  QTEST(panel.currentRow(), "row");
  QVERIFY2(panel.viewport()->rect().contains(panel.rowRect(panel.currentRow())),
           "the current row is scrolled into sight");
}

void FactsPanelTest::copyButtonCopiesTheIdentifier() {
  FactsPanel panel;
  open(panel, {558, 400});
  QSignalSpy copied(&panel, &FactsPanel::factCopied);
  const QRect smiles = panel.rowRect(14);
  QTest::mouseMove(panel.viewport(), smiles.center());
  QTest::mouseClick(panel.viewport(), Qt::LeftButton, {},
                    QPoint(smiles.right() - 10, smiles.center().y()));
  QCOMPARE(copied.count(), 1);
  QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("CC(=O)Oc1ccccc1C(=O)O"));
}

void FactsPanelTest::rowsNeverOverlap_data() {
  QTest::addColumn<int>("width");
  for (const int width : {120, 220, 330, 462, 558, 900, 1700})
    QTest::addRow("%d pixels wide", width) << width;
}

void FactsPanelTest::rowsNeverOverlap() {
  QFETCH(int, width);
  FactsPanel panel;
  open(panel, {width, 260});
  for (int row = 0; row < panel.rowCount(); ++row) {
    QVERIFY(panel.rowRect(row).left() >= 0);
    for (int other = row + 1; other < panel.rowCount(); ++other)
      QVERIFY2(!panel.rowRect(row).intersects(panel.rowRect(other)),
               qPrintable(QStringLiteral("%1 and %2").arg(row).arg(other)));
  }
  panel.grab();
}

void FactsPanelTest::longQualifiersKeepTwoColumns() {
  std::vector<facts::Fact> rows = aspirinFacts();
  rows[2].qualifier = "monoisotopic";
  rows[8].qualifier = "N and O";
  FactsPanel panel;
  open(panel, {558, 202}, rows);
  QCOMPARE(panel.rowRect(7).top(), panel.rowRect(0).top());
  QVERIFY(panel.rowRect(7).left() > panel.rowRect(0).right());
}

void FactsPanelTest::definitionComesOnF2() {
  FactsPanel panel;
  open(panel, {558, 202});
  QTest::keyClick(&panel, Qt::Key_Home);
  QTest::keyClick(&panel, Qt::Key_Down);
  QTest::keyClick(&panel, Qt::Key_F2);
  QTRY_VERIFY(QToolTip::isVisible());
  QVERIFY(QToolTip::text().contains(QStringLiteral("standard atomic weights")));
  QToolTip::hideText();
}

void FactsPanelTest::factIsFoundByItsName() {
  FactsPanel panel;
  open(panel, {558, 120});
  QVERIFY(panel.showFact(QStringLiteral("inchikey")));
  QCOMPARE(panel.currentRow(), 16);
  QVERIFY(!panel.showFact(QStringLiteral("boiling_point")));
  QCOMPARE(panel.currentRow(), 16);
  QVERIFY(panel.showFact(QStringLiteral("aromatic_rings")));
  QCOMPARE(panel.currentRow(), 4);
  QCOMPARE(panel.facts().size(), std::size_t(18));
}

void FactsPanelTest::statesAreTold() {
  FactsPanel panel;
  open(panel, {558, 202}, {});
  QCOMPARE(panel.rowCount(), 0);
  QTest::keyClick(&panel, Qt::Key_Down);
  QTest::keyClick(&panel, Qt::Key_F2);
  QCOMPARE(panel.currentRow(), -1);
  panel.setFailed(QStringLiteral("Facts need RDKit, which this build lacks."));
  QCOMPARE(panel.accessibleDescription(),
           QStringLiteral("Facts need RDKit, which this build lacks."));
  panel.setFacts(aspirinFacts());
  panel.setBusy();
  QCOMPARE(panel.accessibleDescription(), QStringLiteral("Computing"));
  QVERIFY2(panel.rowCount() == 17, "the labels stay while the values are computed");
  panel.clear();
  QVERIFY(panel.accessibleDescription().contains(QStringLiteral("structure is open")));
}

void FactsPanelTest::screenReaderWalksTheRows() {
  FactsPanel panel;
  open(panel, {558, 202});
  QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&panel);
  QVERIFY(list != nullptr);
  QCOMPARE(list->role(), QAccessible::List);
  QCOMPARE(list->childCount(), 17);
  QAccessibleInterface* mass = list->child(1);
  QCOMPARE(mass->text(QAccessible::Name), QStringLiteral("Average mass 180.159 g/mol"));
  QVERIFY(mass->text(QAccessible::Description).contains(QStringLiteral("atomic weights")));
  QCOMPARE(list->indexOfChild(mass), 1);
  QTest::mouseClick(panel.viewport(), Qt::LeftButton, {}, panel.rowRect(1).center());
  QVERIFY(mass->state().focused);
  QVERIFY(list->child(16)->state().offscreen);
  panel.clear();
  QCOMPARE(list->childCount(), 0);
  QVERIFY(!mass->isValid());
}

void FactsPanelTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  FactsPanel panel;
  open(panel, {558, 310});
  QTest::keyClick(&panel, Qt::Key_Home);
  QTest::keyClick(&panel, Qt::Key_Down);
  QTest::mouseMove(panel.viewport(), panel.rowRect(14).center());
  keepPicture(panel, QStringLiteral("facts"));
  panel.clearFocus();
  for (const int width : {330, 1100}) {
    panel.resize(width, 310);
    keepPicture(panel, QStringLiteral("facts-%1").arg(width));
  }
  std::vector<facts::Fact> huge = aspirinFacts();
  huge[0].value = "C1234H2345N345O456S12P4Cl3";
  huge[1].value = "1234567890.123";
  huge[15].value = std::string(400, 'C');
  huge[2].qualifier = "monoisotopic";
  huge[8].qualifier = "N and O";
  panel.setFacts(huge);
  keepPicture(panel, QStringLiteral("facts-qualifiers"));
  huge[9].label = "A label that is much longer than any label should be";
  panel.setFacts(huge);
  panel.resize(558, 310);
  keepPicture(panel, QStringLiteral("facts-huge"));
  panel.setFailed(
      QStringLiteral("The facts could not be computed: RDKit stopped at atom C7, which "
                     "has five bonds. Correct the structure and open it again."));
  panel.resize(558, 120);
  keepPicture(panel, QStringLiteral("facts-failed"));
}

QTEST_MAIN(FactsPanelTest)
#include "facts_panel_test.moc"
