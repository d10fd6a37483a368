#pragma once

#include <QImage>
#include <QRectF>
#include <QSize>

class QPainter;

namespace molloquy::widgets {

/// The size to ask for, for a thumbnail shown in `room` (logical pixels). It is larger than the
/// room: the lines of a drawing are equally wide at every size and would look heavy in so small a
/// picture.
QSize thumbnailRequest(const QSize& room);

/// Paints a thumbnail into the middle of `room`, scaled to fit and smoothed.
void paintThumbnail(QPainter& painter, const QRectF& room, const QImage& image);

}  // namespace molloquy::widgets
