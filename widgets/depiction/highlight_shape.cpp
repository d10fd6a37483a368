#include "widgets/depiction/highlight_shape.h"

#include <QImage>
#include <QPaintDevice>
#include <QPainter>

namespace molloquy::widgets {
namespace {

void drawParts(QPainter& painter, const HighlightShape& shape, const QColor& colour, double grow) {
  painter.setPen(QPen(colour, shape.radius + 2 * grow, Qt::SolidLine, Qt::FlatCap));
  for (const QLineF& band : shape.bands) painter.drawLine(band);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  for (const QPointF& disc : shape.discs)
    painter.drawEllipse(disc, shape.radius + grow, shape.radius + grow);
}

/// The parts overlap, so they are joined on a layer of their own and laid down once.
template <class Draw>
void onLayer(QPainter& painter, const HighlightShape& shape, double opacity, Draw draw) {
  QRectF bounds;
  for (const QPointF& disc : shape.discs) bounds |= QRectF(disc.x() - 1, disc.y() - 1, 2, 2);
  const double margin = shape.radius + 4;
  const QRect area = bounds.adjusted(-margin, -margin, margin, margin).toAlignedRect();
  const double ratio = painter.device()->devicePixelRatioF();
  QImage layer(area.size() * ratio, QImage::Format_ARGB32_Premultiplied);
  layer.setDevicePixelRatio(ratio);
  layer.fill(Qt::transparent);
  QPainter onto(&layer);
  onto.setRenderHint(QPainter::Antialiasing);
  onto.translate(-area.topLeft());
  draw(onto);
  onto.end();
  painter.save();
  painter.setOpacity(opacity);
  painter.drawImage(area.topLeft(), layer);
  painter.restore();
}

}  // namespace

void fillShape(QPainter& painter, const HighlightShape& shape, const QColor& colour,
               double opacity) {
  if (shape.isEmpty()) return;
  onLayer(painter, shape, opacity, [&](QPainter& onto) { drawParts(onto, shape, colour, 0); });
}

void outlineShape(QPainter& painter, const HighlightShape& shape, const QColor& colour,
                  double width) {
  if (shape.isEmpty()) return;
  onLayer(painter, shape, 1.0, [&](QPainter& onto) {
    drawParts(onto, shape, colour, width);
    onto.setCompositionMode(QPainter::CompositionMode_DestinationOut);
    drawParts(onto, shape, Qt::black, 0);
  });
}

}  // namespace molloquy::widgets
