#include "tests/widgets/viewport/viewport_on_screen.h"

#include <QApplication>
#include <QMouseEvent>
#include <QSurfaceFormat>
#include <QTest>
#include <QWheelEvent>

#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/tools/tool_bench.h"
#include "widgets/viewport/view_interaction.h"

namespace molloquy::test {

using namespace widgets;
using theme::Scheme;

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

void askForOpenGl() {
  QSurfaceFormat format;
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setDepthBufferSize(24);
  QSurfaceFormat::setDefaultFormat(format);
}

void ViewportOnScreen::initTestCase() {
  m_selection = std::make_unique<AtomSelectionModel>();
  m_pins = std::make_unique<PinModel>();
  m_view = std::make_unique<MoleculeViewport>(m_selection.get(), m_pins.get());
  m_view->resize(760, 512);
  m_view->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
  QVERIFY2(m_view->isDrawing(), qPrintable(m_view->failureReason()));
}

void ViewportOnScreen::init() {
  m_selection->clear(AtomSelectionModel::Origin::Program);
  m_pins->clear();
  useScheme(Scheme::Light);
  m_view->resize(760, 512);
  m_view->interaction()->setTool(ViewTool::Navigate);
  m_view->setGestures(GesturePreset());
  m_view->setMeasurements({});
  m_view->setFixedAtoms({});
  m_view->setDrawElement(6);
  m_view->setOptimising({});
  m_view->setProjection(render::Projection::Perspective);
  m_view->setStructure(m_sample.molecule, m_sample.conformer, CameraChange::Fit);
  moveTo({70, 400});
  QTest::mouseClick(m_view->sceneWidget(), Qt::RightButton, {}, {70, 400});
  const int before = m_view->sceneWidget()->frameCount();
  QTRY_VERIFY(m_view->sceneWidget()->frameCount() > before);
}

void ViewportOnScreen::cleanupTestCase() {
  m_view.reset();
  m_pins.reset();
  m_selection.reset();
}

QPointF ViewportOnScreen::placeOf(std::uint32_t atom) const {
  const SceneWidget* scene = m_view->sceneWidget();
  const auto place =
      render::project(scene->pose(), scene->viewSize(), m_sample.conformer->positions[atom]);
  return place ? QPointF(place->x, place->y) : QPointF(-1, -1);
}

void ViewportOnScreen::pullTo(Qt::MouseButton button, Qt::KeyboardModifiers modifiers,
                              QPoint from, QPoint to) {
  QWidget* target = m_view->sceneWidget();
  QTest::mousePress(target, button, modifiers, from);
  for (int step = 1; step <= 4; ++step) {
    const QPointF place = QPointF(from) + QPointF(to - from) * step / 4.0;
    QMouseEvent event(QEvent::MouseMove, place, target->mapToGlobal(place), Qt::NoButton, button,
                      modifiers);
    QApplication::sendEvent(target, &event);
  }
}

void ViewportOnScreen::letGo(Qt::MouseButton button, Qt::KeyboardModifiers modifiers, QPoint at) {
  QTest::mouseRelease(m_view->sceneWidget(), button, modifiers, at);
}

void ViewportOnScreen::drag(Qt::MouseButton button, Qt::KeyboardModifiers modifiers, QPoint from,
                            QPoint to) {
  pullTo(button, modifiers, from, to);
  letGo(button, modifiers, to);
}

void ViewportOnScreen::clickAt(QPoint place, Qt::MouseButton button,
                               Qt::KeyboardModifiers modifiers) {
  moveTo(place);
  QTest::mouseClick(m_view->sceneWidget(), button, modifiers, place);
}

void ViewportOnScreen::doubleClickAt(QPoint place) {
  QWidget* target = m_view->sceneWidget();
  clickAt(place);
  QMouseEvent event(QEvent::MouseButtonDblClick, place, target->mapToGlobal(QPointF(place)),
                    Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(target, &event);
  QMouseEvent up(QEvent::MouseButtonRelease, place, target->mapToGlobal(QPointF(place)),
                 Qt::LeftButton, Qt::NoButton, Qt::NoModifier);
  QApplication::sendEvent(target, &up);
}

void ViewportOnScreen::turnWheel(QPoint place, int steps, Qt::KeyboardModifiers modifiers) {
  QWidget* target = m_view->sceneWidget();
  QWheelEvent event(place, target->mapToGlobal(QPointF(place)), {}, {0, 120 * steps}, Qt::NoButton,
                    modifiers, Qt::NoScrollPhase, false);
  QApplication::sendEvent(target, &event);
}

QPoint ViewportOnScreen::bondPixel(std::uint32_t a, std::uint32_t b) const {
  for (const double share : {0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65}) {
    const QPoint place = (placeOf(a) * (1 - share) + placeOf(b) * share).toPoint();
    const Hit hit = m_view->bench()->hitAt(place);
    if (!hit.bond) continue;
    const chem::Bond& bond = m_sample.molecule->bonds()[hit.bond->value];
    if (std::min(bond.begin.value, bond.end.value) == std::min(a, b) &&
        std::max(bond.begin.value, bond.end.value) == std::max(a, b)) {
      return place;
    }
  }
  qCritical("the bond %u to %u is not in sight", a, b);
  return {-1, -1};
}

void ViewportOnScreen::moveTo(QPoint place) {
  QWidget* target = m_view->sceneWidget();
  QMouseEvent event(QEvent::MouseMove, place, target->mapToGlobal(QPointF(place)), Qt::NoButton,
                    Qt::NoButton, Qt::NoModifier);
  QApplication::sendEvent(target, &event);
}

double ViewportOnScreen::groundShare() const {
  const QImage image = m_view->sceneWidget()->grabFramebuffer();
  const int ground = countNear(image, theme::tokens(Scheme::Light).view);
  return double(ground) / (double(image.width()) * image.height());
}

}  // namespace molloquy::test
