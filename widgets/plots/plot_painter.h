#pragma once

#include <optional>

#include <QFont>
#include <QPalette>
#include <QRectF>

#include "widgets/plots/plot_data.h"

class QPainter;

namespace molloquy::widgets {

/// Lays a plot out in a size and paints it; the widget, the picture and the SVG are painted by the
/// same lines.
class PlotPainter {
 public:
  PlotPainter(const PlotData& data, const QSizeF& size, const QPalette& palette);

  /// Inside the axes, logical pixels.
  [[nodiscard]] const QRectF& field() const { return m_field; }
  [[nodiscard]] QPointF placeOf(const QPointF& value) const;
  /// True when there is something to draw.
  [[nodiscard]] bool isValid() const { return m_valid; }

  /// Grid, axes, series and their names.
  void paint(QPainter& painter) const;
  /// The dashed line, the dot and the box with the values.
  void paintMark(QPainter& painter, const QPointF& value, const QString& words) const;
  /// The thin cross under the pointer with its values.
  void paintCrosshair(QPainter& painter, const QPointF& value, const QString& words) const;

 private:
  struct Range {
    double low = 0, high = 1;
    Ticks ticks;
  };
  [[nodiscard]] Range rangeOf(const PlotAxis& axis, bool horizontal, double pixels) const;
  void layOut();
  void paintAxes(QPainter& painter) const;
  void paintSeries(QPainter& painter, const PlotSeries& series) const;
  void paintLine(QPainter& painter, const PlotSeries& series) const;
  void paintNames(QPainter& painter) const;
  /// Beside the point, on the side and at the height where the fewest points are covered.
  [[nodiscard]] QRectF quietPlace(const QSizeF& size, const QPointF& place) const;
  void paintBox(QPainter& painter, const QPointF& place, const QString& words) const;

  const PlotData& m_data;
  QSizeF m_size;
  QPalette m_palette;
  QRectF m_field;
  Range m_x;
  Range m_y;
  bool m_valid = false;
};

/// Font of the numbers and titles at the axes.
QFont axisFont();
/// A tick's number as shown, with the decimals its step needs.
QString tickText(const Ticks& ticks, int index);

/// The marker of a series: circle, square, triangle, diamond, in turn.
void paintMarker(QPainter& painter, const QPointF& place, int slot, double size);

/// Colour of a series, dash of its line.
QColor seriesColour(const QPalette& palette, int slot);
Qt::PenStyle seriesDash(int slot);

}  // namespace molloquy::widgets
