#pragma once

#include <QImage>
#include <QRectF>
#include <QSize>

class QPainter;

namespace molloquy::widgets {

/// How much larger than its room a thumbnail is asked for.
inline constexpr double kThumbnailOversize = 1.6;

/// The size to ask for, for a thumbnail shown in `room` (logical pixels). It is larger than the
/// room: the lines of a drawing are equally wide at every size and would look heavy in so small a
/// picture.
QSize thumbnailRequest(const QSize& room);

/// The thumbnail at the size it is shown in `room`: scaled once instead of at every paint.
QImage fittedThumbnail(const QImage& image, const QSizeF& room, qreal devicePixelRatio);

/// Paints a thumbnail into the middle of `room`, scaled to fit and smoothed.
void paintThumbnail(QPainter& painter, const QRectF& room, const QImage& image);

}  // namespace molloquy::widgets
