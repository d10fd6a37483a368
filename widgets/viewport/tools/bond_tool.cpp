#include "widgets/viewport/tools/bond_tool.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/tools/torsion_ring.h"
#include "widgets/viewport/tools/value_box.h"

namespace molloquy::widgets {

namespace {

using chem::edit::MovedSide;
using render::operator+;
using render::operator-;
using render::operator*;

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kDegreesPerPixel = 0.6;
constexpr double kHandleReach = 9;  // pixels
constexpr double kShortest = 0.4;   // angstrom a bond can be dragged to

double wrapped(double degrees) { return std::remainder(degrees, 360.0); }

}  // namespace

BondTool::BondTool(ToolBench* bench, QObject* parent)
    : Tool(bench, parent), m_entry(bench, this) {
  connect(bench, &ToolBench::structureChanged, this, [this] {
    if (!m_bond) return;
    const auto& molecule = this->bench().molecule();
    const bool there =
        molecule && std::any_of(molecule->bonds().begin(), molecule->bonds().end(),
                                [this](const chem::Bond& each) {
                                  return each.begin == m_bond->begin && each.end == m_bond->end;
                                });
    if (!there) choose(std::nullopt);
  });
}

void BondTool::activate() {
  // Two selected atoms that are bonded are the bond to work on.
  const auto& selected = bench().selection().atoms();
  if (!bench().molecule() || selected.size() != 2) return;
  for (const chem::Bond& each : bench().molecule()->bonds()) {
    const bool whole = std::min(each.begin, each.end) == selected[0] &&
                       std::max(each.begin, each.end) == selected[1];
    if (whole) return choose(each);
  }
}

void BondTool::deactivate() { choose(std::nullopt); }

void BondTool::choose(std::optional<chem::Bond> bond) {
  m_entry.close();
  m_bond = bond;
  if (m_bond) {
    // The smaller side moves, as the hand expects.
    const auto end = chem::sideOf(*bench().molecule(), m_bond->begin, m_bond->end);
    const bool endIsSmaller = !end || end->size() * 2 <= bench().atomCount();
    m_side = endIsSmaller ? MovedSide::Last : MovedSide::First;
  }
  updateStrip();
  Q_EMIT bench().overlayChanged();
}

std::vector<AtomIndex> BondTool::torsion() const {
  if (!m_bond || !bench().molecule()) return {};
  std::vector<AtomIndex> atoms = torsionAbout(*bench().molecule(), *m_bond);
  if (atoms.size() != 4 || !chem::measured(bench().positions(), atoms)) return {};
  return atoms;
}

InternalMove BondTool::torsionMove() const { return internalMove(bench(), torsion(), m_side); }

InternalMove BondTool::lengthMove() const {
  return internalMove(bench(), {m_bond->begin, m_bond->end}, m_side);
}

std::optional<QPointF> BondTool::handlePlace() const {
  const std::vector<AtomIndex> atoms = torsion();
  if (atoms.empty()) return std::nullopt;
  const TorsionRing ring(bench().positions(), atoms);
  const auto value = chem::measured(bench().positions(), atoms);
  return bench().placeOf(ring.pointAt(m_side == MovedSide::Last ? *value : 0));
}

std::optional<QPointF> BondTool::torsionPlace() const {
  const auto handle = handlePlace();
  const auto middle = lengthPlace();
  if (!handle || !middle) return std::nullopt;
  const QPointF outwards = *handle - *middle;
  const double length = std::max(1.0, std::hypot(outwards.x(), outwards.y()));
  constexpr double kReach = 30;
  return *handle + outwards / length * kReach;
}

std::optional<QPointF> BondTool::lengthPlace() const {
  if (!m_bond) return std::nullopt;
  const auto a = bench().placeOf(m_bond->begin), b = bench().placeOf(m_bond->end);
  if (!a || !b) return std::nullopt;
  return (*a + *b) / 2;
}

std::optional<ViewAction> BondTool::handleAt(const QPointF& place) const {
  const auto handle = handlePlace();
  if (!handle || (*handle - place).manhattanLength() > kHandleReach) return std::nullopt;
  return ViewAction::TurnBond;
}

bool BondTool::beginDrag(ViewAction action, const QPointF& place, const Hit& hit) {
  m_drag = Drag::None;
  m_startPlace = place;
  if (action == ViewAction::TurnBond && handleAt(place)) return beginTurn(place, Drag::Ring);
  if (action == ViewAction::TurnBond || action == ViewAction::TurnBondAnywhere) {
    if (!hit.bond) return false;
    const chem::Bond grabbed = bench().molecule()->bonds()[hit.bond->value];
    const bool same = m_bond && m_bond->begin == grabbed.begin && m_bond->end == grabbed.end;
    if (!same) choose(grabbed);
    return beginTurn(place, Drag::Turn);
  }
  if (!hit.atom) return false;
  return action == ViewAction::BendAngle ? beginBend(*hit.atom) : beginStretch(*hit.atom);
}

bool BondTool::beginTurn(const QPointF& place, Drag drag) {
  const std::vector<AtomIndex> atoms = torsion();
  if (atoms.empty()) return true;  // nothing hangs on an end: the drag does nothing
  m_move = torsionMove();
  m_start = bench().positions();
  m_entry.watch(m_move, torsionPlace().value_or(place));
  if (!m_move.fault.isEmpty()) return true;
  m_startValue = *chem::measured(m_start, atoms);
  m_startAngle = ringAngle(place).value_or(0);
  m_drag = drag == Drag::Ring && !ringAngle(place) ? Drag::Turn : drag;
  return true;
}

std::optional<AtomIndex> BondTool::pivotOf(AtomIndex atom) const {
  const std::vector<AtomIndex> neighbours = bench().molecule()->neighbours(atom);
  if (neighbours.empty()) return std::nullopt;
  const auto beside = [&](AtomIndex end) {
    return std::find(neighbours.begin(), neighbours.end(), end) != neighbours.end();
  };
  if (m_bond && atom == m_bond->end) return m_bond->begin;
  if (m_bond && atom == m_bond->begin) return m_bond->end;
  if (m_bond && beside(m_bond->end)) return m_bond->end;
  if (m_bond && beside(m_bond->begin)) return m_bond->begin;
  // The heaviest way to the rest of the structure.
  return *std::max_element(neighbours.begin(), neighbours.end(), [this](AtomIndex a, AtomIndex b) {
    const auto& molecule = *bench().molecule();
    return molecule.neighbours(a).size() < molecule.neighbours(b).size();
  });
}

bool BondTool::beginBend(AtomIndex atom) {
  const auto pivot = pivotOf(atom);
  if (!pivot) return false;
  // The other leg: the chosen bond where it is one, else the pivot's first other neighbour.
  std::optional<AtomIndex> leg;
  if (m_bond && *pivot == m_bond->end && atom != m_bond->begin) leg = m_bond->begin;
  if (m_bond && *pivot == m_bond->begin && atom != m_bond->end) leg = m_bond->end;
  for (const AtomIndex each : bench().molecule()->neighbours(*pivot)) {
    if (!leg && each != atom) leg = each;
  }
  if (!leg) return false;
  m_move = internalMove(bench(), {*leg, *pivot, atom}, MovedSide::Last);
  m_start = bench().positions();
  const auto place = bench().placeOf(atom);
  m_entry.watch(m_move, place.value_or(m_startPlace));
  if (m_move.fault.isEmpty()) m_drag = m_lengths == Lengths::Keep ? Drag::Angle : Drag::Free;
  return true;
}

bool BondTool::beginStretch(AtomIndex atom) {
  const auto pivot = pivotOf(atom);
  if (!pivot) return false;
  m_move = internalMove(bench(), {*pivot, atom}, MovedSide::Last);
  m_start = bench().positions();
  const auto place = bench().placeOf(atom);
  m_entry.watch(m_move, place.value_or(m_startPlace));
  if (m_move.fault.isEmpty()) m_drag = Drag::Length;
  return true;
}

std::optional<double> BondTool::ringAngle(const QPointF& place) const {
  const std::vector<AtomIndex> atoms = torsion();
  if (atoms.empty()) return std::nullopt;
  const render::CameraPose& pose = bench().scene()->pose();
  const render::Ray ray =
      render::rayThrough(pose, bench().scene()->viewSize(), place.x(), place.y());
  return TorsionRing(m_start, atoms).angleOf(ray);
}

double BondTool::draggedTo(const QPointF& place) const {
  const auto at = [this](std::size_t i) -> render::Vec3 { return m_start[m_move.atoms[i].value]; };
  switch (m_drag) {
    case Drag::Ring:
      if (const auto angle = ringAngle(place)) {
        const double sign = m_side == MovedSide::Last ? 1 : -1;
        return wrapped(m_startValue + sign * (*angle - m_startAngle));
      }
      return m_startValue;
    case Drag::Turn: {
      // Across the bond on the screen; the near side of what moves follows the hand.
      const auto a = bench().placeOf(m_bond->begin), b = bench().placeOf(m_bond->end);
      if (!a || !b) return m_startValue;
      const QPointF along = *b - *a;
      const double length = std::max(1.0, std::hypot(along.x(), along.y()));
      const QPointF way = place - m_startPlace;
      const double across = (along.x() * way.y() - along.y() * way.x()) / length;
      const double sign = m_side == MovedSide::Last ? 1 : -1;
      return wrapped(m_startValue + sign * across * kDegreesPerPixel);
    }
    case Drag::Angle: {
      const render::Vec3 pivot = at(1), leg = at(0) - pivot;
      const render::Vec3 normal = render::normalized(render::cross(leg, at(2) - pivot));
      render::Vec3 hand = bench().pointAt(place, at(2)) - pivot;
      hand = hand - normal * render::dot(hand, normal);
      const double cosine =
          render::dot(render::normalized(leg), render::normalized(hand));
      return std::acos(std::clamp(cosine, -1.0, 1.0)) / kDegree;
    }
    case Drag::Length: {
      const render::Vec3 along = render::normalized(at(1) - at(0));
      return std::max(kShortest, render::dot(bench().pointAt(place, at(1)) - at(0), along));
    }
    default:
      return m_startValue;
  }
}

void BondTool::drag(const QPointF& place) {
  if (m_drag == Drag::None) return;
  m_drag == Drag::Free ? dragFreely(place) : void(m_entry.preview(draggedTo(place)));
}

void BondTool::dragFreely(const QPointF& place) {
  const AtomIndex atom = m_move.atoms.back();
  const render::Vec3 way =
      bench().pointAt(place, m_start[atom.value]) - render::Vec3(m_start[atom.value]);
  bench().preview(chem::translated(m_start, m_move.moved, way));
}

void BondTool::drop(const QPointF& place, const Hit&) {
  const Drag done = m_drag;
  drag(place);
  m_drag = Drag::None;
  if (done == Drag::Free) {
    chem::edit::SetPositions edit;
    edit.positions = bench().positions();
    edit.title = tr("Move %1 and what hangs on it")
                     .arg(bench().atomName(m_move.atoms.back()))
                     .toStdString();
    Q_EMIT bench().editRequested(edit);
  } else if (done != Drag::None) {
    m_entry.commit();
  }
}

void BondTool::click(ViewAction, const QPointF& place, const Hit& hit) {
  // The first half of a double click on a number.
  if (labelAt(place) != Label::None) return;
  if (!hit.bond) return choose(std::nullopt);
  choose(bench().molecule()->bonds()[hit.bond->value]);
  const std::vector<AtomIndex> atoms = torsion();
  if (!atoms.empty()) m_entry.watch(torsionMove(), torsionPlace().value_or(place));
}

BondTool::Label BondTool::labelAt(const QPointF& place) const {
  constexpr double kReachX = 34, kReachY = 14;
  const auto near = [&place](const std::optional<QPointF>& label) {
    return label && std::abs(label->x() - place.x()) < kReachX &&
           std::abs(label->y() - place.y()) < kReachY;
  };
  if (near(torsionPlace())) return Label::Torsion;
  return near(lengthPlace()) ? Label::Length : Label::None;
}

bool BondTool::doubleClick(const QPointF& place) {
  const Label label = labelAt(place);
  if (label == Label::None) return false;
  label == Label::Torsion ? m_entry.type(torsionMove(), *torsionPlace())
                          : m_entry.type(lengthMove(), *lengthPlace());
  return true;
}

bool BondTool::key(ViewAction action, const Hit&) {
  if (action != ViewAction::WalkSelect || torsion().empty()) return false;
  m_entry.type(torsionMove(), torsionPlace().value_or(QPointF()));
  return true;
}

bool BondTool::cancel() {
  if (m_drag != Drag::None || m_entry.isOpen()) {
    if (m_drag == Drag::Free) bench().dropPreview();
    m_drag = Drag::None;
    m_entry.restore();
    m_entry.close();
    return true;
  }
  if (!m_bond) return false;
  choose(std::nullopt);
  return true;
}

}  // namespace molloquy::widgets
