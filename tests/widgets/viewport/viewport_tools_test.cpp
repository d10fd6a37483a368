#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>

#include <cmath>

#include "tests/widgets/viewport/tools_on_screen.h"
#include "widgets/viewport/tools/bond_tool.h"
#include "widgets/viewport/tools/measure_tool.h"
#include "widgets/viewport/tools/value_box.h"

using namespace molloquy;
using namespace molloquy::test;
using namespace molloquy::widgets;
namespace edit = molloquy::chem::edit;

/// Moving, turning, measuring and optimising by real events: what is previewed, what is asked for,
/// and that Esc takes it back.
class ViewportToolsTest : public ToolsOnScreen {
  Q_OBJECT
 private Q_SLOTS:
  void moveDragsTheSelection();
  void moveTurnsTheSelection();
  void arrowsNudgeInOneStep();
  void fixedAtomsStay();
  void escapePutsAMoveBack();
  void typedTorsionIsAsked();
  void escapeRestoresATypedValue();
  void ringHandleTurnsOneSide();
  void ringBondsSayWhyTheyCannotTurn();
  void rightDragStretches();
  void atomDragBends();
  void measuresFromAtomToAtom_data();
  void measuresFromAtomToAtom();
  void measurementsAreRemoved();
  void optimiseRunsAndPulls();
  void looks();

 private:
  void saveLook(const QString& name);
};

void ViewportToolsTest::moveDragsTheSelection() {
  m_selection->select(atoms({0, 1, 2}), AtomSelectionModel::Origin::Program);
  m_view->setTool(ViewTool::Move);
  const auto spy = edits();
  const QPoint from = pixelOf(kCarbonyl), way(30, -24);
  const chem::Positions before = shown();
  pullTo(Qt::LeftButton, {}, from, from + way);
  QVERIFY(shown() != before);
  QCOMPARE(spy->count(), 0);
  letGo(Qt::LeftButton, {}, from + way);
  QCOMPARE(spy->count(), 1);
  const auto moved = taken<edit::SetPositions>(*spy);
  QCOMPARE(moved.title, std::string("Move 3 atoms"));
  const auto place = m_view->bench()->placeOf(moved.positions[kCarbonyl]);
  QVERIFY((*place - placeOf(kCarbonyl) - QPointF(way)).manhattanLength() < 1);
  QVERIFY(moved.positions[3] == before[3]);
  QVERIFY(std::abs(chem::measured(moved.positions, atoms({0, 1})).value() -
                   chem::measured(before, atoms({0, 1})).value()) < 1e-9);
}

void ViewportToolsTest::moveTurnsTheSelection() {
  m_selection->select(atoms({0, 1, 2}), AtomSelectionModel::Origin::Program);
  m_view->setTool(ViewTool::Move);
  const auto spy = edits();
  const QPoint from = pixelOf(kCarbonyl);
  for (const auto& [button, modifiers] :
       {std::pair(Qt::LeftButton, Qt::KeyboardModifiers(Qt::ControlModifier)),
        std::pair(Qt::RightButton, Qt::KeyboardModifiers())}) {
    drag(button, modifiers, from, from + QPoint(50, 10));
    const auto turned = taken<edit::SetPositions>(*spy);
    QCOMPARE(turned.title, std::string("Turn 3 atoms"));
    const auto group = atoms({0, 1, 2});
    const auto centre = chem::centreOf(turned.positions, group);
    const auto old = chem::centreOf(m_sample.conformer->positions, group);
    for (std::size_t i = 0; i < 3; ++i) QVERIFY(std::abs(centre[i] - old[i]) < 1e-9);
    QVERIFY(turned.positions[0] != m_sample.conformer->positions[0]);
    m_view->setStructure(m_sample.molecule, m_sample.conformer, CameraChange::Keep);
  }
}

void ViewportToolsTest::arrowsNudgeInOneStep() {
  m_selection->select(atoms({0}), AtomSelectionModel::Origin::Program);
  m_view->setTool(ViewTool::Move);
  const auto spy = edits();
  QWidget* scene = m_view->sceneWidget();
  QTest::keyPress(scene, Qt::Key_Right);
  QTest::keyPress(scene, Qt::Key_Right);
  QCOMPARE(spy->count(), 0);
  QTest::keyRelease(scene, Qt::Key_Right);
  QCOMPARE(spy->count(), 1);
  const auto moved = taken<edit::SetPositions>(*spy);
  double square = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const double way = moved.positions[0][i] - m_sample.conformer->positions[0][i];
    square += way * way;
  }
  QVERIFY(std::abs(std::sqrt(square) - 0.2) < 1e-9);
  m_view->setStructure(m_sample.molecule, m_sample.conformer, CameraChange::Keep);
  key(Qt::Key_Up, Qt::ShiftModifier);
  QCOMPARE(spy->count(), 0);  // one atom turned about itself stays where it is
}

void ViewportToolsTest::fixedAtomsStay() {
  m_view->setFixedAtoms(atoms({0, 1}));
  m_selection->select(atoms({0, 1, 2}), AtomSelectionModel::Origin::Program);
  m_view->setTool(ViewTool::Move);
  const auto spy = edits();
  drag(Qt::LeftButton, {}, pixelOf(kCarbonyl), pixelOf(kCarbonyl) + QPoint(30, 0));
  const auto moved = taken<edit::SetPositions>(*spy);
  QVERIFY(moved.positions[0] == m_sample.conformer->positions[0]);
  QVERIFY(moved.positions[2] != m_sample.conformer->positions[2]);
}

void ViewportToolsTest::escapePutsAMoveBack() {
  m_view->setTool(ViewTool::Move);
  const auto spy = edits();
  pullTo(Qt::LeftButton, {}, pixelOf(kCarbonyl), pixelOf(kCarbonyl) + QPoint(30, 0));
  QVERIFY(shown() != m_sample.conformer->positions);
  key(Qt::Key_Escape);
  QVERIFY(shown() == m_sample.conformer->positions);
  letGo(Qt::LeftButton, {}, pixelOf(kCarbonyl) + QPoint(30, 0));
  QCOMPARE(spy->count(), 0);
}

void ViewportToolsTest::typedTorsionIsAsked() {
  auto* bond = tool<BondTool*>(ViewTool::BondCentric);
  const auto spy = edits();
  QSignalSpy energy(m_view.get(), &MoleculeViewport::previewEnergyWanted);
  clickAt(bondPixel(1, kEsterOxygen));
  QVERIFY(bond->bond());
  doubleClickAt(bond->torsionPlace()->toPoint());
  QVERIFY(bond->entry().isOpen());
  QLineEdit& field = bond->entry().box()->field();
  QTest::keyClicks(&field, "-60,5");
  QVERIFY(energy.count() > 0);
  QVERIFY(shown() != m_sample.conformer->positions);
  QCOMPARE(spy->count(), 0);
  QTest::keyClick(&field, Qt::Key_Return);
  QCOMPARE(spy->count(), 1);
  const auto set = taken<edit::SetInternal>(*spy);
  QCOMPARE(set.value, -60.5);
  QCOMPARE(set.atoms.size(), std::size_t(4));
  m_view->setPreviewEnergy(5.25);
  QVERIFY(std::abs(chem::measured(shown(), set.atoms).value() + 60.5) < 1e-6);
}

void ViewportToolsTest::escapeRestoresATypedValue() {
  auto* bond = tool<BondTool*>(ViewTool::BondCentric);
  const auto spy = edits();
  clickAt(bondPixel(1, kEsterOxygen));
  doubleClickAt(bond->torsionPlace()->toPoint());
  QLineEdit& field = bond->entry().box()->field();
  QTest::keyClicks(&field, "120");
  QVERIFY(shown() != m_sample.conformer->positions);
  QTest::keyClick(&field, Qt::Key_Escape);
  QVERIFY(shown() == m_sample.conformer->positions);
  QVERIFY(!bond->entry().isOpen());
  QCOMPARE(spy->count(), 0);
}

void ViewportToolsTest::ringHandleTurnsOneSide() {
  auto* bond = tool<BondTool*>(ViewTool::BondCentric);
  const auto spy = edits();
  clickAt(bondPixel(1, kEsterOxygen));
  const auto handle = bond->handlePlace();
  QVERIFY(handle);
  drag(Qt::LeftButton, {}, handle->toPoint(), handle->toPoint() + QPoint(30, 30));
  QCOMPARE(spy->count(), 1);
  const auto set = taken<edit::SetInternal>(*spy);
  QCOMPARE(set.atoms.size(), std::size_t(4));
  // The preview stays until the document answers; every bond keeps its length.
  for (const chem::Bond& each : m_sample.molecule->bonds()) {
    const double now = measured({each.begin.value, each.end.value});
    const double before =
        chem::measured(m_sample.conformer->positions, std::array{each.begin, each.end}).value();
    QVERIFY(std::abs(now - before) < 1e-9);
  }
  QVERIFY(shown() != m_sample.conformer->positions);
  QVERIFY(std::abs(chem::measured(shown(), set.atoms).value() - set.value) < 1e-6);
}

void ViewportToolsTest::ringBondsSayWhyTheyCannotTurn() {
  auto* bond = tool<BondTool*>(ViewTool::BondCentric);
  const auto spy = edits();
  const QPoint place = bondPixel(6, 7);
  drag(Qt::LeftButton, {}, place, place + QPoint(40, 40));
  QCOMPARE(spy->count(), 0);
  QVERIFY(shown() == m_sample.conformer->positions);
  QVERIFY(bond->entry().isOpen());
  QStringList said;
  for (const QLabel* label : bond->entry().box()->findChildren<QLabel*>()) said << label->text();
  QVERIFY2(said.join(' ').contains("ring"), qPrintable(said.join(' ')));
}

void ViewportToolsTest::rightDragStretches() {
  m_view->setTool(ViewTool::BondCentric);
  const auto spy = edits();
  const QPointF outwards = placeOf(kCarbonyl) - placeOf(1);
  const QPoint from = pixelOf(kCarbonyl);
  const double length = std::hypot(outwards.x(), outwards.y());
  drag(Qt::RightButton, {}, from, from + (outwards / length * 40).toPoint());
  const auto set = taken<edit::SetInternal>(*spy);
  QVERIFY(set.atoms == atoms({1, kCarbonyl}));
  const double before =
      chem::measured(m_sample.conformer->positions, atoms({1, kCarbonyl})).value();
  QVERIFY(set.value > before + 0.05);
}

void ViewportToolsTest::atomDragBends() {
  m_view->setTool(ViewTool::BondCentric);
  const auto spy = edits();
  const QPoint from = pixelOf(kCarbonyl);
  drag(Qt::LeftButton, {}, from, from + QPoint(12, 30));
  const auto set = taken<edit::SetInternal>(*spy);
  QCOMPARE(set.atoms.size(), std::size_t(3));
  QVERIFY(set.value > 0 && set.value < 180);
}

void ViewportToolsTest::measuresFromAtomToAtom_data() {
  QTest::addColumn<int>("clicks");
  QTest::addColumn<int>("end");
  QTest::newRow("two clicks and Enter are a distance") << 2 << int(Qt::Key_Return);
  QTest::newRow("three clicks and one beside are an angle") << 3 << 0;
  QTest::newRow("four clicks are a torsion at once") << 4 << -1;
}

void ViewportToolsTest::measuresFromAtomToAtom() {
  QFETCH(int, clicks);
  QFETCH(int, end);
  auto* measure = tool<MeasureTool*>(ViewTool::Measure);
  QSignalSpy spy(m_view.get(), &MoleculeViewport::measurementMade);
  const std::vector<AtomIndex> wanted = atoms({2, 1, 3, 6});
  for (int i = 0; i < clicks; ++i) clickAt(pixelOf(wanted[std::size_t(i)].value));
  if (end > 0) key(Qt::Key(end));
  if (end == 0) clickAt(kEmpty);
  QCOMPARE(spy.count(), 1);
  const auto made = spy[0][0].value<chem::Measurement>();
  QVERIFY(made.atoms == std::vector<AtomIndex>(wanted.begin(), wanted.begin() + clicks));
  QVERIFY(measure->pending().empty());
  QVERIFY(m_selection->isEmpty());
}

void ViewportToolsTest::measurementsAreRemoved() {
  auto* measure = tool<MeasureTool*>(ViewTool::Measure);
  m_view->setMeasurements({{atoms({2, 3}), true}, {atoms({6, 8}), true}});
  QSignalSpy removed(m_view.get(), &MoleculeViewport::measurementRemoved);
  const QPointF middle = (placeOf(6) + placeOf(8)) / 2;
  const QPointF way = placeOf(8) - placeOf(6);
  QPointF normal = QPointF(way.y(), -way.x()) / std::hypot(way.x(), way.y());
  if (normal.y() > 0) normal = -normal;
  const QPoint label = (middle + normal * 14).toPoint();
  moveTo(label);
  key(Qt::Key_Delete);
  QCOMPARE(removed.count(), 1);
  QCOMPARE(removed[0][0].toInt(), 1);
  clickAt(label, Qt::RightButton);
  QCOMPARE(removed.count(), 2);
  clickAt(pixelOf(kEsterOxygen));
  clickAt(label, Qt::RightButton);
  QVERIFY(measure->pending().empty());
  QCOMPARE(removed.count(), 2);
}

void ViewportToolsTest::optimiseRunsAndPulls() {
  m_view->setTool(ViewTool::Optimise);
  QSignalSpy toggled(m_view.get(), &MoleculeViewport::optimiseToggled);
  QSignalSpy pulled(m_view.get(), &MoleculeViewport::atomPulled);
  const render::CameraPose before = m_view->pose();
  drag(Qt::LeftButton, {}, pixelOf(kCarbonyl), pixelOf(kCarbonyl) + QPoint(40, 0));
  QCOMPARE(pulled.count(), 0);  // nothing runs: the view turns
  QVERIFY(m_view->pose().back() != before.back());
  key(Qt::Key_Space);
  QCOMPARE(toggled.takeFirst()[0].toBool(), true);
  OptimiseState running;
  running.run = OptimiseState::Run::Running;
  m_view->setOptimising(running);
  drag(Qt::LeftButton, {}, pixelOf(kCarbonyl), pixelOf(kCarbonyl) + QPoint(40, 0));
  QVERIFY(pulled.count() >= 2);
  const auto first = pulled[0][0].value<std::optional<energy::Pull>>();
  QVERIFY(first && first->atom == AtomIndex(kCarbonyl));
  QVERIFY(!pulled.back()[0].value<std::optional<energy::Pull>>());
  key(Qt::Key_Space);
  QCOMPARE(toggled.takeFirst()[0].toBool(), false);
}

void ViewportToolsTest::saveLook(const QString& name) {
  const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  if (folder.isEmpty()) return;
  QTRY_VERIFY(m_view->sceneWidget()->isSmoothed());
  m_view->grab().save(QDir(folder).filePath(name + ".png"));
}

/// Every tool at work, in both schemes: pictures to be looked at, where a folder is given.
void ViewportToolsTest::looks() {
  m_view->setFragments({{"ring/benzene", "Benzene", "Rings", "c1ccccc1[*:1]"}});
  for (const auto scheme : {theme::Scheme::Light, theme::Scheme::Dark}) {
    startOver();
    useScheme(scheme);
    const QString suffix = scheme == theme::Scheme::Light ? "-light" : "-dark";
    m_view->setTool(ViewTool::Draw);
    pullTo(Qt::LeftButton, {}, pixelOf(kEsterOxygen), pixelOf(kEsterOxygen) + QPoint(40, 110));
    saveLook("tool-draw" + suffix);
    key(Qt::Key_Escape);
    letGo(Qt::LeftButton, {}, kEmpty);
    m_view->setTool(ViewTool::Fragment);
    moveTo(pixelOf(12));
    saveLook("tool-fragment" + suffix);
    m_view->setTool(ViewTool::Select);
    pullTo(Qt::LeftButton, {}, {250, 120}, {430, 300});
    saveLook("tool-select" + suffix);
    letGo(Qt::LeftButton, {}, {430, 300});
    m_view->setTool(ViewTool::Move);
    QVERIFY(!m_selection->isEmpty());
    const QPoint grip = pixelOf(m_selection->atoms().front().value);
    pullTo(Qt::LeftButton, {}, grip, grip + QPoint(40, 40));
    saveLook("tool-move" + suffix);
    key(Qt::Key_Escape);
    letGo(Qt::LeftButton, {}, grip);
    m_selection->clear(AtomSelectionModel::Origin::Program);
    auto* bond = tool<BondTool*>(ViewTool::BondCentric);
    clickAt(bondPixel(3, 4));
    saveLook("tool-bond-chosen" + suffix);
    doubleClickAt(bond->torsionPlace().value_or(QPointF(kEmpty)).toPoint());
    QVERIFY(bond->entry().isOpen());
    QTest::keyClicks(&bond->entry().box()->field(), "-30");
    m_view->setPreviewEnergy(5.25);
    saveLook("tool-bond" + suffix);
    QTest::keyClick(&bond->entry().box()->field(), Qt::Key_Escape);
    m_view->setTool(ViewTool::Optimise);
    m_view->setFixedAtoms(atoms({5, 6}));
    OptimiseState running;
    running.run = OptimiseState::Run::Running;
    running.energyKcalPerMol = 24.16;
    running.changeKcalPerMol = -3.2;
    running.steps = 120;
    m_view->setOptimising(running);
    pullTo(Qt::LeftButton, {}, pixelOf(kCarbonyl), pixelOf(kCarbonyl) + QPoint(60, 30));
    saveLook("tool-optimise" + suffix);
    letGo(Qt::LeftButton, {}, pixelOf(kCarbonyl));
    m_view->setTool(ViewTool::Measure);
    m_view->setMeasurements({{atoms({6, 8}), true}, {atoms({9, 10, 12}), true}});
    for (const std::uint32_t atom : {2U, 1U, 3U}) clickAt(pixelOf(atom));
    moveTo(pixelOf(4));
    saveLook("tool-measure" + suffix);
    key(Qt::Key_Escape);
  }
  useScheme(theme::Scheme::Light);
}

int main(int argc, char** argv) {
  askForOpenGl();
  QApplication application(argc, argv);
  ViewportToolsTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "viewport_tools_test.moc"
