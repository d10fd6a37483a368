#pragma once

#include <optional>
#include <span>

#include <QPainterPath>

#include "widgets/viewport/view_overlay.h"

namespace molloquy::widgets {

/// How a measurement lies in the view: dashed lines from atom to atom, the arc of its angle, and
/// where its value is written.
struct MeasurementShape {
  QPainterPath lines;
  QPainterPath arc;
  QPointF label;
};
/// nullopt when an atom is not there or behind the eye.
std::optional<MeasurementShape> measurementShape(const OverlayContent& content,
                                                 std::span<const AtomIndex> atoms);

/// One measurement with the value of the positions; `ink` is the colour of its lines.
void paintMeasurement(OverlayPainter& painter, const OverlayContent& content,
                      std::span<const AtomIndex> atoms, const QColor& ink);
/// All that are shown.
void paintMeasurements(OverlayPainter& painter, const OverlayContent& content);
/// The measurement whose label lies under a place.
std::optional<int> measurementAt(const OverlayContent& content, const QPointF& place,
                                 double labelScale);

}  // namespace molloquy::widgets
