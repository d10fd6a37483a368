#pragma once

#include <QColor>
#include <QPalette>
#include <QRectF>

#include "widgets/plots/heat_map.h"

class QPainter;

namespace molloquy::widgets {

/// Lays a heat map out in a size and paints it, for the screen and for files alike.
class HeatMapPainter {
 public:
  HeatMapPainter(const HeatMapData& data, const QSizeF& size, const QPalette& palette);

  [[nodiscard]] bool isValid() const { return m_valid; }
  [[nodiscard]] const QRectF& field() const { return m_field; }
  [[nodiscard]] QRectF cellRect(int cell) const;
  void paint(QPainter& painter) const;
  /// The frame around a cell, edged with the ground so that it shows on every colour.
  void paintFrame(QPainter& painter, int cell, const QColor& colour, double width) const;

 private:
  void paintAxes(QPainter& painter) const;
  void paintScale(QPainter& painter) const;

  const HeatMapData& m_data;
  QSizeF m_size;
  QPalette m_palette;
  QRectF m_field;
  double m_low = 0;
  double m_high = 1;
  bool m_valid = false;
};

/// Colour of a value 0..1 of its range: lightness changes in one direction only, the lowest value
/// is the one with the most ink.
QColor heatColour(const QPalette& palette, double share);

}  // namespace molloquy::widgets
