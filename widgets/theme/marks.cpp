#include "widgets/theme/marks.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::theme {

void paintMark(QPainter& painter, const QRectF& place, Mark mark, const Tokens& tokens) {
  const double side = std::min<double>({scaled(16) * 1.0, place.width(), place.height()});
  const QRectF square(std::round(place.center().x() - side / 2),
                      std::round(place.center().y() - side / 2), side, side);
  const QColor glyph = mark == Mark::Agree    ? tokens.agree
                       : mark == Mark::Differ ? tokens.differ
                                              : tokens.unchecked;
  const QColor fill = mark == Mark::Agree    ? tokens.agreeTint
                      : mark == Mark::Differ ? tokens.differTint
                                             : tokens.uncheckedTint;
  painting::box(painter, square, painting::kRadiusMark, fill, {});
  const double stroke = side * 0.115;
  if (mark == Mark::Agree) {
    painting::checkStroke(painter, square, glyph, stroke);
    return;
  }
  const auto at = [&square, side](double x, double y) {
    return square.topLeft() + QPointF(x * side, y * side);
  };
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(glyph, stroke, Qt::SolidLine, Qt::RoundCap));
  painter.setBrush(Qt::NoBrush);
  if (mark == Mark::Differ) {
    painter.drawLine(at(0.28, 0.41), at(0.72, 0.41));
    painter.drawLine(at(0.28, 0.60), at(0.72, 0.60));
    painter.drawLine(at(0.61, 0.24), at(0.39, 0.77));
  } else {
    painter.drawEllipse(square.center(), side * 0.22, side * 0.22);
  }
  painter.restore();
}

}  // namespace molloquy::theme
