#include "widgets/depiction/thumbnail.h"

#include <QPaintDevice>
#include <QPainter>

namespace molloquy::widgets {
namespace {

constexpr double kOversize = 1.6;  ///< a line of 2 px becomes one of 1.25 px.

}  // namespace

QSize thumbnailRequest(const QSize& room) { return room * kOversize; }

void paintThumbnail(QPainter& painter, const QRectF& room, const QImage& image) {
  if (image.isNull()) return;
  const double ratio = painter.device()->devicePixelRatioF();
  const QSize device = (room.size() * ratio).toSize();
  // Smooth scaling of the image averages every pixel; scaling while painting would skip some.
  QImage fitted = image.scaled(device, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  fitted.setDevicePixelRatio(ratio);
  const QSizeF shown = QSizeF(fitted.size()) / ratio;
  painter.drawImage(room.center() - QPointF(shown.width(), shown.height()) / 2, fitted);
}

}  // namespace molloquy::widgets
