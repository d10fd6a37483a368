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

/// The 2D editor by real mouse and key events: selecting, moving on paper, commands, words, looks.
class SketchViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
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

void SketchViewTest::clicksAndAreasSelect() {
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

void SketchViewTest::selectionIsMovedOnPaperOnly() {
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

void SketchViewTest::paperIsFlippedAndTurned() {
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

void SketchViewTest::commandsLeaveAsIntents_data() {
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

void SketchViewTest::commandsLeaveAsIntents() {
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

void SketchViewTest::escapeSelectsThenClears() {
  Bench bench("CCO");
  bench.selection.select({AtomIndex(0)}, AtomSelectionModel::Origin::Program);
  bench.use(SketchTool::Charge);
  bench.key(Qt::Key_Escape);
  QCOMPARE(bench.canvas().pen().tool, SketchTool::Select);
  QVERIFY(!bench.selection.isEmpty());
  bench.key(Qt::Key_Escape);
  QVERIFY(bench.selection.isEmpty());
}

void SketchViewTest::arrowsWalkAndEnterDraws() {
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

void SketchViewTest::wheelZoomsAboutThePointer() {
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

void SketchViewTest::failureIsTold() {
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

void SketchViewTest::everyButtonHasANameAndATip() {
  Bench bench("CCO");
  for (const QToolButton* button : bench.editor.findChildren<QToolButton*>()) {
    QVERIFY(!button->accessibleName().isEmpty());
    QVERIFY(!button->toolTip().isEmpty());
    QVERIFY(button->width() >= 24 && button->height() >= 24);
    QVERIFY(!button->icon().isNull() || !button->text().isEmpty());
  }
}

void SketchViewTest::narrowStripWraps() {
  Bench bench("CCO");
  auto* strip = bench.editor.findChild<SketchStrip*>();
  QVERIFY(strip->heightForWidth(760) < strip->heightForWidth(300));
  bench.editor.resize(320, 300);
  for (const QToolButton* button : bench.editor.findChildren<QToolButton*>())
    QVERIFY(strip->rect().contains(button->geometry()));
}

void SketchViewTest::helpListsEveryKey() {
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

void SketchViewTest::looks() {
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

QTEST_MAIN(SketchViewTest)
#include "sketch_view_test.moc"
