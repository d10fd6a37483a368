#include "widgets/sketch/sketch_editor.h"

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "tests/widgets/frame/panel_test.h"
#include "tests/widgets/sketch/drawn_structures.h"
#include "widgets/sketch/sketch_canvas.h"
#include "widgets/sketch/sketch_help.h"
#include "widgets/sketch/sketch_strip.h"

using molloquy::AtomIndex;
using molloquy::test::drawn;
using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace chem = molloquy::chem;
namespace edit = molloquy::chem::edit;
namespace theme = molloquy::theme;

using Atoms = std::vector<AtomIndex>;

namespace {

/// The editor with a structure, and what it asked for.
struct Bench {
  explicit Bench(const char* smiles = nullptr) : editor(selection) {
    editor.resize(760, 300);
    if (smiles != nullptr) show(smiles);
    QObject::connect(&editor, &SketchEditor::editRequested,
                     [this](const edit::Operation& operation) { operations.push_back(operation); });
    editor.show();
    if (!QTest::qWaitForWindowExposed(&editor)) qWarning("The window did not appear.");
    editor.activateWindow();
    editor.canvas().setFocus();
  }
  void show(const char* smiles) {
    const SketchScene scene = drawn(smiles);
    editor.setStructure(scene.molecule, scene.conformer, scene.layout);
  }
  SketchCanvas& canvas() { return editor.canvas(); }
  QPoint at(unsigned atom) { return canvas().atomPosition(AtomIndex(atom))->toPoint(); }
  QPoint between(unsigned one, unsigned other) { return (at(one) + at(other)) / 2; }
  void click(const QPoint& place, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseClick(&canvas(), Qt::LeftButton, modifiers, place);
  }
  void hover(const QPoint& place) {
    QTest::mouseMove(&canvas(), place + QPoint(0, 9));
    QTest::mouseMove(&canvas(), place);
  }
  void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(&canvas(), Qt::LeftButton, modifiers, from);
    QTest::mouseMove(&canvas(), (from + to) / 2);
    QTest::mouseMove(&canvas(), to);
    QTest::mouseRelease(&canvas(), Qt::LeftButton, modifiers, to);
  }
  void key(int key, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(&canvas(), Qt::Key(key), modifiers);
  }
  void use(SketchTool tool, BondStroke stroke = BondStroke::Single) {
    SketchPen pen = canvas().pen();
    pen.tool = tool;
    pen.stroke = stroke;
    canvas().setPen(pen);
  }
  template <class Kind>
  const Kind* only() const {
    return operations.size() == 1 ? std::get_if<Kind>(&operations.front()) : nullptr;
  }

  AtomSelectionModel selection;
  SketchEditor editor;
  std::vector<edit::Operation> operations;
};

}  // namespace

/// The 2D editor by real mouse and key events: what it asks for, never what chemistry makes of it.
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
  void clicksAndAreasSelect();
  void selectionIsMovedOnPaperOnly();
  void paperIsFlippedAndTurned();
  void commandsLeaveAsIntents_data();
  void commandsLeaveAsIntents();
  void escapeSelectsThenClears();
  void arrowsWalkAndEnterDraws();
  void wheelZoomsAboutThePointer();
  void failureIsTold();
  void everyButtonHasANameAndATip();
  void narrowStripWraps();
  void helpListsEveryKey();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();
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

void SketchEditorTest::clicksAndAreasSelect() {
  Bench bench("CCCO");
  bench.use(SketchTool::Select);
  bench.click(bench.at(1));
  QCOMPARE(bench.selection.atoms(), Atoms{AtomIndex(1)});
  bench.click(bench.at(3), Qt::ShiftModifier);
  QCOMPARE(bench.selection.atoms(), (Atoms{AtomIndex(1), AtomIndex(3)}));
  bench.click({4, 4});
  QVERIFY(bench.selection.isEmpty());
  const QRect box = QRect(bench.at(0), bench.at(1)).normalized().adjusted(-16, -16, 8, 16);
  bench.drag(box.bottomRight(), box.topLeft());
  QCOMPARE(bench.selection.atoms(), (Atoms{AtomIndex(0), AtomIndex(1)}));
  QTest::mouseDClick(&bench.canvas(), Qt::LeftButton, {}, bench.at(2));
  QCOMPARE(bench.selection.atoms().size(), std::size_t(4));
  bench.key(Qt::Key_A, Qt::ControlModifier);
  QCOMPARE(bench.selection.atoms().size(), std::size_t(4));
  QVERIFY(bench.operations.empty());
}

void SketchEditorTest::selectionIsMovedOnPaperOnly() {
  Bench bench("CCCO");
  QSignalSpy changed(&bench.editor, &SketchEditor::layoutChanged);
  bench.use(SketchTool::Select);
  const QPoint before = bench.at(3);
  const QPoint other = bench.at(0);
  bench.drag(before, before + QPoint(30, -20));
  QCOMPARE(changed.count(), 1);
  QVERIFY((bench.at(3) - before - QPoint(30, -20)).manhattanLength() <= 2);
  QCOMPARE(bench.at(0), other);
  QVERIFY(bench.operations.empty());
  // Escape in the middle of a drag puts everything back.
  QTest::mousePress(&bench.canvas(), Qt::LeftButton, {}, bench.at(3));
  const QPoint here = bench.at(3);
  QTest::mouseMove(&bench.canvas(), here + QPoint(40, 40));
  bench.key(Qt::Key_Escape);
  QCOMPARE(bench.at(3), here);
  QTest::mouseRelease(&bench.canvas(), Qt::LeftButton, {}, here + QPoint(40, 40));
  QCOMPARE(changed.count(), 1);
}

void SketchEditorTest::paperIsFlippedAndTurned() {
  Bench bench("N[C@@H](C)C(=O)O");
  QSignalSpy changed(&bench.editor, &SketchEditor::layoutChanged);
  const auto before = bench.editor.layout2d();
  bench.key(Qt::Key_H, Qt::AltModifier);
  const auto flipped = bench.editor.layout2d();
  QVERIFY(flipped.marks.front().mark != before.marks.front().mark);
  QVERIFY(std::abs((*flipped.places[0])[1] - (*before.places[0])[1]) < 1e-9);
  bench.key(Qt::Key_H, Qt::AltModifier);
  QVERIFY(bench.editor.layout2d().marks == before.marks);
  bench.key(Qt::Key_V, Qt::AltModifier);
  QVERIFY(std::abs((*bench.editor.layout2d().places[0])[0] - (*before.places[0])[0]) < 1e-9);
  for (int turn = 0; turn < 12; ++turn) bench.key(Qt::Key_R, Qt::AltModifier);
  QCOMPARE(changed.count(), 15);
  QVERIFY(bench.operations.empty());
}

void SketchEditorTest::commandsLeaveAsIntents_data() {
  QTest::addColumn<int>("key");
  QTest::addColumn<int>("modifiers");
  QTest::addColumn<QByteArray>("signal");
  const auto row = [](const char* name, int key, int modifiers, const char* signal) {
    QTest::newRow(name) << key << modifiers << QByteArray(signal);
  };
  const int control = Qt::ControlModifier, shift = Qt::ShiftModifier;
  row("Ctrl+L lays out", Qt::Key_L, control, "layout");
  row("Ctrl+Shift+L cleans up", Qt::Key_L, control | shift, "clean");
  row("Ctrl+Z undoes", Qt::Key_Z, control, "undo");
  row("Ctrl+Y redoes", Qt::Key_Y, control, "redo");
  row("Ctrl+Shift+Z redoes", Qt::Key_Z, control | shift, "redo");
  row("Ctrl+C copies", Qt::Key_C, control, "copy");
}

void SketchEditorTest::commandsLeaveAsIntents() {
  QFETCH(int, key);
  QFETCH(int, modifiers);
  Bench bench("CCO");
  QByteArray heard;
  connect(&bench.editor, &SketchEditor::layoutRequested, this, [&](SketchEditor::LayoutKind kind) {
    heard = kind == SketchEditor::LayoutKind::Fresh ? "layout" : "clean";
  });
  connect(&bench.editor, &SketchEditor::undoRequested, this, [&] { heard = "undo"; });
  connect(&bench.editor, &SketchEditor::redoRequested, this, [&] { heard = "redo"; });
  connect(&bench.editor, &SketchEditor::copyAsSmilesRequested, this,
          [&](const Atoms& atoms) { heard = atoms.size() == 1 ? "copy" : "copies too much"; });
  bench.selection.select({AtomIndex(2)}, AtomSelectionModel::Origin::Program);
  bench.key(key, Qt::KeyboardModifiers(modifiers));
  QTEST(heard, "signal");
  QVERIFY(bench.operations.empty());
}

void SketchEditorTest::escapeSelectsThenClears() {
  Bench bench("CCO");
  bench.selection.select({AtomIndex(0)}, AtomSelectionModel::Origin::Program);
  bench.use(SketchTool::Charge);
  bench.key(Qt::Key_Escape);
  QCOMPARE(bench.canvas().pen().tool, SketchTool::Select);
  QVERIFY(!bench.selection.isEmpty());
  bench.key(Qt::Key_Escape);
  QVERIFY(bench.selection.isEmpty());
}

void SketchEditorTest::arrowsWalkAndEnterDraws() {
  Bench bench("CCO");
  bench.use(SketchTool::Bond);
  bench.key(Qt::Key_Right);
  bench.key(Qt::Key_Right);
  QVERIFY(bench.canvas().accessibleDescription().contains(QStringLiteral("at C2")));
  bench.key(Qt::Key_Return);
  QCOMPARE(bench.only<edit::GrowAtom>()->from, AtomIndex(1));
  bench.key(Qt::Key_Space);
  QCOMPARE(bench.selection.atoms(), Atoms{AtomIndex(1)});
}

void SketchEditorTest::wheelZoomsAboutThePointer() {
  Bench bench("CCO");
  const QPointF pointer(200, 90);
  const chem::Point2 under = bench.canvas().view().toPaper(pointer);
  const double scale = bench.canvas().view().scale;
  QWheelEvent wheel(pointer, bench.canvas().mapToGlobal(pointer), {}, QPoint(0, 240), {}, {},
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(&bench.canvas(), &wheel);
  QVERIFY(bench.canvas().view().scale > scale * 1.2);
  QVERIFY(QLineF(bench.canvas().view().toScreen(under), pointer).length() < 0.01);
  QTest::mousePress(&bench.canvas(), Qt::MiddleButton, {}, {100, 50});
  QTest::mouseMove(&bench.canvas(), {140, 80});
  QTest::mouseRelease(&bench.canvas(), Qt::MiddleButton, {}, {140, 80});
  QVERIFY(QLineF(bench.canvas().view().toScreen(under), pointer + QPointF(40, 30)).length() < 0.01);
  bench.key(Qt::Key_Home);
  QCOMPARE(bench.canvas().view().scale, scale);
}

void SketchEditorTest::failureIsTold() {
  Bench bench("CCO");
  const QString sentence = QStringLiteral("A 2D drawing of 2,000 atoms could not be read.");
  bench.editor.setFailed(sentence);
  QCOMPARE(bench.canvas().accessibleDescription(), sentence);
  bench.click({100, 100});
  bench.key(Qt::Key_N);
  QVERIFY(bench.operations.empty());
  const auto tools = bench.editor.findChildren<QToolButton*>();
  QVERIFY(std::any_of(tools.begin(), tools.end(), [&](const QToolButton* tool) {
    return !tool->isEnabled() && tool->toolTip() == sentence;
  }));
  bench.show("CCO");
  bench.use(SketchTool::Erase);
  bench.click(bench.at(0));
  QVERIFY(bench.only<edit::RemoveAtoms>());
}

void SketchEditorTest::everyButtonHasANameAndATip() {
  Bench bench("CCO");
  for (const QToolButton* button : bench.editor.findChildren<QToolButton*>()) {
    QVERIFY(!button->accessibleName().isEmpty());
    QVERIFY(!button->toolTip().isEmpty());
    QVERIFY(button->width() >= 24 && button->height() >= 24);
    QVERIFY(!button->icon().isNull() || !button->text().isEmpty());
  }
}

void SketchEditorTest::narrowStripWraps() {
  Bench bench("CCO");
  auto* strip = bench.editor.findChild<SketchStrip*>();
  QVERIFY(strip->heightForWidth(760) < strip->heightForWidth(300));
  bench.editor.resize(320, 300);
  for (const QToolButton* button : bench.editor.findChildren<QToolButton*>())
    QVERIFY(strip->rect().contains(button->geometry()));
}

void SketchEditorTest::helpListsEveryKey() {
  Bench bench("CCO");
  QTest::keyClick(&bench.canvas(), Qt::Key_Question, Qt::ShiftModifier);
  auto* help = bench.editor.findChild<SketchHelp*>();
  QVERIFY(help);
  for (const SketchKey& row : sketchKeys())
    QVERIFY2(help->accessibleDescription().contains(row.words), qPrintable(row.words));
  keepPicture(*help, QStringLiteral("sketch-help"));
  QTest::keyClick(help, Qt::Key_Escape);
  QVERIFY(!help->isVisible());
}

void SketchEditorTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  Bench bench;
  keepPicture(bench.editor, QStringLiteral("sketch-empty"));
  bench.show("C[C@@]12CC[C@H]3c4ccc(O)cc4CC[C@@H]3[C@H]1CC[C@H]2O");
  bench.editor.setUndo(QStringLiteral("Add carbon"), std::nullopt);
  bench.editor.setFragments({{QStringLiteral("a"), QStringLiteral("A"), QStringLiteral("B")}});
  bench.key(Qt::Key_P, Qt::ControlModifier);
  bench.selection.select({AtomIndex(6), AtomIndex(7), AtomIndex(8), AtomIndex(9)},
                         AtomSelectionModel::Origin::Program);
  bench.key(Qt::Key_T);
  bench.hover(bench.between(2, 3));
  keepPicture(bench.editor, QStringLiteral("sketch-ring"));
  bench.use(SketchTool::Bond, BondStroke::Wedge);
  bench.click(bench.between(7, 8));
  QTest::mousePress(&bench.canvas(), Qt::LeftButton, {}, bench.at(9));
  QTest::mouseMove(&bench.canvas(), bench.at(9) + QPoint(30, 20));
  keepPicture(bench.editor, QStringLiteral("sketch-bond"));
  QTest::mouseRelease(&bench.canvas(), Qt::LeftButton, {}, bench.at(9) + QPoint(30, 20));
  bench.editor.resize(380, 260);
  bench.editor.showRefusal(QStringLiteral("C5 has no hydrogen that could be replaced."));
  keepPicture(bench.editor, QStringLiteral("sketch-narrow"));
}

QTEST_MAIN(SketchEditorTest)
#include "sketch_editor_test.moc"
