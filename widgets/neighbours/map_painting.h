#pragma once

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QString>
#include <vector>

class QPainter;

namespace molloquy::theme {
struct Tokens;
}

namespace molloquy::widgets {

/// Room of the drawing in the popup of a point, logical pixels.
QSize popupDrawing();

/// The open structure: a star with a line of the ground around it.
void paintStar(QPainter& painter, const QPointF& place, const theme::Tokens& tokens);

/// A ring around a dot.
void paintRing(QPainter& painter, const QPointF& place, double radius, const QColor& colour);

/// A name beside its dot, where it covers none of `taken`; adds its own place to them. Left out
/// where no side is free.
void paintMapName(QPainter& painter, const QPointF& place, const QString& name,
                  const QRectF& within, std::vector<QRectF>& taken, const theme::Tokens& tokens);

/// A point's name with its drawing on a small plate near it; `drawing` null while it is not there
/// yet.
void paintPointPopup(QPainter& painter, const QPointF& place, const QString& name,
                     const QImage& drawing, const QRectF& within, const theme::Tokens& tokens);

}  // namespace molloquy::widgets
