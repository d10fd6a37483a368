#pragma once

#include <vector>

#include <QPolygonF>

#include "widgets/viewport/tools/tool.h"

namespace molloquy::widgets {

/// Selects in a box or with a lasso. Every atom whose centre is inside counts, in both projections
/// and in whatever direction the hand drew.
class SelectTool : public Tool {
  Q_OBJECT
 public:
  enum class Shape { Box, Lasso };

  using Tool::Tool;

  [[nodiscard]] Shape shape() const { return m_shape; }
  void setShape(Shape shape) { m_shape = shape; }

  bool fillStrip(OptionStrip& strip) override;
  bool beginDrag(ViewAction action, const QPointF& place, const Hit& hit) override;
  void drag(const QPointF& place) override;
  void drop(const QPointF& place, const Hit& hit) override;
  [[nodiscard]] bool isBusy() const override { return !m_trace.isEmpty(); }
  bool cancel() override;
  void paint(OverlayPainter& painter) const override;

 private:
  [[nodiscard]] std::vector<AtomIndex> inside() const;

  Shape m_shape = Shape::Box;
  ViewAction m_action = ViewAction::SelectArea;
  QPolygonF m_trace;  ///< from the press on; empty: nothing is drawn.
};

}  // namespace molloquy::widgets
