#pragma once

#include <QRectF>

#include "widgets/chat/chat_types.h"

class QPainter;
class QPalette;

namespace molloquy::widgets {

/// Width a chip wants, logical pixels.
int chipWidth(const Chip& chip);

/// Paints a chip: drawing, label, detail; words that do not fit are shortened.
void paintChip(QPainter& painter, const QRectF& place, const Chip& chip, bool hovered,
               const QPalette& palette);

}  // namespace molloquy::widgets
