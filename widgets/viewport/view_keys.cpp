// The keyboard's and the buttons' half of ViewInteraction: whole steps of the camera, and
// selections that need no pointer.
#include <algorithm>
#include <iterator>
#include <numbers>

#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

namespace molloquy::widgets {

namespace {

using Origin = AtomSelectionModel::Origin;

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kStep = 5 * kDegree;
constexpr double kFarStep = 30 * kDegree;
constexpr double kZoomStep = 1.2;
constexpr double kPanStep = 0.06;      // of the view's height
constexpr double kSurroundings = 2.0;  // angstrom around a group that are shown with it

}  // namespace

void ViewInteraction::easeTo(const render::CameraPose& pose) {
  m_ease.moveTo(m_scene->pose(), pose);
}

void ViewInteraction::resetView() {
  if (!m_molecule) return;
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
  const auto& balls = m_scene->scene().shape().balls;
  if (atom.value >= balls.size()) return;
  easeTo(render::centredOn(m_scene->pose(), balls[atom.value].centre));
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
  if (m_molecule) easeTo(render::lookedFrom(m_scene->pose(), view));
}

void ViewInteraction::performKey(ViewAction action) {
  const render::CameraPose& pose = m_scene->pose();
  const render::ViewSize size = m_scene->viewSize();
  const double pan = kPanStep * size.height;
  const auto set = [this](const render::CameraPose& next) {
    m_ease.stop();
    m_scene->setPose(next);
  };
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
      return set(render::zoomed(pose, size, kZoomStep, size.width / 2, size.height / 2));
    case ViewAction::ZoomOut:
      return set(render::zoomed(pose, size, 1 / kZoomStep, size.width / 2, size.height / 2));
    case ViewAction::ToggleProjection:
      return setProjection(pose.projection == render::Projection::Perspective
                               ? render::Projection::Orthographic
                               : render::Projection::Perspective);
    case ViewAction::ViewFront:
      return lookFrom(StandardView::Front);
    case ViewAction::ViewBack:
      return lookFrom(StandardView::Back);
    case ViewAction::ViewLeft:
      return lookFrom(StandardView::Left);
    case ViewAction::ViewRight:
      return lookFrom(StandardView::Right);
    case ViewAction::ViewTop:
      return lookFrom(StandardView::Top);
    case ViewAction::ViewBottom:
      return lookFrom(StandardView::Bottom);
    case ViewAction::ResetView:
      return resetView();
    case ViewAction::UseNavigate:
      return setTool(ViewTool::Navigate);
    case ViewAction::UseSelect:
      return setTool(ViewTool::Select);
    default:
      return performSelection(action);
  }
}

void ViewInteraction::performSelection(ViewAction action) {
  switch (action) {
    case ViewAction::CentreOnAtom:
      if (m_hovered) {
        centreOn(*m_hovered);
      } else if (m_selection->atoms().size() == 1) {
        centreOn(m_selection->atoms().front());
      } else {
        focusOn(m_selection->atoms());
      }
      break;
    case ViewAction::SelectAll:
      m_selection->select(allAtoms(), Origin::Viewport);
      break;
    case ViewAction::SelectNone:
      m_selection->clear(Origin::Viewport);
      break;
    case ViewAction::InvertSelection: {
      const std::vector<AtomIndex> all = allAtoms();
      std::vector<AtomIndex> rest;
      std::set_difference(all.begin(), all.end(), m_selection->atoms().begin(),
                          m_selection->atoms().end(), std::back_inserter(rest));
      m_selection->select(std::move(rest), Origin::Viewport);
      break;
    }
    default:
      break;
  }
}

}  // namespace molloquy::widgets
