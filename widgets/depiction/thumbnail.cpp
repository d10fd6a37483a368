#include "widgets/depiction/thumbnail.h"

#include <QPaintDevice>
#include <QPainter>

namespace molloquy::widgets {
QSize thumbnailRequest(const QSize& room) { return room * kThumbnailOversize; }

QImage fittedThumbnail(const QImage& image, const QSizeF& room, qreal devicePixelRatio) {
  const QSize device = (room * devicePixelRatio).toSize();
  // Smooth scaling of the image averages every pixel; scaling while painting would skip some.
  QImage fitted = image.isNull() || image.size().scaled(device, Qt::KeepAspectRatio) == image.size()
                      ? image
                      : image.scaled(device, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  fitted.setDevicePixelRatio(devicePixelRatio);
  return fitted;
}

void paintThumbnail(QPainter& painter, const QRectF& room, const QImage& image) {
  if (image.isNull()) return;
  const QImage fitted = fittedThumbnail(image, room.size(), painter.device()->devicePixelRatioF());
  const QSizeF shown = QSizeF(fitted.size()) / fitted.devicePixelRatio();
  painter.drawImage(room.center() - QPointF(shown.width(), shown.height()) / 2, fitted);
}

}  // namespace molloquy::widgets
