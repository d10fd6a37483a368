#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <memory>
#include <numbers>

#include "tests/widgets/viewport/viewport_on_screen.h"
#include "widgets/viewport/axis_gizmo.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

using namespace molloquy;
using namespace molloquy::test;
using namespace molloquy::widgets;
using theme::Scheme;

class ViewportTest : public ViewportOnScreen {
  Q_OBJECT
 private Q_SLOTS:
  void leftDragRotates();
  void rightDragPans();
  void rollKeepsTheViewDirection();
  void wheelKeepsThePointUnderThePointer();
  void hoverNamesTheAtom();
  void clicksEditTheSelection_data();
  void clicksEditTheSelection();
  void clickOnEmptySpaceClears();
  void doubleClickOnAnAtomSelectsTheFragment();
  void middleClickCentresOnTheAtom();
  void aPressStopsTheCamera();
  void keysMoveTheCamera();
  void boxSelectsInBothProjections_data();
  void boxSelectsInBothProjections();
  void projectionKeyKeepsTheScale();
  void gizmoLooksAlongAnAxis();
  void sameMoleculeKeepsTheCamera();
};

void ViewportTest::leftDragRotates() {
  const render::Quaternion before = m_view->sceneWidget()->pose().orientation;
  drag(Qt::LeftButton, Qt::NoModifier, {60, 400}, {160, 400});
  const render::Quaternion after = m_view->sceneWidget()->pose().orientation;
  QVERIFY(std::abs(render::dot(before, after)) < 0.99);
}

void ViewportTest::rightDragPans() {
  const QPointF before = placeOf(kEsterOxygen);
  drag(Qt::RightButton, Qt::NoModifier, {60, 400}, {100, 380});
  const QPointF moved = placeOf(kEsterOxygen) - before;
  QVERIFY(std::abs(moved.x() - 40) < 6);
  QVERIFY(std::abs(moved.y() + 20) < 4);
}

void ViewportTest::rollKeepsTheViewDirection() {
  const render::CameraPose before = m_view->sceneWidget()->pose();
  drag(Qt::LeftButton, Qt::ControlModifier | Qt::ShiftModifier, {60, 400}, {160, 400});
  const render::CameraPose after = m_view->sceneWidget()->pose();
  QVERIFY(render::dot(before.back(), after.back()) > 0.999999);
  QVERIFY(render::dot(before.up(), after.up()) < 0.95);
}

void ViewportTest::wheelKeepsThePointUnderThePointer() {
  QWidget* scene = m_view->sceneWidget();
  const double before = m_view->sceneWidget()->pose().distance;
  const QPointF place = placeOf(kEsterOxygen);
  QWheelEvent event(place, scene->mapToGlobal(place), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(scene, &event);
  QVERIFY(m_view->sceneWidget()->pose().distance < before * 0.8);
  const QPointF moved = placeOf(kEsterOxygen) - place;
  QVERIFY2(std::hypot(moved.x(), moved.y()) < 12,
           qPrintable(QString("%1 %2").arg(moved.x()).arg(moved.y())));
}

void ViewportTest::hoverNamesTheAtom() {
  QSignalSpy spy(m_view.get(), &MoleculeViewport::atomHovered);
  moveTo(pixelOf(kEsterOxygen));
  QCOMPARE(spy.count(), 1);
  QCOMPARE(m_view->interaction()->hovered(), std::optional(AtomIndex(kEsterOxygen)));
  const QColor accent = theme::tokens(Scheme::Light).accent;
  QVERIFY(countNear(m_view->grab().toImage(), accent) > 20);
  moveTo({60, 400});
  QVERIFY(!m_view->interaction()->hovered());
}

void ViewportTest::clicksEditTheSelection_data() {
  QTest::addColumn<int>("modifiers");
  QTest::addColumn<bool>("onSelected");
  QTest::addColumn<std::vector<AtomIndex>>("after");
  const auto both = atoms({kCarbonyl, kEsterOxygen});
  QTest::newRow("a click selects one atom")
      << int(Qt::NoModifier) << false << atoms({kEsterOxygen});
  QTest::newRow("Shift adds") << int(Qt::ShiftModifier) << false << both;
  QTest::newRow("Ctrl adds what is not selected") << int(Qt::ControlModifier) << false << both;
  QTest::newRow("Ctrl takes out what is") << int(Qt::ControlModifier) << true << atoms({kCarbonyl});
  QTest::newRow("Alt takes out") << int(Qt::AltModifier) << true << atoms({kCarbonyl});
}

void ViewportTest::clicksEditTheSelection() {
  QFETCH(int, modifiers);
  QFETCH(bool, onSelected);
  QFETCH(std::vector<AtomIndex>, after);
  m_selection->select(onSelected ? atoms({kCarbonyl, kEsterOxygen}) : atoms({kCarbonyl}),
                      AtomSelectionModel::Origin::Program);
  QSignalSpy spy(m_view.get(), &MoleculeViewport::atomClicked);
  QTest::mouseClick(m_view->sceneWidget(), Qt::LeftButton, Qt::KeyboardModifiers(modifiers),
                    pixelOf(kEsterOxygen));
  QCOMPARE(spy.count(), 1);
  QVERIFY(m_selection->atoms() == after);
}

void ViewportTest::clickOnEmptySpaceClears() {
  m_selection->select(atoms({1}), AtomSelectionModel::Origin::Program);
  QSignalSpy spy(m_view.get(), &MoleculeViewport::emptyClicked);
  QTest::mouseClick(m_view->sceneWidget(), Qt::LeftButton, {}, {70, 400});
  QCOMPARE(spy.count(), 1);
  QVERIFY(m_selection->isEmpty());
}

void ViewportTest::doubleClickOnAnAtomSelectsTheFragment() {
  QTest::mouseDClick(m_view->sceneWidget(), Qt::LeftButton, {}, pixelOf(kEsterOxygen));
  QTest::mouseRelease(m_view->sceneWidget(), Qt::LeftButton, {}, pixelOf(kEsterOxygen));
  QCOMPARE(m_selection->atoms().size(), m_sample.molecule->atoms().size());
}

void ViewportTest::middleClickCentresOnTheAtom() {
  QTest::mouseClick(m_view->sceneWidget(), Qt::MiddleButton, {}, pixelOf(kCarbonyl));
  const QPointF middle(380, 256);
  QTRY_VERIFY((placeOf(kCarbonyl) - middle).manhattanLength() < 1);
  drag(Qt::LeftButton, Qt::NoModifier, {60, 400}, {160, 300});
  QVERIFY((placeOf(kCarbonyl) - middle).manhattanLength() < 1);  // turns about it
}

void ViewportTest::aPressStopsTheCamera() {
  m_view->centreOn(AtomIndex(kCarbonyl));
  QTest::mousePress(m_view->sceneWidget(), Qt::RightButton, {}, {70, 400});
  const render::Vec3 centre = m_view->sceneWidget()->pose().centre;
  QTest::qWait(30);
  QVERIFY(m_view->sceneWidget()->pose().centre == centre);
  QTest::mouseRelease(m_view->sceneWidget(), Qt::RightButton, {}, {70, 400});
}

void ViewportTest::keysMoveTheCamera() {
  SceneWidget* scene = m_view->sceneWidget();
  const render::CameraPose home = scene->pose();
  QTest::keyClick(scene, Qt::Key_Right);
  QVERIFY(std::abs(2 * std::acos(render::dot(home.orientation, scene->pose().orientation)) -
                   5 * std::numbers::pi / 180) < 1e-6);
  QTest::keyClick(scene, Qt::Key_Left);
  QVERIFY(render::dot(home.orientation, scene->pose().orientation) > 1 - 1e-9);
  QTest::keyClick(scene, Qt::Key_Plus);
  QVERIFY(scene->pose().distance < home.distance);
  QTest::keyClick(scene, Qt::Key_Home);
  QTRY_VERIFY(std::abs(scene->pose().distance - home.distance) < 1e-9);
  QTest::keyClick(scene, Qt::Key_1, Qt::ControlModifier | Qt::AltModifier);
  QTRY_VERIFY(std::abs(scene->pose().back()[2] - 1) < 1e-9);
}

void ViewportTest::boxSelectsInBothProjections_data() {
  QTest::addColumn<bool>("orthographic");
  QTest::addColumn<bool>("towardsUpperLeft");
  QTest::newRow("perspective, dragged to the lower right") << false << false;
  QTest::newRow("perspective, dragged to the upper left") << false << true;
  QTest::newRow("orthographic, dragged to the lower right") << true << false;
  QTest::newRow("orthographic, dragged to the upper left") << true << true;
}

void ViewportTest::boxSelectsInBothProjections() {
  QFETCH(bool, orthographic);
  QFETCH(bool, towardsUpperLeft);
  if (orthographic) m_view->setProjection(render::Projection::Orthographic);
  QTest::keyClick(m_view->sceneWidget(), Qt::Key_S);
  const QPoint middle = pixelOf(kEsterOxygen);
  const QPoint first = middle - QPoint(6, 6), second = middle + QPoint(6, 6);
  drag(Qt::LeftButton, Qt::NoModifier, towardsUpperLeft ? second : first,
       towardsUpperLeft ? first : second);
  QVERIFY(m_selection->contains(AtomIndex(kEsterOxygen)));
  QVERIFY(m_selection->atoms().size() <= 2);
  drag(Qt::LeftButton, Qt::NoModifier, {2, 2}, {757, 509});
  QCOMPARE(m_selection->atoms().size(), std::size_t(21));
}

void ViewportTest::projectionKeyKeepsTheScale() {
  SceneWidget* scene = m_view->sceneWidget();
  const double before = scene->pose().halfHeight();
  QTest::keyClick(scene, Qt::Key_5, Qt::KeypadModifier);
  QCOMPARE(m_view->projection(), render::Projection::Orthographic);
  QCOMPARE(scene->pose().halfHeight(), before);
  QVERIFY(groundShare() < 0.95);
}

void ViewportTest::gizmoLooksAlongAnAxis() {
  auto* gizmo = m_view->findChild<AxisGizmo*>();
  QVERIFY(gizmo && gizmo->isVisible());
  QTest::mouseClick(gizmo, Qt::LeftButton, {}, gizmo->endOfAxis(0).toPoint());
  QTRY_VERIFY(m_view->sceneWidget()->pose().back()[0] > 1 - 1e-9);
}

void ViewportTest::sameMoleculeKeepsTheCamera() {
  SceneWidget* scene = m_view->sceneWidget();
  QTest::keyClick(scene, Qt::Key_Right, Qt::AltModifier);
  const render::Vec3 direction = scene->pose().back();
  m_view->setStructure(m_sample.molecule, std::make_shared<chem::Conformer>(*m_sample.conformer));
  QVERIFY(scene->pose().back() == direction);
  const test::Sample other = test::aspirin();
  m_view->setStructure(other.molecule, other.conformer);
  QVERIFY(scene->pose().back() != direction);
}

int main(int argc, char** argv) {
  askForOpenGl();
  QApplication application(argc, argv);
  ViewportTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "viewport_test.moc"
