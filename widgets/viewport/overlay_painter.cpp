#include "widgets/viewport/overlay_painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>

#include "widgets/theme/fonts.h"

namespace molloquy::widgets {

namespace {

constexpr double kLabelHeight = 20;
constexpr double kLabelPadding = 6;
constexpr double kLabelRadius = 5;
constexpr double kEdge = 2;  // between a label and the edge of the view

}  // namespace

OverlayPainter::OverlayPainter(QPainter& painter, const theme::Tokens& tokens, QSizeF view,
                               double labelScale)
    : m_painter(painter), m_tokens(tokens), m_view(view), m_labelScale(labelScale) {}

void OverlayPainter::piece(const QRectF& place, const std::function<void(QPainter&)>& paint) {
  const double ratio = m_painter.device()->devicePixelRatioF();
  const QSize pixels(static_cast<int>(std::ceil(place.width() * ratio)),
                     static_cast<int>(std::ceil(place.height() * ratio)));
  if (pixels.isEmpty()) return;
  QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(Qt::transparent);
  QPainter raster(&image);
  raster.setRenderHint(QPainter::Antialiasing);
  paint(raster);
  raster.end();
  const QPointF corner(std::round(place.x() * ratio) / ratio,
                       std::round(place.y() * ratio) / ratio);
  m_painter.drawImage(corner, image);
}

void OverlayPainter::stroke(const QPainterPath& path, const QPen& pen) {
  const double margin = pen.widthF() + 1;
  const QRectF whole = path.boundingRect().adjusted(-margin, -margin, margin, margin);
  const QRectF place = whole.intersected(QRectF(QPointF(), m_view)).toAlignedRect();
  if (place.isEmpty()) return;
  piece(place, [&](QPainter& raster) {
    raster.translate(-place.topLeft());
    raster.setPen(pen);
    raster.drawPath(path);
  });
}

void OverlayPainter::fill(const QPainterPath& path, const QColor& colour) {
  const QRectF place = path.boundingRect()
                           .adjusted(-1, -1, 1, 1)
                           .intersected(QRectF(QPointF(), m_view))
                           .toAlignedRect();
  if (place.isEmpty()) return;
  piece(place, [&](QPainter& raster) {
    raster.translate(-place.topLeft());
    raster.fillPath(path, colour);
  });
}

QFont OverlayPainter::labelFont() const {
  QFont font = theme::font(theme::TextRole::Secondary);
  font.setWeight(QFont::Medium);
  font.setPointSizeF(font.pointSizeF() * m_labelScale);
  return font;
}

QSizeF OverlayPainter::labelSize(const QString& words) const {
  const QFontMetricsF metrics(labelFont());
  const double scale = m_labelScale * theme::textScale();
  return {std::ceil(metrics.horizontalAdvance(words) + 2 * kLabelPadding * scale),
          kLabelHeight * scale};
}

QRectF OverlayPainter::label(const QPointF& middle, const QString& words) {
  return label(middle, words, m_tokens.text);
}

QRectF OverlayPainter::label(const QPointF& middle, const QString& words, const QColor& ink) {
  const QSizeF size = labelSize(words);
  QRectF box(middle - QPointF(size.width(), size.height()) / 2, size);
  box.moveLeft(std::clamp(box.left(), kEdge,
                          std::max(kEdge, m_view.width() - size.width() - kEdge)));
  box.moveTop(std::clamp(box.top(), kEdge,
                         std::max(kEdge, m_view.height() - size.height() - kEdge)));
  piece(box, [&](QPainter& raster) {
    const QRectF inside(0.5, 0.5, size.width() - 1, size.height() - 1);
    raster.setPen(QPen(m_tokens.line, 1));
    raster.setBrush(m_tokens.surface);
    raster.drawRoundedRect(inside, kLabelRadius, kLabelRadius);
    raster.setFont(labelFont());
    raster.setPen(ink);
    raster.drawText(inside, Qt::AlignCenter, words);
  });
  take(box);
  return box;
}

bool OverlayPainter::isFree(const QRectF& place) const {
  return std::none_of(m_taken.begin(), m_taken.end(),
                      [&place](const QRectF& other) { return other.intersects(place); });
}

}  // namespace molloquy::widgets
