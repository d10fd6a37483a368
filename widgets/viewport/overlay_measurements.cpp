#include "widgets/viewport/overlay_measurements.h"

#include <cmath>
#include <numbers>

#include <QFontMetricsF>

#include "widgets/theme/fonts.h"

namespace molloquy::widgets {

namespace {

using render::operator+;
using render::operator-;
using render::operator*;
using render::Vec3;

constexpr double kArcAngstrom = 0.55;
constexpr int kArcSteps = 24;
constexpr double kLabelReach = 14;  // from the arc or line to the label's middle, pixels

std::optional<QPointF> placeOf(const OverlayContent& content, const Vec3& point) {
  const auto place = render::project(content.pose, content.size, point);
  if (!place) return std::nullopt;
  return QPointF(place->x, place->y);
}

/// Points on the arc from direction `u` to direction `v` about `centre`.
std::vector<QPointF> arcPoints(const OverlayContent& content, const Vec3& centre, const Vec3& u,
                               const Vec3& v) {
  std::vector<QPointF> points;
  const Vec3 from = render::normalized(u);
  const double angle = std::acos(std::clamp(render::dot(from, render::normalized(v)), -1.0, 1.0));
  const Vec3 across = render::normalized(v - from * render::dot(v, from));
  const double radius = std::min({kArcAngstrom, render::length(u) * 0.6, render::length(v) * 0.6});
  for (int i = 0; i <= kArcSteps; ++i) {
    const double t = angle * i / kArcSteps;
    const Vec3 point = centre + (from * std::cos(t) + across * std::sin(t)) * radius;
    if (const auto place = placeOf(content, point)) points.push_back(*place);
  }
  return points;
}

void addArc(MeasurementShape& shape, const std::vector<QPointF>& points, const QPointF& centre) {
  if (points.size() < 2) return;
  shape.arc.moveTo(points.front());
  for (const QPointF& point : points) shape.arc.lineTo(point);
  const QPointF middle = points[points.size() / 2];
  const QPointF outwards = middle - centre;
  const double length = std::hypot(outwards.x(), outwards.y());
  shape.label = length > 0 ? middle + outwards / length * kLabelReach : middle;
}

/// The shortest way from a distance's line: beside its middle, above where it can be.
QPointF besideLine(const QPointF& a, const QPointF& b) {
  const QPointF way = b - a;
  const double length = std::hypot(way.x(), way.y());
  QPointF normal = length > 0 ? QPointF(way.y(), -way.x()) / length : QPointF(0, -1);
  if (normal.y() > 0) normal = -normal;
  return (a + b) / 2 + normal * kLabelReach;
}

QString valueText(const OverlayContent& content, std::span<const AtomIndex> atoms) {
  const auto value = chem::measured(*content.positions, atoms);
  if (!value) return QStringLiteral("–");
  return QString::fromStdString(chem::measurementText(*value, atoms.size()));
}

}  // namespace

std::optional<MeasurementShape> measurementShape(const OverlayContent& content,
                                                 std::span<const AtomIndex> atoms) {
  if (content.positions == nullptr || atoms.size() < 2 || atoms.size() > 4) return std::nullopt;
  std::vector<Vec3> points;
  std::vector<QPointF> places;
  for (const AtomIndex atom : atoms) {
    if (atom.value >= content.positions->size()) return std::nullopt;
    points.push_back((*content.positions)[atom.value]);
    const auto place = placeOf(content, points.back());
    if (!place) return std::nullopt;
    places.push_back(*place);
  }
  MeasurementShape shape;
  shape.lines.moveTo(places.front());
  for (const QPointF& place : places) shape.lines.lineTo(place);
  shape.label = besideLine(places[0], places[1]);
  if (atoms.size() == 3) {
    addArc(shape, arcPoints(content, points[1], points[0] - points[1], points[2] - points[1]),
           places[1]);
  } else if (atoms.size() == 4) {
    // About the middle of the axis, between the two outer bonds seen along it.
    const Vec3 axis = render::normalized(points[2] - points[1]);
    const auto square = [&axis](const Vec3& v) { return v - axis * render::dot(v, axis); };
    const Vec3 middle = (points[1] + points[2]) * 0.5;
    const Vec3 u = square(points[0] - points[1]), v = square(points[3] - points[2]);
    const auto centre = placeOf(content, middle);
    if (centre && render::length(u) > 1e-6 && render::length(v) > 1e-6) {
      addArc(shape, arcPoints(content, middle, u, v), *centre);
    } else {
      shape.label = besideLine(places[1], places[2]);
    }
  }
  return shape;
}

void paintMeasurement(OverlayPainter& painter, const OverlayContent& content,
                      std::span<const AtomIndex> atoms, const QColor& ink) {
  const auto shape = measurementShape(content, atoms);
  if (!shape) return;
  QPen pen(ink, 1.5, Qt::CustomDashLine, Qt::FlatCap);
  pen.setDashPattern({4, 3});
  painter.stroke(shape->lines, pen);
  if (!shape->arc.isEmpty()) painter.stroke(shape->arc, QPen(ink, 1.5));
  painter.label(shape->label, valueText(content, atoms));
}

void paintMeasurements(OverlayPainter& painter, const OverlayContent& content) {
  for (const chem::Measurement& measurement : content.measurements) {
    if (!measurement.shown) continue;
    paintMeasurement(painter, content, measurement.atoms, painter.tokens().accent);
  }
}

std::optional<int> measurementAt(const OverlayContent& content, const QPointF& place,
                                 double labelScale) {
  // Exactly the boxes that a painter would draw; it paints nothing here.
  const QFontMetricsF metrics(theme::font(theme::TextRole::Secondary));
  for (std::size_t i = content.measurements.size(); i-- > 0;) {
    const chem::Measurement& measurement = content.measurements[i];
    if (!measurement.shown) continue;
    const auto shape = measurementShape(content, measurement.atoms);
    if (!shape) continue;
    const double width =
        (metrics.horizontalAdvance(valueText(content, measurement.atoms)) + 14) * labelScale;
    const double height = 20 * labelScale * theme::textScale();
    const QRectF box(shape->label - QPointF(width, height) / 2, QSizeF(width, height));
    if (box.contains(place)) return static_cast<int>(i);
  }
  return std::nullopt;
}

}  // namespace molloquy::widgets
