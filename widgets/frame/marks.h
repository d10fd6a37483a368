#pragma once

#include <QRectF>

class QPainter;
class QPalette;

namespace molloquy::widgets {

/// What a mark says by shape and by colour.
enum class Mark { Agrees, Differs, Unchecked, Warning, Notice };

/// Side of a mark, logical pixels.
int markSize();

/// Paints a mark, markSize() square, in the middle of `place`.
void paintMark(QPainter& painter, const QRectF& place, Mark mark, const QPalette& palette);

}  // namespace molloquy::widgets
