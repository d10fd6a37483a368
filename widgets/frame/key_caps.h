#pragma once

#include <QColor>
#include <QKeySequence>
#include <QPointF>
#include <QStringList>

class QPainter;
class QPalette;

namespace molloquy::widgets {

/// The keys of a sequence, one text each: "Ctrl", "Alt", "O". Only the first chord of several.
QStringList keyNames(const QKeySequence& keys);

/// Height of a key cap, logical pixels.
int keyCapHeight();

/// Width of caps for these texts, side by side.
int keyCapsWidth(const QStringList& names);

/// Paints the caps with their right edge at `right` and their middle at `middle`.
void paintKeyCaps(QPainter& painter, int right, int middle, const QStringList& names,
                  const QPalette& palette);

}  // namespace molloquy::widgets
