#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/sketch/sketch_bench.h"
#include "widgets/sketch/sketch_help.h"
#include "widgets/sketch/sketch_strip.h"

using molloquy::AtomIndex;
using molloquy::test::drawn;
using molloquy::test::keepPicture;
using Bench = molloquy::test::SketchBench;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace chem = molloquy::chem;
namespace edit = molloquy::chem::edit;
namespace theme = molloquy::theme;

using Atoms = std::vector<AtomIndex>;

/// The 2D editor by real mouse and key events: which edits it asks for, never what chemistry makes
/// of them.
class SketchEditorTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
  void clickOnEmptyPaperPlacesAnAtom();
  void dragGrowsABondOfFixedLengthAndAngle_data();
  void dragGrowsABondOfFixedLengthAndAngle();
  void dragOntoAnAtomBondsIt();
  void clickOnABondChangesItsOrder_data();
  void clickOnABondChangesItsOrder();
  void digitChangesTheBondUnderThePointer_data();
  void digitChangesTheBondUnderThePointer();
  void letterChangesTheAtomUnderThePointer_data();
  void letterChangesTheAtomUnderThePointer();
  void letterWithoutAnAtomFillsThePen();
  void eraseTakesWhatItMeets_data();
  void eraseTakesWhatItMeets();
  void chargeIsAddedWithKeyAndTool();
  void ringIsPutOnPaperOnAtomOrOnBond();
  void wedgeInvertsOnlyWhenItMust();
  void stereoOnNoCentreIsRefusedInWords_data();
  void stereoOnNoCentreIsRefusedInWords();
};

void SketchEditorTest::clickOnEmptyPaperPlacesAnAtom() {
  Bench bench;
  bench.use(SketchTool::Atom);
  bench.key(Qt::Key_N);
  bench.click({300, 120});
  const auto* added = bench.only<edit::AddAtom>();
  QVERIFY(added);
  QCOMPARE(added->atomicNumber, 7);
  const auto& expected = bench.editor.layout2d().expected;
  QCOMPARE(expected.size(), std::size_t(1));
  QVERIFY(!expected.front().from);
  const QPointF place = bench.canvas().view().toScreen(expected.front().place);
  QVERIFY(QLineF(place, QPointF(300, 120)).length() < 1);
}

void SketchEditorTest::dragGrowsABondOfFixedLengthAndAngle_data() {
  QTest::addColumn<QPoint>("by");
  QTest::addColumn<double>("degrees");
  QTest::newRow("far to the right is one bond to the right") << QPoint(200, 4) << 0.0;
  QTest::newRow("nearly straight up snaps to 90 degrees") << QPoint(5, -60) << 90.0;
  QTest::newRow("between the steps the nearest is taken") << QPoint(40, -31) << 30.0;
  QTest::newRow("downwards is minus 90 degrees") << QPoint(-3, 50) << -90.0;
}

void SketchEditorTest::dragGrowsABondOfFixedLengthAndAngle() {
  QFETCH(QPoint, by);
  QFETCH(double, degrees);
  Bench bench("C");
  bench.use(SketchTool::Bond, BondStroke::Double);
  bench.drag(bench.at(0), bench.at(0) + by);
  const auto* grown = bench.only<edit::GrowAtom>();
  QVERIFY(grown);
  QCOMPARE(grown->from, AtomIndex(0));
  QCOMPARE(grown->order, chem::BondOrder::Double);
  const auto& expected = bench.editor.layout2d().expected;
  QCOMPARE(expected.size(), std::size_t(1));
  const chem::Point2 from = *bench.editor.layout2d().places[0];
  const double x = expected[0].place[0] - from[0], y = expected[0].place[1] - from[1];
  QVERIFY(std::abs(std::hypot(x, y) - chem::kLayoutBond) < 1e-9);
  QVERIFY(std::abs(std::atan2(y, x) * 180 / M_PI - degrees) < 1e-6);
}

void SketchEditorTest::dragOntoAnAtomBondsIt() {
  Bench bench("CCCC");
  bench.use(SketchTool::Bond);
  bench.drag(bench.at(0), bench.at(3));
  const auto* bond = bench.only<edit::SetBond>();
  QVERIFY(bond);
  QCOMPARE(bond->begin, AtomIndex(0));
  QCOMPARE(bond->end, AtomIndex(3));
}

void SketchEditorTest::clickOnABondChangesItsOrder_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("stroke");
  QTest::addColumn<int>("order");
  const auto row = [](const char* name, const char* smiles, BondStroke stroke,
                      chem::BondOrder order) {
    QTest::newRow(name) << QByteArray(smiles) << int(stroke) << int(order);
  };
  row("single becomes double", "CC", BondStroke::Single, chem::BondOrder::Double);
  row("double becomes triple", "C=C", BondStroke::Single, chem::BondOrder::Triple);
  row("triple becomes single", "C#C", BondStroke::Single, chem::BondOrder::Single);
  row("the triple stroke goes there at once", "CC", BondStroke::Triple, chem::BondOrder::Triple);
  row("the stroke of unknown order", "CC", BondStroke::Any, chem::BondOrder::Other);
}

void SketchEditorTest::clickOnABondChangesItsOrder() {
  QFETCH(QByteArray, smiles);
  QFETCH(int, stroke);
  Bench bench(smiles.constData());
  bench.use(SketchTool::Bond, BondStroke(stroke));
  bench.click(bench.between(0, 1));
  const auto* bond = bench.only<edit::SetBond>();
  QVERIFY(bond);
  QTEST(int(bond->order), "order");
}

void SketchEditorTest::digitChangesTheBondUnderThePointer_data() {
  QTest::addColumn<int>("key");
  QTest::addColumn<int>("order");
  QTest::newRow("0 any") << int(Qt::Key_0) << int(chem::BondOrder::Other);
  QTest::newRow("1 single") << int(Qt::Key_1) << int(chem::BondOrder::Single);
  QTest::newRow("2 double") << int(Qt::Key_2) << int(chem::BondOrder::Double);
  QTest::newRow("3 triple") << int(Qt::Key_3) << int(chem::BondOrder::Triple);
  QTest::newRow("4 aromatic") << int(Qt::Key_4) << int(chem::BondOrder::Aromatic);
}

void SketchEditorTest::digitChangesTheBondUnderThePointer() {
  QFETCH(int, key);
  Bench bench("CCO");
  bench.hover(bench.between(0, 1));
  bench.key(key);
  const auto* bond = bench.only<edit::SetBond>();
  QVERIFY(bond);
  QTEST(int(bond->order), "order");
  bench.operations.clear();
  bench.hover({4, 4});
  bench.key(key);
  QVERIFY(bench.operations.empty());
  QCOMPARE(bench.canvas().pen().tool, SketchTool::Bond);
  QTEST(int(orderOf(bench.canvas().pen().stroke)), "order");
}

void SketchEditorTest::letterChangesTheAtomUnderThePointer_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<int>("element");
  QTest::newRow("N is nitrogen") << "n" << 7;
  QTest::newRow("C and l are chlorine") << "cl" << 17;
  QTest::newRow("B and r are bromine") << "br" << 35;
  QTest::newRow("P and t are platinum, though T is the ring tool") << "pt" << 78;
}

void SketchEditorTest::letterChangesTheAtomUnderThePointer() {
  QFETCH(QString, typed);
  Bench bench("CCO");
  bench.hover(bench.at(1));
  QTest::keyClicks(&bench.canvas(), typed);
  QCOMPARE(bench.operations.size(), std::size_t(typed.size()));
  const auto* set = std::get_if<edit::SetElement>(&bench.operations.back());
  QVERIFY(set);
  QCOMPARE(set->atoms, Atoms{AtomIndex(1)});
  QTEST(set->atomicNumber, "element");
}

void SketchEditorTest::letterWithoutAnAtomFillsThePen() {
  Bench bench("CCO");
  bench.hover({3, 3});
  bench.key(Qt::Key_S);
  QVERIFY(bench.operations.empty());
  QCOMPARE(bench.canvas().pen().tool, SketchTool::Atom);
  QCOMPARE(bench.canvas().pen().element, 16);
  bench.click(bench.at(0));
  QVERIFY(bench.only<edit::SetElement>());
}

void SketchEditorTest::eraseTakesWhatItMeets_data() {
  QTest::addColumn<QString>("gesture");
  QTest::newRow("a click on an atom") << "atom";
  QTest::newRow("a click on a bond") << "bond";
  QTest::newRow("a box around two atoms") << "box";
  QTest::newRow("Delete with a selection") << "key";
  QTest::newRow("Delete over an atom") << "over";
}

void SketchEditorTest::eraseTakesWhatItMeets() {
  QFETCH(QString, gesture);
  Bench bench("CCCC");
  if (gesture == "key") {
    bench.selection.select({AtomIndex(1), AtomIndex(2)}, AtomSelectionModel::Origin::Program);
    bench.key(Qt::Key_Delete);
    QCOMPARE(bench.only<edit::RemoveAtoms>()->atoms, (Atoms{AtomIndex(1), AtomIndex(2)}));
    return;
  }
  if (gesture == "over") {
    bench.hover(bench.at(3));
    bench.key(Qt::Key_Backspace);
    QCOMPARE(bench.only<edit::RemoveAtoms>()->atoms, Atoms{AtomIndex(3)});
    return;
  }
  bench.use(SketchTool::Erase);
  if (gesture == "atom") bench.click(bench.at(3));
  if (gesture == "bond") bench.click(bench.between(1, 2));
  if (gesture == "box") {
    const QRect both = QRect(bench.at(0), bench.at(1)).normalized().adjusted(-16, -16, 8, 16);
    bench.drag(both.topLeft(), both.bottomRight());
  }
  if (gesture == "bond") {
    QVERIFY(bench.only<edit::RemoveBonds>());
    return;
  }
  const auto* removed = bench.only<edit::RemoveAtoms>();
  QVERIFY(removed);
  QCOMPARE(removed->atoms,
           gesture == "atom" ? Atoms{AtomIndex(3)} : (Atoms{AtomIndex(0), AtomIndex(1)}));
}

void SketchEditorTest::chargeIsAddedWithKeyAndTool() {
  Bench bench("CCO");
  bench.hover(bench.at(2));
  QTest::keyClick(&bench.canvas(), '-');
  QCOMPARE(bench.only<edit::ChangeCharge>()->by, -1);
  bench.operations.clear();
  bench.key(Qt::Key_5);
  QCOMPARE(bench.canvas().pen().charge, 1);
  bench.key(Qt::Key_5);
  QCOMPARE(bench.canvas().pen().charge, -1);
  bench.click(bench.at(2));
  QCOMPARE(bench.only<edit::ChangeCharge>()->atoms, Atoms{AtomIndex(2)});
}

void SketchEditorTest::ringIsPutOnPaperOnAtomOrOnBond() {
  Bench bench("CC");
  QSignalSpy began(&bench.editor, &SketchEditor::gestureBegan);
  bench.use(SketchTool::Ring);
  bench.click({60, 60});
  QCOMPARE(bench.only<edit::AddFragment>()->id, std::string("smiles:c1ccccc1"));
  QCOMPARE(bench.editor.layout2d().expected.size(), std::size_t(6));
  bench.operations.clear();
  bench.click(bench.at(1));
  QCOMPARE(bench.only<edit::AddFragment>()->at, std::optional(AtomIndex(1)));
  QCOMPARE(bench.only<edit::AddFragment>()->id, std::string("smiles:[*:1]c1ccccc1"));
  bench.operations.clear();
  QCOMPARE(began.count(), 0);
  bench.click(bench.between(0, 1));
  QVERIFY2(bench.only<edit::GrowAtom>(), "a fused ring is drawn stroke by stroke");
  QCOMPARE(began.count(), 1);
}

void SketchEditorTest::wedgeInvertsOnlyWhenItMust() {
  Bench bench("N[C@@H](C)C(=O)O");
  const auto& marks = bench.editor.layout2d().marks;
  QCOMPARE(marks.size(), std::size_t(1));
  const chem::MarkedBond mark = marks.front();
  const auto& bond = bench.canvas().scene().molecule->bonds()[mark.bond.value];
  const bool wedge = mark.mark == chem::BondMark::Wedge;
  const QPoint place = bench.between(bond.begin.value, bond.end.value);
  bench.use(SketchTool::Bond, wedge ? BondStroke::Wedge : BondStroke::Hash);
  bench.click(place);
  QVERIFY(bench.operations.empty());
  bench.use(SketchTool::Bond, wedge ? BondStroke::Hash : BondStroke::Wedge);
  bench.click(place);
  const auto* inverted = bench.only<edit::InvertCentre>();
  QVERIFY(inverted);
  QCOMPARE(inverted->centre, AtomIndex(1));
  bench.operations.clear();
  bench.use(SketchTool::Bond, BondStroke::Wavy);
  bench.click(place);
  QVERIFY(bench.only<edit::InvertCentre>());
}

void SketchEditorTest::stereoOnNoCentreIsRefusedInWords_data() {
  QTest::addColumn<QByteArray>("smiles");
  QTest::addColumn<int>("stroke");
  QTest::addColumn<QString>("words");
  QTest::newRow("a wedge at no centre")
      << QByteArray("CCO") << int(BondStroke::Wedge) << "no four different";
  QTest::newRow("a hash on a double bond")
      << QByteArray("C=CC") << int(BondStroke::Hash) << "Only a single bond";
  QTest::newRow("a wave on a double bond without E and Z")
      << QByteArray("C=CC") << int(BondStroke::Wavy) << "no E and Z";
}

void SketchEditorTest::stereoOnNoCentreIsRefusedInWords() {
  QFETCH(QByteArray, smiles);
  QFETCH(int, stroke);
  QFETCH(QString, words);
  Bench bench(smiles.constData());
  bench.use(SketchTool::Bond, BondStroke(stroke));
  bench.click(bench.between(0, 1));
  QVERIFY(bench.operations.empty());
  QVERIFY2(bench.canvas().accessibleDescription().contains(words),
           qPrintable(bench.canvas().accessibleDescription()));
}

QTEST_MAIN(SketchEditorTest)
#include "sketch_editor_test.moc"
