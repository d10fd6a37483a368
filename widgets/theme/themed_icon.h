#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;
class QRectF;

namespace molloquy::theme {

/// An icon of the program: the drawing ":/icons/<name>.svg" whose `currentColor` follows the
/// application palette and the state: text2, hovered (QIcon::Active) text, checked (QIcon::On)
/// accent, disabled text3 at 60 %. A name without a drawing paints nothing and is logged once.
QIcon icon(const QString& name);

/// The drawing in one colour, `size` logical pixels square, at the given device pixel ratio.
/// Cached.
QPixmap iconPixmap(const QString& name, int size, const QColor& colour, double devicePixelRatio);

/// Paints the drawing in one colour, centred in `place` (whole device pixels, never stretched).
void paintIcon(QPainter& painter, const QRectF& place, const QString& name, const QColor& colour);

}  // namespace molloquy::theme
