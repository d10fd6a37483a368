#include "widgets/viewport/view_interaction.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWheelEvent>

#include "render/atom_picker.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::widgets {

namespace {

using Origin = AtomSelectionModel::Origin;

constexpr double kDegree = std::numbers::pi / 180;
/// Turn for a drag across the whole smaller side of the view.
constexpr double kTurnAcross = 200 * kDegree;
constexpr double kWheelStep = 1.18;

Qt::KeyboardModifiers handModifiers(Qt::KeyboardModifiers modifiers) {
  return modifiers & (Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier);
}

}  // namespace

ViewInteraction::ViewInteraction(SceneWidget* scene, AtomSelectionModel* selection)
    : QObject(scene), m_scene(scene), m_selection(selection), m_ease(scene) {
  scene->setMouseTracking(true);
  scene->setFocusPolicy(Qt::StrongFocus);
  scene->installEventFilter(this);
  connect(&m_ease, &CameraEase::poseChanged, scene, &SceneWidget::setPose);
}

void ViewInteraction::setMolecule(std::shared_ptr<const chem::Molecule> molecule) {
  m_molecule = std::move(molecule);
  m_ease.stop();
  m_pressed.reset();
  m_drag.reset();
  hover(std::nullopt);
}

void ViewInteraction::setTool(ViewTool tool) {
  if (m_tool == tool) return;
  m_tool = tool;
  m_scene->setCursor(tool == ViewTool::Select ? Qt::CrossCursor : Qt::ArrowCursor);
  Q_EMIT toolChanged(tool);
}

std::optional<QRectF> ViewInteraction::box() const {
  if (!m_pressed || m_drag != ViewAction::SelectBox) return std::nullopt;
  return QRectF(*m_pressed, m_last).normalized();
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
      hover(std::nullopt);
      return false;
    case QEvent::ShortcutOverride:
      // While the view has the focus its own keys come before the menu's.
      if (keyAction(*static_cast<QKeyEvent*>(event))) event->accept();
      return event->isAccepted();
    case QEvent::KeyPress: {
      const auto action = keyAction(*static_cast<QKeyEvent*>(event));
      if (action) performKey(*action);
      return action.has_value();
    }
    default:
      return false;
  }
}

void ViewInteraction::press(const QMouseEvent& event) {
  m_ease.stop();
  if (m_pressed) return;  // a second button during a drag changes nothing
  m_pressed = event.position();
  m_last = event.position();
  m_button = event.button();
  m_modifiers = handModifiers(event.modifiers());
  m_drag.reset();
}

void ViewInteraction::move(const QMouseEvent& event) {
  if (!m_pressed) {
    hover(atomAt(event.position()));
    return;
  }
  if (!m_drag) {
    const QPointF way = event.position() - *m_pressed;
    if (std::abs(way.x()) + std::abs(way.y()) < QApplication::startDragDistance()) return;
    m_drag = dragAction(m_tool, m_button, m_modifiers);
    if (!m_drag) return;
    hover(std::nullopt);
  }
  const QPointF step = event.position() - m_last;
  m_last = event.position();
  applyDrag(step);
}

void ViewInteraction::applyDrag(const QPointF& step) {
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
    case ViewAction::SelectBox:
      Q_EMIT boxChanged();
      break;
    default:
      break;
  }
}

void ViewInteraction::release(const QMouseEvent& event) {
  if (!m_pressed || event.button() != m_button) return;
  if (m_drag == ViewAction::SelectBox) selectBox();
  const bool clicked = !m_drag && !m_wasDoubleClick;
  const QPointF place = *m_pressed;
  m_pressed.reset();
  m_drag.reset();
  m_wasDoubleClick = false;
  if (clicked) {
    const bool third =
        m_sinceDoubleClick.isValid() &&
        m_sinceDoubleClick.elapsed() < QGuiApplication::styleHints()->mouseDoubleClickInterval();
    m_sinceDoubleClick.invalidate();
    click(third ? Trigger::TripleClick : Trigger::Click, place, m_button, m_modifiers);
  }
  Q_EMIT boxChanged();
  hover(atomAt(event.position()));
}

void ViewInteraction::doubleClick(const QMouseEvent& event) {
  press(event);
  m_wasDoubleClick = true;
  m_sinceDoubleClick.start();
  click(Trigger::DoubleClick, event.position(), event.button(), m_modifiers);
}

void ViewInteraction::click(Trigger trigger, const QPointF& place, Qt::MouseButton button,
                            Qt::KeyboardModifiers modifiers) {
  const std::optional<AtomIndex> atom = atomAt(place);
  const Target target = atom ? Target::Atom : Target::Empty;
  std::optional<ViewAction> action = clickAction(m_tool, trigger, target, button, modifiers);
  if (!action && trigger == Trigger::TripleClick) {
    action = clickAction(m_tool, Trigger::Click, target, button, modifiers);
  }
  if (action && atom) performOnAtom(*action, *atom);
  if (action == ViewAction::ClearSelection) m_selection->clear(Origin::Viewport);
  if (action == ViewAction::ResetView) resetView();
  if (trigger != Trigger::Click || button != Qt::LeftButton) return;
  atom ? Q_EMIT atomClicked(*atom, modifiers) : Q_EMIT emptyClicked();
}

void ViewInteraction::performOnAtom(ViewAction action, AtomIndex atom) {
  switch (action) {
    case ViewAction::Select:
      m_selection->select({atom}, Origin::Viewport);
      break;
    case ViewAction::AddToSelection:
      m_selection->add({atom}, Origin::Viewport);
      break;
    case ViewAction::ToggleSelection:
      m_selection->toggle(atom, Origin::Viewport);
      break;
    case ViewAction::RemoveFromSelection:
      m_selection->remove({atom}, Origin::Viewport);
      break;
    case ViewAction::SelectFragment:
      m_selection->select(fragmentOf(atom), Origin::Viewport);
      break;
    case ViewAction::SelectMolecule:
      m_selection->select(allAtoms(), Origin::Viewport);
      break;
    case ViewAction::CentreOnAtom:
      centreOn(atom);
      break;
    default:
      break;
  }
}

void ViewInteraction::selectBox() {
  const QRectF rectangle(*m_pressed, m_last);
  const std::vector<AtomIndex> inside = render::atomsInBox(
      m_scene->scene().shape(), m_scene->pose(), m_scene->viewSize(),
      {rectangle.left(), rectangle.top(), rectangle.right(), rectangle.bottom()});
  if (m_modifiers == Qt::ShiftModifier) {
    m_selection->add(inside, Origin::Viewport);
  } else if (m_modifiers == Qt::AltModifier) {
    m_selection->remove(inside, Origin::Viewport);
  } else if (m_modifiers == Qt::ControlModifier) {
    std::vector<AtomIndex> toggled;
    std::set_symmetric_difference(inside.begin(), inside.end(), m_selection->atoms().begin(),
                                  m_selection->atoms().end(), std::back_inserter(toggled));
    m_selection->select(std::move(toggled), Origin::Viewport);
  } else {
    m_selection->select(inside, Origin::Viewport);
  }
}

void ViewInteraction::wheel(const QWheelEvent& event) {
  const double steps = event.angleDelta().y() / 120.0;
  if (steps == 0 || !m_molecule) return;
  m_ease.stop();
  m_scene->setPose(render::zoomed(m_scene->pose(), m_scene->viewSize(), std::pow(kWheelStep, steps),
                                  event.position().x(), event.position().y()));
  hover(atomAt(event.position()));
}

void ViewInteraction::hover(std::optional<AtomIndex> atom) {
  if (atom == m_hovered) return;
  m_hovered = atom;
  Q_EMIT atomHovered(atom);
}

std::optional<AtomIndex> ViewInteraction::atomAt(const QPointF& place) const {
  return render::pickAtom(m_scene->scene().shape(), m_scene->pose(), m_scene->viewSize(), place.x(),
                          place.y());
}

std::vector<AtomIndex> ViewInteraction::fragmentOf(AtomIndex atom) const {
  std::vector<AtomIndex> parent(m_molecule->atoms().size());
  for (std::size_t i = 0; i < parent.size(); ++i)
    parent[i] = AtomIndex(static_cast<std::uint32_t>(i));
  const auto root = [&parent](AtomIndex of) {
    while (parent[of.value] != of) of = parent[of.value] = parent[parent[of.value].value];
    return of;
  };
  for (const chem::Bond& bond : m_molecule->bonds())
    parent[root(bond.begin).value] = root(bond.end);
  std::vector<AtomIndex> fragment = allAtoms();
  const AtomIndex wanted = root(atom);
  std::erase_if(fragment, [&](AtomIndex other) { return root(other) != wanted; });
  return fragment;
}

std::vector<AtomIndex> ViewInteraction::allAtoms() const {
  std::vector<AtomIndex> atoms;
  for (std::size_t i = 0; m_molecule && i < m_molecule->atoms().size(); ++i) {
    atoms.emplace_back(static_cast<std::uint32_t>(i));
  }
  return atoms;
}

}  // namespace molloquy::widgets
