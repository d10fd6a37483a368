#include "widgets/viewport/view_interaction.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWheelEvent>

#include "widgets/viewport/atom_walk.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::widgets {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
/// Turn for a drag across the whole smaller side of the view.
constexpr double kTurnAcross = 200 * kDegree;
constexpr double kWheelStep = 1.18;
/// Pixels of a drag that are one step of the wheel.
constexpr double kPixelsPerStep = 24;

Qt::KeyboardModifiers handModifiers(Qt::KeyboardModifiers modifiers) {
  return modifiers & (Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier);
}

}  // namespace

ViewInteraction::ViewInteraction(SceneWidget* scene, ToolBench* bench)
    : QObject(scene),
      m_scene(scene),
      m_bench(bench),
      m_selection(&bench->selection()),
      m_ease(scene),
      m_walk(new AtomWalk(bench, this)),
      m_tools(makeTools(bench, this)) {
  scene->setMouseTracking(true);
  scene->setFocusPolicy(Qt::StrongFocus);
  scene->installEventFilter(this);
  connect(&m_ease, &CameraEase::poseChanged, scene, &SceneWidget::setPose);
  connect(bench, &ToolBench::structureChanged, this, &ViewInteraction::structureChanged);
}

void ViewInteraction::structureChanged() {
  // Positions of the same molecule change in the middle of gestures; another molecule ends them.
  if (m_bench->molecule() == m_lastMolecule) return;
  m_lastMolecule = m_bench->molecule();
  m_ease.stop();
  m_pressed.reset();
  m_drag.reset();
  m_dragTool = nullptr;
  m_hit = m_hovered ? m_bench->hitAt(m_pointer) : Hit{};
  if (m_clipDepth) {
    m_clipDepth.reset();
    Q_EMIT clipChanged();
  }
  setHovered(m_hit.nearest);
}

void ViewInteraction::setTool(ViewTool tool) {
  if (m_tool == tool) return;
  cancel();
  if (active() != nullptr) active()->deactivate();
  m_tool = tool;
  m_scene->setCursor(tool == ViewTool::Navigate ? Qt::ArrowCursor : Qt::CrossCursor);
  if (active() != nullptr) active()->activate();
  Q_EMIT toolChanged(tool);
}

bool ViewInteraction::eventFilter(QObject*, QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      press(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::MouseMove:
      move(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::MouseButtonRelease:
      release(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::MouseButtonDblClick:
      doubleClick(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::Wheel:
      wheel(*static_cast<QWheelEvent*>(event));
      return true;
    case QEvent::Leave:
      m_hit = {};
      setHovered(std::nullopt);
      return false;
    case QEvent::ShortcutOverride:
      // While the view has the focus its own keys come before the menu's.
      if (wantsKey(*static_cast<QKeyEvent*>(event))) event->accept();
      return event->isAccepted();
    case QEvent::KeyPress:
      return keyPress(*static_cast<QKeyEvent*>(event));
    case QEvent::KeyRelease:
      keyRelease(*static_cast<QKeyEvent*>(event));
      return false;
    case QEvent::FocusOut:
      if (active() != nullptr) active()->keysReleased();
      return false;
    default:
      return false;
  }
}

void ViewInteraction::press(const QMouseEvent& event) {
  m_ease.stop();
  // A second button during a drag changes nothing; but a release that went elsewhere (a popup took
  // it) must not leave the hand stuck.
  if (m_pressed && event.buttons() != Qt::MouseButtons(event.button())) return;
  m_pressed = event.position();
  m_pressedHit = m_bench->hitAt(event.position());
  m_last = event.position();
  m_button = event.button();
  m_modifiers = handModifiers(event.modifiers());
  m_drag.reset();
  m_dragTool = nullptr;
}

void ViewInteraction::move(const QMouseEvent& event) {
  m_pointer = event.position();
  if (!m_pressed) {
    hover(event.position());
    return;
  }
  if (!m_drag) {
    const QPointF way = event.position() - *m_pressed;
    if (std::abs(way.x()) + std::abs(way.y()) < QApplication::startDragDistance()) return;
    beginDrag(*m_pressed);
    if (!m_drag) return;
    setHovered(std::nullopt);
  }
  const QPointF step = event.position() - m_last;
  m_last = event.position();
  applyDrag(event.position(), step);
}

void ViewInteraction::beginDrag(const QPointF& place) {
  const Gesture gesture{Trigger::Drag, m_button, 0, m_modifiers};
  std::optional<ViewAction> action;
  if (active() != nullptr && m_button == Qt::LeftButton) action = active()->handleAt(place);
  if (!action) action = m_gestures.actionFor(gesture, m_tool, m_pressedHit.target());
  if (!action) return;
  if (const auto owner = ownerOf(*action)) {
    Tool* tool = toolOf(*owner);
    if (tool != nullptr && tool->beginDrag(*action, place, m_pressedHit)) {
      m_drag = action;
      m_dragTool = tool;
      return;
    }
    action = m_gestures.actionFor(gesture, ViewTool::Navigate, Target::Empty);
  }
  m_drag = action;
}

void ViewInteraction::applyDrag(const QPointF& place, const QPointF& step) {
  if (m_dragTool != nullptr) {
    m_dragTool->drag(place);
    return;
  }
  const render::ViewSize size = m_scene->viewSize();
  const render::CameraPose& pose = m_scene->pose();
  const double turn = kTurnAcross / std::min(size.width, size.height);
  switch (*m_drag) {
    case ViewAction::Rotate:
      m_scene->setPose(render::rotated(pose, step.x() * turn, step.y() * turn));
      break;
    case ViewAction::Roll:
      m_scene->setPose(render::rolled(pose, -step.x() * turn));
      break;
    case ViewAction::Pan:
      m_scene->setPose(render::panned(pose, size, step.x(), step.y()));
      break;
    case ViewAction::ZoomDrag:
      zoomAt({size.width / 2, size.height / 2}, step.y() / kPixelsPerStep);
      break;
    case ViewAction::DragClipPlane:
      moveClip(-step.y() / kPixelsPerStep);
      break;
    default:
      break;
  }
}

void ViewInteraction::release(const QMouseEvent& event) {
  if (!m_pressed || event.button() != m_button) return;
  Tool* const tool = m_dragTool;
  const bool clicked = !m_drag && !m_wasDoubleClick;
  const QPointF place = *m_pressed;
  m_pressed.reset();
  m_drag.reset();
  m_dragTool = nullptr;
  m_wasDoubleClick = false;
  if (tool != nullptr) tool->drop(event.position(), m_bench->hitAt(event.position()));
  if (clicked) {
    const bool third =
        m_sinceDoubleClick.isValid() &&
        m_sinceDoubleClick.elapsed() < QGuiApplication::styleHints()->mouseDoubleClickInterval();
    m_sinceDoubleClick.invalidate();
    click(third ? Trigger::TripleClick : Trigger::Click, place, m_button, m_modifiers);
  }
  m_scene->requestOverlay();
  hover(event.position());
}

void ViewInteraction::doubleClick(const QMouseEvent& event) {
  press(event);
  m_wasDoubleClick = true;
  if (active() != nullptr && active()->doubleClick(event.position())) return;
  m_sinceDoubleClick.start();
  click(Trigger::DoubleClick, event.position(), event.button(), m_modifiers);
}

void ViewInteraction::click(Trigger trigger, const QPointF& place, Qt::MouseButton button,
                            Qt::KeyboardModifiers modifiers) {
  Hit hit = m_bench->hitAt(place);
  const auto lookUp = [&](Trigger wanted) {
    const Gesture gesture{wanted, button, 0, modifiers};
    auto action = m_gestures.actionFor(gesture, m_tool, hit.target());
    // Where bonds mean nothing, the atom whose half of the bond it is stands for it.
    if (!action && hit.bond) action = m_gestures.actionFor(gesture, m_tool, Target::Atom);
    return action;
  };
  std::optional<ViewAction> action = lookUp(trigger);
  if (trigger != Trigger::Click) {
    // Quick clicks of a tool are clicks, each of them.
    const std::optional<ViewAction> single = lookUp(Trigger::Click);
    const bool ofTool = single && ownerOf(*single);
    if (ofTool || (!action && trigger == Trigger::TripleClick)) action = single;
  }
  if (!action) return;
  if (const auto owner = ownerOf(*action)) {
    if (toolOf(*owner) != nullptr) toolOf(*owner)->click(*action, place, hit);
    return;
  }
  if (*action == ViewAction::ContextMenu) return openContextMenu(place, hit);
  if (hit.nearest) performOnAtom(*action, *hit.nearest);
  if (action == ViewAction::ClearSelection) {
    m_selection->clear(AtomSelectionModel::Origin::Viewport);
  }
  if (action == ViewAction::ResetViewHere) resetView();
  if (trigger != Trigger::Click || button != Qt::LeftButton) return;
  hit.nearest ? Q_EMIT atomClicked(*hit.nearest, modifiers) : Q_EMIT emptyClicked();
}

void ViewInteraction::openContextMenu(const QPointF& place, const Hit& hit) {
  Q_EMIT m_bench->contextMenuWanted(m_scene->mapToGlobal(place).toPoint(), hit.atom, hit.bond);
}

void ViewInteraction::zoomAt(const QPointF& place, double steps) {
  m_scene->setPose(render::zoomed(m_scene->pose(), m_scene->viewSize(),
                                  std::pow(kWheelStep, steps), place.x(), place.y()));
}

void ViewInteraction::wheel(const QWheelEvent& event) {
  // With Alt held the platform turns the wheel by a quarter.
  const QPoint delta = event.angleDelta();
  const double steps = (delta.y() != 0 ? delta.y() : delta.x()) / 120.0;
  if (steps == 0 || !m_bench->molecule()) return;
  m_ease.stop();
  const Gesture gesture{Trigger::Wheel, Qt::NoButton, 0, handModifiers(event.modifiers())};
  const auto action = m_gestures.actionFor(gesture, m_tool, Target::Anywhere);
  if (action == ViewAction::MoveClipPlane) moveClip(steps);
  if (action != ViewAction::ZoomToCursor) return;
  const HandOptions& options = m_gestures.options();
  const double sign = options.wheel == HandOptions::Wheel::ForwardZoomsIn ? 1 : -1;
  zoomAt(event.position(), steps * sign * options.zoomSpeed);
  hover(event.position());
}

void ViewInteraction::moveClip(double steps) {
  constexpr double kStep = 0.5;  // angstrom
  double nearest = 1e30, farthest = -1e30;
  for (const chem::Point3& point : m_bench->positions()) {
    const render::CameraPose& pose = m_scene->pose();
    using render::operator-;
    const double depth = render::dot(pose.eye() - render::Vec3(point), pose.back());
    nearest = std::min(nearest, depth);
    farthest = std::max(farthest, depth);
  }
  const double depth = m_clipDepth.value_or(nearest) + steps * kStep;
  m_clipDepth = std::min(depth, farthest);
  if (*m_clipDepth <= nearest) m_clipDepth.reset();
  Q_EMIT clipChanged();
}

void ViewInteraction::hover(const QPointF& place) {
  m_pointer = place;
  m_hit = m_bench->hitAt(place);
  if (active() != nullptr) active()->hover(place, m_hit);
  setHovered(m_hit.nearest);
}

void ViewInteraction::setHovered(std::optional<AtomIndex> atom) {
  if (atom == m_hovered) return;
  m_hovered = atom;
  Q_EMIT atomHovered(atom);
}

void ViewInteraction::cancel() {
  if (m_dragTool != nullptr) {
    m_dragTool->cancel();
    m_dragTool = nullptr;
    m_drag.reset();
    m_pressed.reset();
  }
}

}  // namespace molloquy::widgets
