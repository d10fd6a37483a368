#pragma once

class QPainter;
class QRectF;

namespace molloquy::theme {

struct Tokens;

/// The three verdicts have three shapes: a check, a not-equal sign, an empty ring.
enum class Mark { Agree, Differ, Unchecked };

/// Paints a verdict: a filled square of 16 px, radius 4, with its glyph, centred in `place`.
void paintMark(QPainter& painter, const QRectF& place, Mark mark, const Tokens& tokens);

}  // namespace molloquy::theme
