#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QMouseEvent>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QScreen>
#include <QSignalSpy>
#include <QSurfaceFormat>
#include <QTest>
#include <QWheelEvent>

#include <memory>

#include "render/atom_picker.h"
#include "tests/render/sample_structures.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/axis_gizmo.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_colours.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

using namespace molloquy;
using namespace molloquy::widgets;
using theme::Scheme;

namespace {

constexpr std::uint32_t kEsterOxygen = 3;
constexpr std::uint32_t kCarbonyl = 2;

std::vector<AtomIndex> atoms(std::initializer_list<std::uint32_t> values) {
  std::vector<AtomIndex> result;
  for (const std::uint32_t value : values) result.emplace_back(value);
  return result;
}

/// Pixels within 6 of a colour in every channel.
int countNear(const QImage& image, const QColor& colour) {
  int hits = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      hits += std::abs(pixel.red() - colour.red()) <= 6 &&
              std::abs(pixel.green() - colour.green()) <= 6 &&
              std::abs(pixel.blue() - colour.blue()) <= 6;
    }
  }
  return hits;
}

}  // namespace

class ViewportTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanupTestCase();
  void drawsTheStructureOnTheSchemesGround_data();
  void drawsTheStructureOnTheSchemesGround();
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
  void selectionAndPinsShowHalos();
  void aShutPinShowsNoHalo();
  void projectionKeyKeepsTheScale();
  void gizmoLooksAlongAnAxis();
  void themeSwitchRepaintsTheGround();
  void pictureHasTheAskedSize();
  void isSmoothWhenItStandsStill();
  void sameMoleculeKeepsTheCamera();
  void emptyStateAfterClearing();
  void framesLeaveNoOpenGlError();
  void theScreenShowsWhatIsGrabbed();
  void survivesBeingMovedAndDestroyed();
  void looks();

 private:
  [[nodiscard]] QPointF placeOf(std::uint32_t atom) const;
  [[nodiscard]] QPoint pixelOf(std::uint32_t atom) const { return placeOf(atom).toPoint(); }
  void drag(Qt::MouseButton button, Qt::KeyboardModifiers modifiers, QPoint from, QPoint to);
  void moveTo(QPoint place);
  /// Share of the frame that shows nothing but the light ground.
  [[nodiscard]] double groundShare() const;
  void useScheme(Scheme scheme) { m_view->setPalette(theme::makePalette(scheme)); }

  test::Sample m_sample = test::aspirin();
  std::unique_ptr<AtomSelectionModel> m_selection;
  std::unique_ptr<PinModel> m_pins;
  std::unique_ptr<MoleculeViewport> m_view;
};

void ViewportTest::initTestCase() {
  m_selection = std::make_unique<AtomSelectionModel>();
  m_pins = std::make_unique<PinModel>();
  m_view = std::make_unique<MoleculeViewport>(m_selection.get(), m_pins.get());
  m_view->resize(760, 512);
  m_view->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
  QVERIFY2(m_view->isDrawing(), qPrintable(m_view->failureReason()));
}

void ViewportTest::init() {
  m_selection->clear(AtomSelectionModel::Origin::Program);
  m_pins->clear();
  useScheme(Scheme::Light);
  m_view->resize(760, 512);
  m_view->interaction()->setTool(ViewTool::Navigate);
  m_view->setProjection(render::Projection::Perspective);
  m_view->setStructure(m_sample.molecule, m_sample.conformer, CameraChange::Fit);
  moveTo({70, 400});
  QTest::mouseClick(m_view->sceneWidget(), Qt::RightButton, {}, {70, 400});
  const int before = m_view->sceneWidget()->frameCount();
  QTRY_VERIFY(m_view->sceneWidget()->frameCount() > before);
}

void ViewportTest::cleanupTestCase() {
  m_view.reset();
  m_pins.reset();
  m_selection.reset();
}

QPointF ViewportTest::placeOf(std::uint32_t atom) const {
  const SceneWidget* scene = m_view->sceneWidget();
  const auto place =
      render::project(scene->pose(), scene->viewSize(), m_sample.conformer->positions[atom]);
  return place ? QPointF(place->x, place->y) : QPointF(-1, -1);
}

void ViewportTest::drag(Qt::MouseButton button, Qt::KeyboardModifiers modifiers, QPoint from,
                        QPoint to) {
  QWidget* target = m_view->sceneWidget();
  QTest::mousePress(target, button, modifiers, from);
  for (int step = 1; step <= 4; ++step) {
    const QPointF place = QPointF(from) + QPointF(to - from) * step / 4.0;
    QMouseEvent event(QEvent::MouseMove, place, target->mapToGlobal(place), Qt::NoButton, button,
                      modifiers);
    QApplication::sendEvent(target, &event);
  }
  QTest::mouseRelease(target, button, modifiers, to);
}

void ViewportTest::moveTo(QPoint place) {
  QWidget* target = m_view->sceneWidget();
  QMouseEvent event(QEvent::MouseMove, place, target->mapToGlobal(QPointF(place)), Qt::NoButton,
                    Qt::NoButton, Qt::NoModifier);
  QApplication::sendEvent(target, &event);
}

double ViewportTest::groundShare() const {
  const QImage image = m_view->sceneWidget()->grabFramebuffer();
  const int ground = countNear(image, theme::tokens(Scheme::Light).view);
  return double(ground) / (double(image.width()) * image.height());
}

void ViewportTest::drawsTheStructureOnTheSchemesGround_data() {
  QTest::addColumn<int>("scheme");
  QTest::newRow("light") << int(Scheme::Light);
  QTest::newRow("dark") << int(Scheme::Dark);
}

void ViewportTest::drawsTheStructureOnTheSchemesGround() {
  QFETCH(int, scheme);
  useScheme(Scheme(scheme));
  const QImage image = m_view->grab().toImage();
  const QColor ground = theme::tokens(Scheme(scheme)).view;
  const double share = double(countNear(image, ground)) / (image.width() * image.height());
  QVERIFY2(share > 0.55 && share < 0.95, qPrintable(QString::number(share)));
}

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
                   5 * M_PI / 180) < 1e-6);
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

void ViewportTest::selectionAndPinsShowHalos() {
  const theme::Tokens& tokens = theme::tokens(Scheme::Light);
  SceneWidget* scene = m_view->sceneWidget();
  QCOMPARE(countNear(scene->grabFramebuffer(), tokens.pins[0]), 0);
  m_selection->select(atoms({kEsterOxygen}), AtomSelectionModel::Origin::Phrase);
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  const QImage image = scene->grabFramebuffer();
  QVERIFY(countNear(image, tokens.accent) > 60);
  QVERIFY(countNear(image, tokens.pins[0]) > 300);
  // The hydrogens of the methyl group have the halo too.
  const QPoint hydrogen = pixelOf(14);
  const double ratio = m_view->devicePixelRatioF();
  const QRect around((QPointF(hydrogen - QPoint(24, 24)) * ratio).toPoint(),
                     (QSizeF(48, 48) * ratio).toSize());
  QVERIFY(countNear(image.copy(around), tokens.pins[0]) > 20);
}

void ViewportTest::aShutPinShowsNoHalo() {
  const QColor blue = theme::tokens(Scheme::Light).pins[0];
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  QVERIFY(countNear(m_view->sceneWidget()->grabFramebuffer(), blue) > 300);
  QAbstractButton* eye = nullptr;
  for (QAbstractButton* button : m_view->findChildren<QAbstractButton*>()) {
    if (button->accessibleName() == "Show or hide pin A") eye = button;
  }
  QVERIFY(eye);
  QTest::mouseClick(eye, Qt::LeftButton);
  QCOMPARE(countNear(m_view->sceneWidget()->grabFramebuffer(), blue), 0);
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

void ViewportTest::themeSwitchRepaintsTheGround() {
  useScheme(Scheme::Dark);
  const QImage image = m_view->sceneWidget()->grabFramebuffer();
  QCOMPARE(image.pixelColor(5, 5).name(), theme::tokens(Scheme::Dark).view.name());
}

void ViewportTest::pictureHasTheAskedSize() {
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  const QImage filled = m_view->grabPicture({900, 400});
  QCOMPARE(filled.size(), QSize(900, 400));
  QCOMPARE(filled.pixelColor(1, 1).name(), theme::tokens(Scheme::Light).view.name());
  QVERIFY(countNear(filled, theme::tokens(Scheme::Light).pins[0]) > 200);
  const QImage clear = m_view->grabPicture({300, 300}, render::Background::Transparent);
  QCOMPARE(clear.pixelColor(1, 1).alpha(), 0);
  const QImage frame = m_view->sceneWidget()->grabFramebuffer();  // the screen is as it was
  QCOMPARE(frame.pixelColor(5, 5).name(), theme::tokens(Scheme::Light).view.name());
  QVERIFY(m_view->grabPicture({0, 10}).isNull());
}

void ViewportTest::isSmoothWhenItStandsStill() {
  SceneWidget* scene = m_view->sceneWidget();
  const int before = scene->frameCount();
  QTest::keyClick(scene, Qt::Key_Right);
  QTRY_VERIFY(scene->isSmoothed() && scene->frameCount() > before);
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

void ViewportTest::emptyStateAfterClearing() {
  m_view->clearStructure();
  QVERIFY(groundShare() > 0.97 && groundShare() < 1);  // only words on the ground
  moveTo({380, 256});
  QTest::keyClick(m_view->sceneWidget(), Qt::Key_Home);
  QTest::mouseDClick(m_view->sceneWidget(), Qt::LeftButton, {}, {380, 256});
  m_view->setStructure(nullptr, nullptr);
}

void ViewportTest::framesLeaveNoOpenGlError() {
  SceneWidget* scene = m_view->sceneWidget();
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  m_selection->select(atoms({5, 6}), AtomSelectionModel::Origin::Program);
  m_view->setNamesShown(true);
  scene->grabFramebuffer();
  m_view->grabPicture({200, 200});
  scene->grabFramebuffer();
  m_view->setNamesShown(false);
  scene->makeCurrent();
  QCOMPARE(scene->context()->functions()->glGetError(), GLenum(GL_NO_ERROR));
  scene->doneCurrent();
}

void ViewportTest::theScreenShowsWhatIsGrabbed() {
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  QTRY_VERIFY(m_view->sceneWidget()->isSmoothed());
  const QColor blue = theme::tokens(Scheme::Light).pins[0];
  const auto agree = [this, blue] {
    const int shown = countNear(m_view->screen()->grabWindow(m_view->winId()).toImage(), blue);
    const int grabbed = countNear(m_view->grab().toImage(), blue);
    return grabbed > 300 && std::abs(shown - grabbed) < grabbed / 20;
  };
  QTRY_VERIFY(agree());
}

void ViewportTest::survivesBeingMovedAndDestroyed() {
  auto second = std::make_unique<QWidget>();
  second->resize(400, 300);
  m_view->setParent(second.get());
  m_view->setGeometry(0, 0, 400, 300);
  second->show();
  m_view->show();
  const bool exposed = QTest::qWaitForWindowExposed(second.get());
  const bool drawn = QTest::qWaitFor([this] { return groundShare() < 0.97; });
  m_view->setParent(nullptr);
  second.reset();
  QVERIFY(exposed && drawn);
  m_view->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
  for (int round = 0; round < 4; ++round) {
    MoleculeViewport other(m_selection.get(), m_pins.get());
    other.setStructure(m_sample.molecule, m_sample.conformer);
    other.show();
    QVERIFY(QTest::qWaitForWindowExposed(&other));
    QTRY_VERIFY(other.sceneWidget()->frameCount() > 0);
  }
}

void ViewportTest::looks() {
  const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
    useScheme(scheme);
    m_pins->clear();
    m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
    m_pins->pin("carboxylic acid", atoms({10, 11, 12}), 1, 1);
    m_selection->select(atoms({5, 6, 7}), AtomSelectionModel::Origin::Program);
    moveTo(pixelOf(kEsterOxygen));
    QTRY_VERIFY(m_view->sceneWidget()->isSmoothed());
    const QImage image = m_view->grab().toImage();
    QVERIFY(!image.isNull());
    if (folder.isEmpty()) continue;
    const QString name = scheme == Scheme::Light ? "viewport-light" : "viewport-dark";
    const QString suffix = m_view->devicePixelRatioF() > 1 ? "-2x.png" : ".png";
    image.save(QDir(folder).filePath(name + suffix));
    m_view->setNamesShown(true);
    m_pins->unpin(1);
    m_selection->clear(AtomSelectionModel::Origin::Program);
    QTRY_VERIFY(m_view->sceneWidget()->isSmoothed());
    m_view->grab().save(QDir(folder).filePath(name + "-names" + suffix));
    m_view->setNamesShown(false);
  }
  if (folder.isEmpty()) return;
  useScheme(Scheme::Light);
  m_pins->clear();
  m_view->clearStructure();
  m_view->grab().save(QDir(folder).filePath("viewport-empty.png"));
}

int main(int argc, char** argv) {
  QSurfaceFormat format;
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setDepthBufferSize(24);
  QSurfaceFormat::setDefaultFormat(format);
  QApplication application(argc, argv);
  ViewportTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "viewport_test.moc"
