// The keyboard's half of ViewInteraction, and whole steps of the camera.
#include <algorithm>
#include <numbers>

#include <QKeyEvent>

#include "widgets/viewport/atom_walk.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

namespace molloquy::widgets {

namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kStep = 5 * kDegree;
constexpr double kFarStep = 30 * kDegree;
constexpr double kZoomStep = 1.2;
constexpr double kPanStep = 0.06;      // of the view's height
constexpr double kSurroundings = 2.0;  // angstrom around a group that are shown with it

bool ofWindow(ViewAction action) { return actionRow(action).group == ActionGroup::Window; }

}  // namespace

QString ViewInteraction::letterOf(const QKeyEvent& event) const {
  // Letters are elements only while the Draw tool is active; everywhere else they are keys.
  if (m_tool != ViewTool::Draw || active() == nullptr) return {};
  if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return {};
  const QString text = event.text();
  return text.size() == 1 && text[0].isLetter() && text[0].unicode() < 128 ? text : QString();
}

bool ViewInteraction::wantsKey(const QKeyEvent& event) const {
  if (!letterOf(event).isEmpty()) return true;
  const auto action = m_gestures.actionForKey(event, m_tool);
  // Esc and Enter are the window's unless something goes on here.
  if (action == ViewAction::Cancel || action == ViewAction::WalkSelect) {
    return m_walk->atom() || m_dragTool != nullptr || (active() != nullptr && active()->isBusy());
  }
  return action && !ofWindow(*action);
}

bool ViewInteraction::keyPress(const QKeyEvent& event) {
  m_keysDown = true;
  const QString letter = letterOf(event);
  if (!letter.isEmpty() && active()->typed(letter, m_hit)) return true;
  const auto action = m_gestures.actionForKey(event, m_tool);
  return action && !ofWindow(*action) && performKey(*action);
}

void ViewInteraction::keyRelease(const QKeyEvent& event) {
  if (event.isAutoRepeat() || !m_keysDown) return;
  m_keysDown = false;
  if (active() != nullptr) active()->keysReleased();
}

bool ViewInteraction::performKey(ViewAction action) {
  if (m_walk->atom() && performWalk(action)) return true;
  if (active() != nullptr && active()->key(action, m_hit)) return true;
  return performCamera(action) || performWalk(action) || performSelection(action) ||
         performEdit(action);
}

bool ViewInteraction::performWalk(ViewAction action) {
  const bool walking = m_walk->atom().has_value();
  switch (action) {
    case ViewAction::WalkNext:
      return m_walk->next();
    case ViewAction::WalkPrevious:
      return m_walk->previous();
    case ViewAction::TurnLeft:
    case ViewAction::NudgeLeft:
      if (walking) m_walk->towards({-1, 0});
      return walking;
    case ViewAction::TurnRight:
    case ViewAction::NudgeRight:
      if (walking) m_walk->towards({1, 0});
      return walking;
    case ViewAction::TurnUp:
    case ViewAction::NudgeUp:
      if (walking) m_walk->towards({0, -1});
      return walking;
    case ViewAction::TurnDown:
    case ViewAction::NudgeDown:
      if (walking) m_walk->towards({0, 1});
      return walking;
    case ViewAction::WalkSelect:
      if (walking) m_selection->toggle(*m_walk->atom(), AtomSelectionModel::Origin::Viewport);
      return walking;
    case ViewAction::Cancel:
      return m_dragTool == nullptr && m_walk->end();
    default:
      return false;
  }
}

void ViewInteraction::easeTo(const render::CameraPose& pose) {
  m_ease.moveTo(m_scene->pose(), pose);
}

void ViewInteraction::resetView() {
  if (!m_bench->molecule()) return;
  easeTo(render::homePose(m_scene->scene().shape().balls, m_scene->viewSize(),
                          m_scene->pose().projection));
}

void ViewInteraction::setProjection(render::Projection projection) {
  m_ease.stop();
  render::CameraPose pose = m_scene->pose();
  if (pose.projection == projection) return;
  pose.projection = projection;
  m_scene->setPose(pose);
  Q_EMIT projectionChanged(projection);
}

void ViewInteraction::centreOn(AtomIndex atom) {
  const chem::Positions& positions = m_bench->positions();
  if (atom.value >= positions.size()) return;
  easeTo(render::centredOn(m_scene->pose(), positions[atom.value]));
}

void ViewInteraction::focusOn(const std::vector<AtomIndex>& atoms) {
  std::vector<render::Ball> group;
  for (const AtomIndex atom : atoms) {
    const auto& balls = m_scene->scene().shape().balls;
    if (atom.value >= balls.size()) continue;
    group.push_back(balls[atom.value]);
    group.back().radius += kSurroundings;
  }
  if (!group.empty()) easeTo(render::fitted(m_scene->pose(), m_scene->viewSize(), group));
}

void ViewInteraction::lookFrom(render::StandardView view) {
  if (m_bench->molecule()) easeTo(render::lookedFrom(m_scene->pose(), view));
}

bool ViewInteraction::performCamera(ViewAction action) {
  const render::CameraPose& pose = m_scene->pose();
  const render::ViewSize size = m_scene->viewSize();
  const double pan = kPanStep * size.height;
  const auto set = [this](const render::CameraPose& next) {
    m_ease.stop();
    m_scene->setPose(next);
    return true;
  };
  const auto look = [this](render::StandardView view) {
    lookFrom(view);
    return true;
  };
  const QPointF middle(size.width / 2, size.height / 2);
  using render::StandardView;
  switch (action) {
    case ViewAction::TurnLeft:
      return set(render::rotated(pose, -kStep, 0));
    case ViewAction::TurnRight:
      return set(render::rotated(pose, kStep, 0));
    case ViewAction::TurnUp:
      return set(render::rotated(pose, 0, -kStep));
    case ViewAction::TurnDown:
      return set(render::rotated(pose, 0, kStep));
    case ViewAction::TurnLeftFar:
      return set(render::rotated(pose, -kFarStep, 0));
    case ViewAction::TurnRightFar:
      return set(render::rotated(pose, kFarStep, 0));
    case ViewAction::TurnUpFar:
      return set(render::rotated(pose, 0, -kFarStep));
    case ViewAction::TurnDownFar:
      return set(render::rotated(pose, 0, kFarStep));
    case ViewAction::RollLeft:
      return set(render::rolled(pose, kStep));
    case ViewAction::RollRight:
      return set(render::rolled(pose, -kStep));
    case ViewAction::PanLeft:
      return set(render::panned(pose, size, -pan, 0));
    case ViewAction::PanRight:
      return set(render::panned(pose, size, pan, 0));
    case ViewAction::PanUp:
      return set(render::panned(pose, size, 0, -pan));
    case ViewAction::PanDown:
      return set(render::panned(pose, size, 0, pan));
    case ViewAction::ZoomIn:
      return set(render::zoomed(pose, size, kZoomStep, middle.x(), middle.y()));
    case ViewAction::ZoomOut:
      return set(render::zoomed(pose, size, 1 / kZoomStep, middle.x(), middle.y()));
    case ViewAction::ToggleProjection:
      setProjection(pose.projection == render::Projection::Perspective
                        ? render::Projection::Orthographic
                        : render::Projection::Perspective);
      return true;
    case ViewAction::ViewFront:
      return look(StandardView::Front);
    case ViewAction::ViewBack:
      return look(StandardView::Back);
    case ViewAction::ViewLeft:
      return look(StandardView::Left);
    case ViewAction::ViewRight:
      return look(StandardView::Right);
    case ViewAction::ViewTop:
      return look(StandardView::Top);
    case ViewAction::ViewBottom:
      return look(StandardView::Bottom);
    case ViewAction::ResetView:
      resetView();
      return true;
    default:
      return false;
  }
}

}  // namespace molloquy::widgets
