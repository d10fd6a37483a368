#include "widgets/frame/marks.h"

#include <QPainter>
#include <QPalette>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

struct MarkLook {
  QColor glyph, tint;
  QString icon;
};

MarkLook lookOf(Mark mark, const theme::Tokens& t) {
  switch (mark) {
    case Mark::Agrees:
      return {t.agree, t.agreeTint, QStringLiteral("check")};
    case Mark::Differs:
      return {t.differ, t.differTint, QStringLiteral("not-equal")};
    case Mark::Unchecked:
      return {t.unchecked, t.uncheckedTint, QStringLiteral("ring-unknown")};
    case Mark::Warning:
      return {t.warn, {}, QStringLiteral("warning")};
    case Mark::Notice:
      return {t.text2, {}, QStringLiteral("info")};
  }
  return {t.unchecked, t.uncheckedTint, QStringLiteral("ring-unknown")};
}

/// The three verdicts are stroked 2.2 px, heavier than an icon of that size would be.
void paintVerdict(QPainter& painter, const QRectF& square, Mark mark, const QColor& colour) {
  const double unit = square.width() / 16.0;
  const auto at = [&](double x, double y) { return square.topLeft() + QPointF(x, y) * unit; };
  painter.setPen(QPen(colour, 1.6 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  if (mark == Mark::Agrees) {
    painter.drawPolyline(QPolygonF({at(4.4, 8.4), at(7.0, 11.0), at(11.8, 5.4)}));
  } else if (mark == Mark::Differs) {
    painter.drawLine(at(4.4, 6.4), at(11.6, 6.4));
    painter.drawLine(at(4.4, 9.8), at(11.6, 9.8));
    painter.drawLine(at(9.6, 3.9), at(6.4, 12.3));
  } else {
    painter.drawEllipse(at(8, 8), 3.4 * unit, 3.4 * unit);
  }
}

}  // namespace

int markSize() { return theme::scaled(16); }

void paintMark(QPainter& painter, const QRectF& place, Mark mark, const QPalette& palette) {
  const MarkLook look = lookOf(mark, theme::tokensFor(palette));
  const double side = markSize();
  const QRectF square(qRound(place.center().x() - side / 2), qRound(place.center().y() - side / 2),
                      side, side);
  if (!look.tint.isValid()) {
    theme::paintIcon(painter, square, look.icon, look.glyph);
    return;
  }
  painter.save();
  theme::painting::box(painter, square, theme::painting::kRadiusMark, look.tint, {});
  painter.setRenderHint(QPainter::Antialiasing);
  paintVerdict(painter, square, mark, look.glyph);
  painter.restore();
}

}  // namespace molloquy::widgets
