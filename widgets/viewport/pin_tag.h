#pragma once

class QPainter;
class QPointF;

namespace molloquy::theme {
struct Tokens;
}

namespace molloquy::widgets {

/// Width and height of a pin's letter tag, logical pixels.
inline constexpr int kPinTagSize = 16;

/// Paints the letter of a pin on its colour, upper left corner at `place`.
void paintPinTag(QPainter& painter, const QPointF& place, const theme::Tokens& tokens, int slot);

}  // namespace molloquy::widgets
