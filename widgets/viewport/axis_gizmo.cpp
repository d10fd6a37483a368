#include "widgets/viewport/axis_gizmo.h"

#include <algorithm>

#include <QMouseEvent>
#include <QPainter>

#include "widgets/theme/element_colours.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

namespace {

constexpr int kSize = 76;
constexpr double kReach = 24;
constexpr double kLetterGap = 9;
constexpr double kTipRadius = 8;
constexpr double kHeadLength = 6;
constexpr double kHeadWidth = 2.6;

/// Red, green and blue of the element set, so that the axes belong to the picture.
QColor axisColour(theme::Scheme scheme, int axis) {
  constexpr int kOxygen = 8, kChlorine = 17, kNitrogen = 7;
  const std::array<int, 3> elements{kOxygen, kChlorine, kNitrogen};
  return theme::elementColour(scheme, elements[static_cast<std::size_t>(axis)]);
}

render::StandardView viewOf(int axis, bool positive) {
  using render::StandardView;
  switch (axis) {
    case 0:
      return positive ? StandardView::Right : StandardView::Left;
    case 1:
      return positive ? StandardView::Top : StandardView::Bottom;
    default:
      return positive ? StandardView::Front : StandardView::Back;
  }
}

}  // namespace

AxisGizmo::AxisGizmo(QWidget* parent) : QWidget(parent) {
  setFixedSize(kSize, kSize);
  setMouseTracking(true);
  setAccessibleName(tr("Axes"));
  setToolTip(tr("Click the end of an axis to look along it"));
}

void AxisGizmo::setOrientation(const render::Quaternion& orientation) {
  m_orientation = orientation;
  update();
}

std::array<AxisGizmo::Tip, 6> AxisGizmo::tips() const {
  const render::Quaternion toCamera = render::conjugate(m_orientation);
  const QPointF middle(kSize / 2.0, kSize / 2.0);
  std::array<Tip, 6> result;
  for (int i = 0; i < 6; ++i) {
    const int axis = i / 2;
    const bool positive = i % 2 == 0;
    render::Vec3 direction{};
    direction[static_cast<std::size_t>(axis)] = positive ? 1 : -1;
    const render::Vec3 seen = render::rotate(toCamera, direction);
    result[static_cast<std::size_t>(i)] = {axis, positive,
                                           middle + QPointF(seen[0], -seen[1]) * kReach, seen[2]};
  }
  std::sort(result.begin(), result.end(),
            [](const Tip& a, const Tip& b) { return a.nearness < b.nearness; });
  return result;
}

QPointF AxisGizmo::endOfAxis(int axis) const {
  for (const Tip& tip : tips()) {
    if (tip.axis == axis && tip.positive) return tip.place;
  }
  return {};
}

std::optional<AxisGizmo::Tip> AxisGizmo::tipAt(const QPointF& place) const {
  const std::array<Tip, 6> all = tips();
  for (auto tip = all.rbegin(); tip != all.rend(); ++tip) {
    const QPointF away = place - tip->place;
    if (std::hypot(away.x(), away.y()) <= kTipRadius) return *tip;
  }
  return std::nullopt;
}

void AxisGizmo::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(theme::font(theme::TextRole::Stats));
  const QPointF middle(kSize / 2.0, kSize / 2.0);
  for (const Tip& tip : tips()) {
    const QColor colour = axisColour(tokens.scheme, tip.axis);
    const bool hovered =
        m_hovered && m_hovered->axis == tip.axis && m_hovered->positive == tip.positive;
    if (hovered) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(tokens.selected);
      painter.drawEllipse(tip.place, kTipRadius, kTipRadius);
    }
    if (!tip.positive) {
      if (hovered) {
        painter.setPen(QPen(colour, 1.5));
        painter.drawLine(middle, tip.place);
      }
      continue;
    }
    const QPointF arm = tip.place - middle;
    const double reach = std::hypot(arm.x(), arm.y());
    painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(middle, tip.place);
    if (reach > kHeadLength) {
      const QPointF along = arm / reach;
      const QPointF across(-along.y(), along.x());
      const QPointF foot = tip.place - along * kHeadLength / 2;
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawPolygon(QPolygonF(
          {foot + along * kHeadLength, foot + across * kHeadWidth, foot - across * kHeadWidth}));
    }
    const QPointF outwards = reach > 1 ? arm / reach * kLetterGap : QPointF(kLetterGap, 0);
    const QRectF box(tip.place + outwards - QPointF(8, 8), QSizeF(16, 16));
    painter.setPen(tokens.text2);
    painter.drawText(box, Qt::AlignCenter, QString(QChar('x' + tip.axis)));
  }
}

void AxisGizmo::mousePressEvent(QMouseEvent* event) {
  const std::optional<Tip> tip = tipAt(event->position());
  if (event->button() != Qt::LeftButton || !tip) {
    event->ignore();
    return;
  }
  Q_EMIT viewChosen(viewOf(tip->axis, tip->positive));
}

void AxisGizmo::mouseMoveEvent(QMouseEvent* event) {
  m_hovered = tipAt(event->position());
  update();
}

void AxisGizmo::leaveEvent(QEvent*) {
  m_hovered.reset();
  update();
}

}  // namespace molloquy::widgets
