// What the bond-centric tool shows: its strip, the bond's atoms, the ring.
#include <cmath>

#include <QCheckBox>
#include <QLabel>

#include "widgets/frame/segmented_control.h"
#include "widgets/viewport/option_strip.h"
#include "widgets/viewport/overlay_measurements.h"
#include "widgets/viewport/overlay_painter.h"
#include "widgets/viewport/tools/bond_tool.h"
#include "widgets/viewport/tools/torsion_ring.h"

namespace molloquy::widgets {

namespace {

constexpr double kDot = 4.5;
constexpr double kHandle = 6;
constexpr double kNameReach = 26;

void paintDot(OverlayPainter& painter, const QPointF& at, double radius) {
  QPainterPath dot;
  dot.addEllipse(at, radius, radius);
  painter.fill(dot, painter.tokens().surface);
  painter.stroke(dot, QPen(painter.tokens().accent, 2));
}

}  // namespace

bool BondTool::fillStrip(OptionStrip& strip) {
  m_strip = &strip;
  m_words = strip.addWords({});
  m_sides = nullptr;
  connect(&strip, &QObject::destroyed, this, [this, gone = m_strip] {
    if (m_strip != gone) return;
    m_strip = nullptr;
    m_sides = nullptr;
    m_words = nullptr;
  });
  updateStrip();
  return true;
}

void BondTool::updateStrip() {
  auto* strip = static_cast<OptionStrip*>(m_strip);
  if (strip == nullptr || m_words == nullptr) return;
  for (QWidget* old : strip->findChildren<QWidget*>(QStringLiteral("bond"))) {
    old->hide();
    old->deleteLater();
  }
  m_sides = nullptr;
  if (!m_bond) {
    m_words->setText(tr("Click a bond"));
    strip->adjustSize();
    return;
  }
  m_words->setText(tr("moves"));
  const auto side = [this](AtomIndex atom) { return tr("%1 side").arg(bench().atomName(atom)); };
  m_sides = new SegmentedControl({side(m_bond->begin), side(m_bond->end)}, strip);
  m_sides->setObjectName(QStringLiteral("bond"));
  m_sides->setAccessibleName(tr("Side that moves"));
  m_sides->setCurrent(m_side == chem::edit::MovedSide::First ? 0 : 1);
  connect(m_sides, &SegmentedControl::chosen, this, [this](int index) {
    m_side = index == 0 ? chem::edit::MovedSide::First : chem::edit::MovedSide::Last;
    m_entry.close();
    Q_EMIT bench().overlayChanged();
  });
  strip->addWidget(m_sides);
  auto* keep = new QCheckBox(tr("Keep lengths"), strip);
  keep->setObjectName(QStringLiteral("bond"));
  keep->setToolTip(tr("Dragging an atom changes the angle alone, not the length of its bond"));
  keep->setChecked(m_lengths == Lengths::Keep);
  connect(keep, &QCheckBox::toggled, this,
          [this](bool on) { m_lengths = on ? Lengths::Keep : Lengths::Free; });
  strip->addWidget(keep);
  m_sides->show();
  keep->show();
  strip->adjustSize();
}

void BondTool::paint(OverlayPainter& painter) const {
  if (!m_bond) return;
  const std::vector<AtomIndex> atoms = torsion();
  const std::vector<AtomIndex> named =
      atoms.empty() ? std::vector<AtomIndex>{m_bond->begin, m_bond->end} : atoms;
  const QColor accent = painter.tokens().accent;
  QPainterPath line;
  for (const AtomIndex atom : named) {
    const auto at = bench().placeOf(atom);
    if (!at) return;
    line.elementCount() == 0 ? line.moveTo(*at) : line.lineTo(*at);
  }
  QPen dashes(accent, 1.5, Qt::CustomDashLine, Qt::FlatCap);
  dashes.setDashPattern({4, 3});
  painter.stroke(line, dashes);
  if (!atoms.empty()) {
    const TorsionRing ring(bench().positions(), atoms);
    QPainterPath circle;
    for (const chem::Point3& point : ring.circle()) {
      const auto at = bench().placeOf(point);
      if (!at) continue;
      circle.elementCount() == 0 ? circle.moveTo(*at) : circle.lineTo(*at);
    }
    circle.closeSubpath();
    painter.stroke(circle, QPen(accent, 2));
    if (const auto handle = handlePlace()) paintDot(painter, *handle, kHandle);
  }
  const auto middle = *lengthPlace();
  for (std::size_t i = 0; i < named.size(); ++i) {
    const QPointF at = *bench().placeOf(named[i]);
    const bool end = i == 0 || i + 1 == named.size();
    if (end && !atoms.empty()) paintDot(painter, at, kDot);
    const QPointF away = at - middle;
    const double length = std::max(1.0, std::hypot(away.x(), away.y()));
    painter.label(at + QPointF(away.x() / length * kNameReach, away.y() / length * kNameReach - 12),
                  bench().atomName(named[i]));
  }
  const auto write = [&](const std::optional<QPointF>& place, const std::vector<AtomIndex>& of) {
    const auto value = chem::measured(bench().positions(), of);
    if (!place || !value) return;
    painter.label(*place, QString::fromStdString(chem::measurementText(*value, of.size())));
  };
  if (m_entry.isOpen()) return;
  if (!atoms.empty()) write(torsionPlace(), atoms);
  write(lengthPlace(), {m_bond->begin, m_bond->end});
}

}  // namespace molloquy::widgets
