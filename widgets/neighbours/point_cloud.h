#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <vector>

namespace molloquy::widgets {

/// From places of the map to logical pixels; both axes have one scale, y grows upwards.
struct MapTransform {
  QPointF centre;    ///< the place in the middle of the widget.
  double scale = 1;  ///< pixels a unit.
  QSizeF size;       ///< of the widget.

  [[nodiscard]] QPointF toScreen(const QPointF& place) const;
  [[nodiscard]] QPointF toMap(const QPointF& pixel) const;
  friend bool operator==(const MapTransform&, const MapTransform&) = default;
};

/// Shows `bounds` whole with `margin` pixels around it.
MapTransform fitted(const QRectF& bounds, const QSizeF& size, double margin);

/// Radius of a point's dot in logical pixels: the more there are, the smaller they get.
double dotRadius(std::size_t points);

/// Every point as a soft dot; where many lie above each other it is denser. Written straight into
/// the pixels: a hundred thousand points take milliseconds.
QImage paintCloud(const std::vector<QPointF>& points, const MapTransform& transform,
                  double devicePixelRatio, const QColor& colour);

}  // namespace molloquy::widgets
