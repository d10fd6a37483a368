#pragma once

#include <functional>
#include <vector>

#include <QFont>
#include <QPainterPath>
#include <QPen>
#include <QRectF>
#include <QString>

#include "widgets/theme/tokens.h"

class QPainter;

namespace molloquy::widgets {

/// Paints over a frame of OpenGL, in logical pixels. Texts and smooth shapes are rasterised at the
/// device's resolution first, because the OpenGL painter draws smooth edges only with
/// multisampling. Knows which places labels have taken already.
class OverlayPainter {
 public:
  /// `labelScale` enlarges labels beyond the theme's size.
  OverlayPainter(QPainter& painter, const theme::Tokens& tokens, QSizeF view, double labelScale);

  [[nodiscard]] const theme::Tokens& tokens() const { return m_tokens; }
  [[nodiscard]] QSizeF view() const { return m_view; }
  [[nodiscard]] double labelScale() const { return m_labelScale; }

  /// `paint` draws with its origin at the corner of `place`, smoothly.
  void piece(const QRectF& place, const std::function<void(QPainter&)>& paint);
  /// Smooth lines and fills; what lies outside of the view costs nothing.
  void stroke(const QPainterPath& path, const QPen& pen);
  void fill(const QPainterPath& path, const QColor& colour);

  [[nodiscard]] QFont labelFont() const;
  /// Size of a label with these words.
  [[nodiscard]] QSizeF labelSize(const QString& words) const;
  /// A label 20 high on surface with line, its middle at the place, kept inside the view.
  QRectF label(const QPointF& middle, const QString& words);
  QRectF label(const QPointF& middle, const QString& words, const QColor& ink);

  /// Whether a place is free of labels; take() makes it not so.
  [[nodiscard]] bool isFree(const QRectF& place) const;
  void take(const QRectF& place) { m_taken.push_back(place); }

 private:
  QPainter& m_painter;
  const theme::Tokens& m_tokens;
  QSizeF m_view;
  double m_labelScale;
  std::vector<QRectF> m_taken;
};

}  // namespace molloquy::widgets
