#pragma once

#include <QRectF>

#include "widgets/neighbours/movement_words.h"

class QPainter;

namespace molloquy::theme {
struct Tokens;
}

namespace molloquy::widgets {

/// The lines below a card's drawing. Each fills the width of its place and its own line height.

/// The name, shortened, and at its right how the card moved: "new", or an arrow with the places.
void paintNameLine(QPainter& painter, const QRectF& line, const QString& name,
                   const Movement& moved, const theme::Tokens& tokens);

/// The formula, and, where there is one score only, its bar and number at the right, with its word
/// where that fits.
void paintFormulaLine(QPainter& painter, const QRectF& line, const QString& formula,
                      const NeighbourScore* only, const theme::Tokens& tokens);

/// Word, bar, number.
void paintScoreLine(QPainter& painter, const QRectF& line, const NeighbourScore& score,
                    const theme::Tokens& tokens);

/// Up to `lines` lines of a text, the last one shortened.
void paintTextLines(QPainter& painter, const QRectF& place, const QString& text, int lines,
                    const theme::Tokens& tokens);

}  // namespace molloquy::widgets
