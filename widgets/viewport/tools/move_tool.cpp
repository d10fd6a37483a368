#include "widgets/viewport/tools/move_tool.h"

#include <cmath>

#include <QLabel>

#include "model/chem/geometry.h"
#include "widgets/viewport/option_strip.h"
#include "widgets/viewport/overlay_painter.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::widgets {

namespace {

using render::operator+;
using render::operator-;
using render::operator*;

constexpr double kNudge = 0.1, kFarNudge = 1.0;  // angstrom
constexpr double kTurn = 5, kFarTurn = 30;       // degrees
constexpr double kDegreesPerPixel = 0.5;

QString number(double value, int digits) {
  QString text = QString::number(std::abs(value), 'f', digits);
  return value < 0 ? QChar(0x2212) + text : text;
}

}  // namespace

bool MoveTool::fillStrip(OptionStrip& strip) {
  strip.addWords(tr("Drag moves, Ctrl or right-drag turns, arrows nudge; Esc restores"));
  return true;
}

void MoveTool::deactivate() { commit(); }

bool MoveTool::begin(std::vector<AtomIndex> atoms, const chem::Point3& grip) {
  std::erase_if(atoms, [this](AtomIndex atom) { return bench().isFixed(atom); });
  if (atoms.empty()) return false;
  m_atoms = std::move(atoms);
  m_start = bench().positions();
  m_grip = grip;
  m_turned = 0;
  m_readout.clear();
  return true;
}

bool MoveTool::beginDrag(ViewAction action, const QPointF& place, const Hit& hit) {
  if (!hit.atom) return false;
  commit();
  std::vector<AtomIndex> atoms{*hit.atom};
  if (bench().selection().contains(*hit.atom)) atoms = bench().selection().atoms();
  m_way = action == ViewAction::TurnAtoms ? Way::Turn : Way::Shift;
  m_byKeys = false;
  m_startPlace = place;
  return begin(std::move(atoms), bench().positions()[hit.atom->value]);
}

void MoveTool::drag(const QPointF& place) {
  if (m_atoms.empty()) return;
  if (m_way == Way::Shift) {
    shiftBy(bench().pointAt(place, m_grip) - bench().pointAt(m_startPlace, m_grip));
    return;
  }
  // About the axis in the plane of the view that is square to the hand's way.
  const QPointF way = place - m_startPlace;
  const double length = std::hypot(way.x(), way.y());
  if (length == 0) return;
  const render::CameraPose& pose = bench().scene()->pose();
  const render::Vec3 axis =
      pose.up() * (way.x() / length) + pose.right() * (way.y() / length);
  turnBy(axis, length * kDegreesPerPixel);
}

void MoveTool::shiftBy(const chem::Point3& way) {
  m_readout = number(render::length(way), 2) + QStringLiteral(" Å");
  bench().preview(chem::translated(m_start, m_atoms, way));
}

void MoveTool::turnBy(const chem::Point3& axis, double degrees) {
  m_readout = number(degrees, 1) + QChar(0xB0);
  bench().preview(
      chem::rotated(m_start, m_atoms, chem::centreOf(m_start, m_atoms), axis, degrees));
}

void MoveTool::drop(const QPointF& place, const Hit&) {
  drag(place);
  commit();
}

void MoveTool::nudge(const QPointF& direction, double angstrom) {
  const render::CameraPose& pose = bench().scene()->pose();
  const render::Vec3 way = (pose.right() * direction.x() - pose.up() * direction.y()) * angstrom;
  m_grip = m_grip + way;
  shiftBy(m_grip);
}

bool MoveTool::key(ViewAction action, const Hit&) {
  struct Step {
    ViewAction action;
    Way way;
    QPointF direction;  ///< of a shift; of a turn: x about up, y about right.
    double roll;        ///< about the line of sight.
    double size;
  };
  using A = ViewAction;
  static const Step kSteps[] = {
      {A::NudgeLeft, Way::Shift, {-1, 0}, 0, kNudge},
      {A::NudgeRight, Way::Shift, {1, 0}, 0, kNudge},
      {A::NudgeUp, Way::Shift, {0, -1}, 0, kNudge},
      {A::NudgeDown, Way::Shift, {0, 1}, 0, kNudge},
      {A::NudgeLeftFar, Way::Shift, {-1, 0}, 0, kFarNudge},
      {A::NudgeRightFar, Way::Shift, {1, 0}, 0, kFarNudge},
      {A::NudgeUpFar, Way::Shift, {0, -1}, 0, kFarNudge},
      {A::NudgeDownFar, Way::Shift, {0, 1}, 0, kFarNudge},
      {A::TurnAtomsLeft, Way::Turn, {-1, 0}, 0, kTurn},
      {A::TurnAtomsRight, Way::Turn, {1, 0}, 0, kTurn},
      {A::TurnAtomsUp, Way::Turn, {0, -1}, 0, kTurn},
      {A::TurnAtomsDown, Way::Turn, {0, 1}, 0, kTurn},
      {A::RollAtomsLeft, Way::Turn, {0, 0}, 1, kTurn},
      {A::RollAtomsRight, Way::Turn, {0, 0}, -1, kTurn},
      {A::TurnAtomsLeftFar, Way::Turn, {-1, 0}, 0, kFarTurn},
      {A::TurnAtomsRightFar, Way::Turn, {1, 0}, 0, kFarTurn},
      {A::TurnAtomsUpFar, Way::Turn, {0, -1}, 0, kFarTurn},
      {A::TurnAtomsDownFar, Way::Turn, {0, 1}, 0, kFarTurn},
      {A::RollAtomsLeftFar, Way::Turn, {0, 0}, 1, kFarTurn},
      {A::RollAtomsRightFar, Way::Turn, {0, 0}, -1, kFarTurn}};
  for (const Step& step : kSteps) {
    if (step.action != action) continue;
    if (bench().scene() == nullptr || bench().selection().isEmpty()) return false;
    const bool goesOn = m_byKeys && !m_atoms.empty() && m_way == step.way;
    if (!goesOn) {
      commit();
      // The grip is the way so far when keys move.
      if (!begin(bench().selection().atoms(), {})) return false;
      m_way = step.way;
      m_byKeys = true;
    }
    if (step.way == Way::Shift) {
      nudge(step.direction, step.size);
      return true;
    }
    const render::CameraPose& pose = bench().scene()->pose();
    const render::Vec3 axis = pose.up() * step.direction.x() + pose.right() * step.direction.y() +
                              pose.back() * step.roll;
    m_turned += step.size;
    const chem::Positions& now = bench().positions();
    const chem::Positions turned =
        chem::rotated(now, m_atoms, chem::centreOf(now, m_atoms), axis, step.size);
    m_readout = number(m_turned, 0) + QChar(0xB0);
    bench().preview(turned);
    return true;
  }
  return false;
}

void MoveTool::keysReleased() {
  if (m_byKeys) commit();
}

void MoveTool::commit() {
  if (m_atoms.empty()) return;
  const auto count = static_cast<int>(m_atoms.size());
  const bool turned = m_way == Way::Turn;
  const chem::Positions positions = bench().positions();
  QString title;
  if (count == 1) {
    title = tr("Move %1").arg(bench().atomName(m_atoms.front()));
  } else {
    title = turned ? tr("Turn %1 atoms").arg(count) : tr("Move %1 atoms").arg(count);
  }
  finish();
  if (positions == bench().documentPositions()) return;
  chem::edit::SetPositions edit;
  edit.positions = positions;
  edit.title = title.toStdString();
  Q_EMIT bench().editRequested(edit);
}

void MoveTool::finish() {
  m_atoms.clear();
  m_byKeys = false;
  m_readout.clear();
  Q_EMIT bench().overlayChanged();
}

bool MoveTool::cancel() {
  if (m_atoms.empty()) return false;
  finish();
  bench().dropPreview();
  return true;
}

void MoveTool::paint(OverlayPainter& painter) const {
  if (m_readout.isEmpty() || m_atoms.empty()) return;
  const auto at = bench().placeOf(chem::centreOf(bench().positions(), m_atoms));
  if (!at) return;
  constexpr double kAbove = 34;
  painter.label(*at - QPointF(0, kAbove), m_readout);
}

}  // namespace molloquy::widgets
