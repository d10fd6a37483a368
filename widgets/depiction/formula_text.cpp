#include "widgets/depiction/formula_text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>

#include "widgets/theme/fonts.h"

namespace molloquy::widgets {
namespace {

constexpr double kSmall = 0.76;  ///< size of raised and lowered pieces against the line.
const QChar kMinus(0x2212);

QFont smaller(QFont font) {
  if (font.pointSizeF() > 0) {
    font.setPointSizeF(font.pointSizeF() * kSmall);
  } else {
    font.setPixelSize(qMax(1, qRound(font.pixelSize() * kSmall)));
  }
  return font;
}

/// The charge at the end of a formula ("-", "+2"), as the number of characters it takes.
qsizetype chargeLength(const QString& plain) {
  qsizetype start = plain.size();
  while (start > 0 && plain[start - 1].isDigit()) --start;
  if (start == 0) return 0;
  const QChar sign = plain[start - 1];
  return sign == u'+' || sign == u'-' ? plain.size() - start + 1 : 0;
}

QString chargeText(QStringView charge) {
  const QChar sign = charge.front() == u'-' ? kMinus : QChar(u'+');
  const QString size = charge.mid(1).toString();
  return (size == QLatin1String("1") ? QString() : size) + sign;
}

struct Pen {
  QFontMetricsF base;
  QFontMetricsF small;

  explicit Pen(const QFont& font) : base(font), small(smaller(font)) {}

  [[nodiscard]] double width(const FormulaRun& run) const {
    return (run.level == FormulaRun::Level::Base ? base : small).horizontalAdvance(run.text);
  }
  [[nodiscard]] double shift(FormulaRun::Level level) const {
    if (level == FormulaRun::Level::Subscript) return base.ascent() * 0.18;
    return level == FormulaRun::Level::Superscript ? -base.capHeight() * 0.45 : 0;
  }
};

}  // namespace

std::vector<FormulaRun> formulaRuns(const QString& plain) {
  const qsizetype chargeSize = chargeLength(plain);
  const QStringView body = QStringView(plain).chopped(chargeSize);
  std::vector<FormulaRun> runs;
  bool afterElement = false;
  for (const QChar character : body) {
    const bool below = character.isDigit() && afterElement;
    const auto level = below ? FormulaRun::Level::Subscript : FormulaRun::Level::Base;
    if (runs.empty() || runs.back().level != level) runs.push_back({{}, level});
    runs.back().text += character;
    if (!character.isDigit())
      afterElement = character.isLetter() || character == u')' || character == u']';
  }
  if (chargeSize > 0)
    runs.push_back(
        {chargeText(QStringView(plain).last(chargeSize)), FormulaRun::Level::Superscript});
  return runs;
}

double formulaWidth(const QString& plain, const QFont& font) {
  const Pen pen(font);
  double width = 0;
  for (const FormulaRun& run : formulaRuns(plain)) width += pen.width(run);
  return width;
}

double paintFormula(QPainter& painter, const QRectF& place, Qt::Alignment alignment,
                    const QString& plain, const QFont& font, const QColor& colour) {
  const Pen pen(font);
  const double full = formulaWidth(plain, font);
  const bool elided = full > place.width() + 0.5;
  const QString dots(QChar(0x2026));
  const double room = elided ? place.width() - pen.base.horizontalAdvance(dots) : full;
  double x = alignment & Qt::AlignRight && !elided ? place.right() - full : place.left();
  const double start = x;
  const double baseline = place.center().y() + (pen.base.ascent() - pen.base.descent()) / 2.0;
  painter.save();
  painter.setPen(colour);
  const QFont small = smaller(font);
  for (const FormulaRun& run : formulaRuns(plain)) {
    const double width = pen.width(run);
    if (x - start + width > room + 0.5) break;
    painter.setFont(run.level == FormulaRun::Level::Base ? font : small);
    painter.drawText(QPointF(x, baseline + pen.shift(run.level)), run.text);
    x += width;
  }
  if (elided) {
    painter.setFont(font);
    painter.drawText(QPointF(x, baseline), dots);
    x += pen.base.horizontalAdvance(dots);
  }
  painter.restore();
  return x - start;
}

QString spokenFormula(const QString& plain) {
  QString spoken;
  QChar last;
  const qsizetype chargeSize = chargeLength(plain);
  for (const QChar character : QStringView(plain).chopped(chargeSize)) {
    const bool joins = (character.isDigit() && last.isDigit()) || character.isLower();
    if (!spoken.isEmpty() && !joins) spoken += u' ';
    spoken += character;
    last = character;
  }
  if (chargeSize > 0) {
    const QStringView charge = QStringView(plain).last(chargeSize);
    const QString size = charge.mid(1).isEmpty() ? QStringLiteral("1") : charge.mid(1).toString();
    spoken +=
        QStringLiteral(", charge %1 %2")
            .arg(charge.front() == u'-' ? QStringLiteral("minus") : QStringLiteral("plus"), size);
  }
  return spoken;
}

}  // namespace molloquy::widgets
