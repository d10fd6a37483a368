#include "widgets/viewport/tools/measure_tool.h"

#include <algorithm>

#include <QCursor>

#include "widgets/frame/segmented_control.h"
#include "widgets/viewport/option_strip.h"
#include "widgets/viewport/overlay_measurements.h"

namespace molloquy::widgets {

namespace {

constexpr std::size_t kMostAtoms = 4;
constexpr double kRing = 4;

}  // namespace

MeasureTool::MeasureTool(ToolBench* bench, QObject* parent)
    : Tool(bench, parent), m_entry(bench, this) {
  connect(bench, &ToolBench::structureChanged, this, [this] {
    const bool gone = std::any_of(m_atoms.begin(), m_atoms.end(), [this](AtomIndex atom) {
      return atom.value >= this->bench().atomCount();
    });
    if (gone) clear();
  });
}

bool MeasureTool::fillStrip(OptionStrip& strip) {
  auto* kinds =
      new SegmentedControl({tr("Any"), tr("Distance"), tr("Angle"), tr("Torsion")}, &strip);
  kinds->setAccessibleName(tr("What is measured"));
  kinds->setCurrent(m_wanted == 0 ? 0 : int(m_wanted) - 1);
  connect(kinds, &SegmentedControl::chosen, this,
          [this](int index) { m_wanted = index == 0 ? 0 : std::size_t(index) + 1; });
  strip.addWidget(kinds);
  strip.addWords(tr("Click 2 to 4 atoms; Enter or a click beside keeps it"));
  return true;
}

void MeasureTool::deactivate() {
  keep();
  m_entry.close();
}

void MeasureTool::hover(const QPointF& place, const Hit& hit) {
  m_pointer = place;
  m_hovered = hit.nearest;
  if (!m_atoms.empty()) Q_EMIT bench().overlayChanged();
}

std::optional<int> MeasureTool::labelAt(const QPointF& place) const {
  return measurementAt(bench().seen(), place, bench().labelScale());
}

void MeasureTool::click(ViewAction action, const QPointF& place, const Hit& hit) {
  m_entry.close();
  if (action == ViewAction::MeasureAtom && hit.nearest) return add(*hit.nearest);
  if (action == ViewAction::KeepMeasurement) return keep();
  if (action != ViewAction::RemoveMeasurement) return;
  if (!m_atoms.empty()) return clear();
  if (const auto index = labelAt(place)) {
    Q_EMIT bench().measurementRemoved(*index);
  } else if (!bench().measurements().empty()) {
    Q_EMIT bench().contextMenuWanted(QCursor::pos(), hit.atom, hit.bond);
  }
}

void MeasureTool::add(AtomIndex atom) {
  if (!m_atoms.empty() && m_atoms.back() == atom) return keep();
  if (std::find(m_atoms.begin(), m_atoms.end(), atom) != m_atoms.end()) return;
  m_atoms.push_back(atom);
  if (m_atoms.size() == (m_wanted == 0 ? kMostAtoms : m_wanted)) return keep();
  Q_EMIT bench().overlayChanged();
}

void MeasureTool::keep() {
  const std::vector<AtomIndex> atoms = std::move(m_atoms);
  clear();
  if (atoms.size() < 2 || (m_wanted != 0 && atoms.size() != m_wanted)) return;
  Q_EMIT bench().measurementMade({atoms, true});
}

void MeasureTool::clear() {
  m_atoms.clear();
  Q_EMIT bench().overlayChanged();
}

bool MeasureTool::doubleClick(const QPointF& place) {
  const auto index = labelAt(place);
  if (!index) return false;
  clear();
  const chem::Measurement& measurement = bench().measurements()[std::size_t(*index)];
  m_entry.type(internalMove(bench(), measurement.atoms, chem::edit::MovedSide::Last), place);
  return true;
}

bool MeasureTool::key(ViewAction action, const Hit&) {
  if (action == ViewAction::WalkSelect && m_atoms.size() >= 2) {
    keep();
    return true;
  }
  if (action != ViewAction::Delete) return false;
  if (!m_atoms.empty()) {
    clear();
    return true;
  }
  const auto index = labelAt(m_pointer);
  if (index) Q_EMIT bench().measurementRemoved(*index);
  return index.has_value();
}

bool MeasureTool::cancel() {
  if (m_entry.isOpen()) {
    m_entry.restore();
    m_entry.close();
    return true;
  }
  if (m_atoms.empty()) return false;
  clear();
  return true;
}

void MeasureTool::paint(OverlayPainter& painter) const {
  if (m_atoms.empty()) return;
  const QColor ink = painter.tokens().accent;
  for (const AtomIndex atom : m_atoms) {
    const auto at = bench().placeOf(atom);
    if (!at) continue;
    QPainterPath ring;
    ring.addEllipse(*at, kRing, kRing);
    painter.fill(ring, painter.tokens().surface);
    painter.stroke(ring, QPen(ink, 2));
  }
  std::vector<AtomIndex> atoms = m_atoms;
  const bool next =
      m_hovered && std::find(atoms.begin(), atoms.end(), *m_hovered) == atoms.end();
  if (next) atoms.push_back(*m_hovered);
  if (atoms.size() >= 2) paintMeasurement(painter, bench().seen(), atoms, ink);
  const auto last = bench().placeOf(m_atoms.back());
  if (next || !last) return;
  QPainterPath line(*last);
  line.lineTo(m_pointer);
  QPen pen(ink, 1.5, Qt::CustomDashLine, Qt::FlatCap);
  pen.setDashPattern({4, 3});
  painter.stroke(line, pen);
}

}  // namespace molloquy::widgets
