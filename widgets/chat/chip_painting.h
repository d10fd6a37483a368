#pragma once

#include <QRectF>

#include "widgets/chat/chat_types.h"

class QPainter;
class QPalette;

namespace molloquy::widgets {

/// Width a chip wants, logical pixels.
int chipWidth(const Chip& chip);

/// Paints a chip: drawing, label, detail; words that do not fit are shortened. `kept`: pixels at
/// the right that stay free of words, for a button.
void paintChip(QPainter& painter, const QRectF& place, const Chip& chip, bool hovered,
               const QPalette& palette, double kept = 0);

}  // namespace molloquy::widgets
