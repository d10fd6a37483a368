// A chemist at the bench, in a real window with real mouse and keys: draw a molecule from nothing,
// change it, measure it, optimise it, look at it in other ways, take it all back.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include "app/application.h"
#include "tests/app/app_fixture.h"
#include "widgets/frame/banner.h"
#include "widgets/inspector/conformers_panel.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/inspector/measurements_panel.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

using namespace molloquy;
using namespace molloquy::app;

namespace {

/// An application with its window on the screen.
struct Bench {
  explicit Bench(const QString& structure = {}) : application(model.options(structure)) {
    application.start();
    window().resize(1440, 900);
    // Shortcuts go to the active window only; without a window manager nothing else makes it so.
    window().activateWindow();
  }
  MainWindow& window() { return application.window(); }
  widgets::MoleculeViewport& viewport() { return window().viewport(); }
  widgets::SceneWidget* scene() { return viewport().sceneWidget(); }
  QString smiles() { return application.document().snapshot().smiles; }
  QPoint at(std::uint32_t atom) {
    return screenPoint(viewport(), application.document().snapshot(), AtomIndex(atom));
  }
  void click(const QPoint& place, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mouseClick(scene(), Qt::LeftButton, modifiers, place);
  }
  void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(scene(), static_cast<Qt::Key>(key), modifiers);
  }
  void drag(const QPoint& from, const QPoint& to) {
    QTest::mousePress(scene(), Qt::LeftButton, Qt::NoModifier, from);
    for (int i = 1; i <= 5; ++i) QTest::mouseMove(scene(), from + (to - from) * i / 5);
    QTest::mouseRelease(scene(), Qt::LeftButton, Qt::NoModifier, to);
  }
  int steps() { return application.document().history().activeStack()->count(); }

  ScriptedModel model;
  Application application;
};

}  // namespace

class WorkbenchStoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { prepareApplicationTest(); }

  void drawnFromNothing() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window()));
    bench.window().actions().newMolecule->trigger();
    QTRY_VERIFY(bench.window().isBenchShown());
    QCOMPARE(bench.viewport().tool(), widgets::ViewTool::Draw);
    QVERIFY(QTest::qWaitForWindowActive(&bench.window()));
    bench.scene()->setFocus();
    bench.click(bench.scene()->rect().center());
    QTRY_COMPARE(bench.smiles(), QString("C"));
    keepPicture(bench.window(), "w1-methane");
    // A bond drawn from the carbon makes ethane; O typed over its end makes methanol.
    bench.drag(bench.at(0), bench.at(0) + QPoint(120, 20));
    QTRY_COMPARE(bench.smiles(), QString("CC"));
    bench.application.selection().clear(widgets::AtomSelectionModel::Origin::Program);
    // The letter is for the atom under the pointer; the X server's own pointer may still have a say.
    QTest::mouseMove(bench.scene(), bench.at(0) + QPoint(3, 0));
    QTest::mouseMove(bench.scene(), bench.at(0));
    QTRY_VERIFY(bench.viewport().interaction()->hovered() == AtomIndex(0));
    bench.key(Qt::Key_O);
    QTRY_COMPARE(bench.smiles(), QString("CO"));
    keepPicture(bench.window(), "w2-methanol");
    // Everything taken back is an empty sheet again; everything redone is methanol.
    for (int i = 0; i < 3; ++i) bench.key(Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(bench.application.document().state().molecule->atoms().empty());
    for (int i = 0; i < 3; ++i) bench.key(Qt::Key_Y, Qt::ControlModifier);
    QTRY_COMPARE(bench.smiles(), QString("CO"));
  }

  void measuredAndTyped() {
    Bench bench("CCO");
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window()));
    QTRY_COMPARE(bench.smiles(), QString("CCO"));
    QTRY_VERIFY(distinctColours(bench.viewport()) > 20);
    bench.scene()->setFocus();
    bench.key(Qt::Key_8, Qt::ControlModifier);
    QTRY_COMPARE(bench.viewport().tool(), widgets::ViewTool::Measure);
    for (const std::uint32_t atom : {0U, 1U, 2U}) bench.click(bench.at(atom));
    bench.key(Qt::Key_Return);
    QTRY_VERIFY(!bench.application.document().state().measurements.empty());
    widgets::MeasurementsPanel& panel = bench.window().lowerPanel().measurements();
    bench.window().lowerPanel().setCurrentTab(widgets::LowerPanel::Tab::Measurements);
    const auto& measurements = bench.application.document().state().measurements;
    const auto angle = std::find_if(measurements.begin(), measurements.end(),
                                    [](const auto& m) { return m.atoms.size() == 3; });
    QVERIFY(angle != measurements.end());
    const int row = static_cast<int>(angle - measurements.begin());
    Q_EMIT panel.valueTyped(row, 109.5);
    const auto value = [&] {
      const DocumentState& state = bench.application.document().state();
      return *chem::measured(state.shown()->positions,
                             state.measurements[static_cast<std::size_t>(row)].atoms);
    };
    QTRY_VERIFY(std::abs(value() - 109.5) < 0.01);
    QVERIFY(bench.application.document().isEdited());
    keepPicture(bench.window(), "w3-measured");
    bench.application.document().history().undo();
    QVERIFY(std::abs(value() - 109.5) > 0.01);
  }

  void optimisedAndSearched() {
    Bench bench("CCCCO");
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window()));
    QTRY_COMPARE(bench.smiles(), QString("CCCCO"));
    bench.window().actions().calculate.optimise->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(bench.steps() == 1, 20000);
    QCOMPARE(bench.application.document().state().shown()->energyMethod, std::string("MMFF94s"));
    bench.window().actions().calculate.searchConformers->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(bench.application.document().conformerCount() > 2, 60000);
    QCOMPARE(bench.window().lowerPanel().currentTab(), widgets::LowerPanel::Tab::Conformers);
    QCOMPARE(bench.window().lowerPanel().conformers().conformerCount(),
             bench.application.document().conformerCount());
    QTRY_VERIFY(!bench.application.calculations().running());
    keepPicture(bench.window(), "w4-conformers");
    bench.application.document().history().undo();
    QCOMPARE(bench.application.document().conformerCount(), 1);
  }

  void looksOtherwise_data() {
    QTest::addColumn<int>("representation");
    for (int i = 0; i < 4; ++i) {
      QTest::newRow(render::representationId(static_cast<render::Representation>(i)).c_str()) << i;
    }
  }
  void looksOtherwise() {
    QFETCH(int, representation);
    Bench bench("CC(=O)Oc1ccccc1C(=O)O");
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window()));
    QTRY_VERIFY(!bench.application.document().isEmpty());
    QTRY_VERIFY(distinctColours(bench.viewport()) > 20);
    bench.window()
        .actions()
        .style.representations[static_cast<std::size_t>(representation)]
        ->trigger();
    QCOMPARE(static_cast<int>(bench.application.document().state().style.representation),
             representation);
    QTRY_VERIFY(distinctColours(bench.viewport()) > 5);
    keepPicture(bench.window(), QString("w5-%1").arg(QTest::currentDataTag()));
    bench.window().actions().style.representations[0]->trigger();
  }

  void anOddValenceIsSaid() {
    Bench bench("CCO");
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window()));
    QTRY_COMPARE(bench.smiles(), QString("CCO"));
    bench.application.edits().perform(chem::edit::SetBond{
        AtomIndex(0), AtomIndex(1), chem::BondOrder::Quadruple, chem::edit::Hydrogens::Keep});
    QTRY_VERIFY(bench.window().banner().isVisible());
    QVERIFY2(bench.window().banner().sentence().contains("C1"),
             qPrintable(bench.window().banner().sentence()));
  }

  void copiedAndSaved() {
    Bench bench("CCO");
    QVERIFY(QTest::qWaitForWindowExposed(&bench.window()));
    QTRY_COMPARE(bench.smiles(), QString("CCO"));
    QApplication::clipboard()->clear();
    bench.window().actions().edit.copy->trigger();
    QTRY_COMPARE(QApplication::clipboard()->text(), QString("CCO"));
    bench.application.selection().select({AtomIndex(2)},
                                         widgets::AtomSelectionModel::Origin::Program);
    bench.window().actions().edit.cut->trigger();
    QTRY_COMPARE(bench.smiles(), QString("CC"));
    QVERIFY(bench.application.document().isEdited());
    QVERIFY(!bench.window().close());
    QVERIFY(bench.window().isVisible());
  }
};

QTEST_MAIN(WorkbenchStoryTest)
#include "workbench_story_test.moc"
