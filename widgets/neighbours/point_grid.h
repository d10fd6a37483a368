#pragma once

#include <QPointF>
#include <QRectF>
#include <optional>
#include <vector>

namespace molloquy::widgets {

/// Points in square cells, so that the nearest of many is found without looking at all of them.
class PointGrid {
 public:
  /// Points with a coordinate that is not finite are left out.
  void setPoints(std::vector<QPointF> points);

  /// Index of the nearest point within `radius` (in the points' own units); nullopt: none is.
  [[nodiscard]] std::optional<int> nearest(const QPointF& place, double radius) const;
  /// The nearest point that lies rather in `direction` than aside of it (within 45 degrees); for a
  /// cursor that arrow keys move. Looks at all points.
  [[nodiscard]] std::optional<int> nextIn(const QPointF& direction, int from) const;
  [[nodiscard]] const std::vector<QPointF>& points() const { return m_points; }
  /// Smallest rectangle with all finite points; null where there is none.
  [[nodiscard]] QRectF bounds() const { return m_bounds; }

 private:
  [[nodiscard]] int column(double x) const;
  [[nodiscard]] int row(double y) const;

  std::vector<QPointF> m_points;
  QRectF m_bounds;
  double m_cell = 1;
  int m_columns = 0;
  int m_rows = 0;
  std::vector<int> m_first;    ///< [cells + 1]: where a cell begins in m_ordered.
  std::vector<int> m_ordered;  ///< point indices, cell by cell.
};

}  // namespace molloquy::widgets
