#pragma once

#include <vector>

#include <QColor>
#include <QLineF>
#include <QPointF>

class QPainter;

namespace molloquy::widgets {

/// A set of atoms as one shape: a disc on every atom, a band along every bond between two of them.
struct HighlightShape {
  std::vector<QPointF> discs;
  std::vector<QLineF> bands;
  double radius = 0;  ///< of the discs, logical pixels; a band is as wide as the radius.

  [[nodiscard]] bool isEmpty() const { return discs.empty(); }
};

/// Fills the shape once, however its parts overlap.
void fillShape(QPainter& painter, const HighlightShape& shape, const QColor& colour,
               double opacity);

/// Draws only the outer edge of the whole shape, `width` thick.
void outlineShape(QPainter& painter, const HighlightShape& shape, const QColor& colour,
                  double width);

}  // namespace molloquy::widgets
