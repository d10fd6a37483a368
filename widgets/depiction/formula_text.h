#pragma once

#include <vector>

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace molloquy::widgets {

/// A piece of a formula at one height.
struct FormulaRun {
  enum class Level { Base, Subscript, Superscript };
  QString text;
  Level level = Level::Base;

  friend bool operator==(const FormulaRun&, const FormulaRun&) = default;
};

/// "C9H7O4-" as C, 9 below, H, 7 below, O, 4 below, minus above. A charge is written as chemists
/// do: "Ca+2" ends in 2+ above. Numbers that follow no element ("5H2O" of a hydrate) stay on the
/// line.
std::vector<FormulaRun> formulaRuns(const QString& plain);

/// Width of the painted formula, logical pixels.
double formulaWidth(const QString& plain, const QFont& font);

/// Paints a formula in the middle of `place`'s height, left or right aligned, elided at its end
/// when it does not fit. Returns the width used.
double paintFormula(QPainter& painter, const QRectF& place, Qt::Alignment alignment,
                    const QString& plain, const QFont& font, const QColor& colour);

/// For screen readers: "C 9 H 8 O 4".
QString spokenFormula(const QString& plain);

}  // namespace molloquy::widgets
