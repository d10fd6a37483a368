#include "widgets/chat/chip_painting.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPalette>
#include <cmath>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::font;
using theme::scaled;
using theme::TextRole;
using theme::Tokens;
namespace painting = theme::painting;

QFont labelFont() {
  QFont label = font(TextRole::Secondary);
  label.setWeight(QFont::Medium);
  return label;
}

}  // namespace

int chipWidth(const Chip& chip) {
  double width = scaled(7 + 14 + 6 + 8);
  width += QFontMetricsF(labelFont()).horizontalAdvance(chip.label);
  if (!chip.detail.isEmpty()) {
    width += QFontMetricsF(font(TextRole::Secondary)).horizontalAdvance(chip.detail);
    if (!chip.label.isEmpty()) width += scaled(6);
  }
  return static_cast<int>(std::ceil(width));
}

void paintChip(QPainter& painter, const QRectF& place, const Chip& chip, bool hovered,
               const QPalette& palette, double kept) {
  const Tokens& tokens = theme::tokensFor(palette);
  painting::box(painter, place, painting::kRadiusChip, hovered ? tokens.hover : tokens.panel,
                tokens.line);
  const double icon = scaled(14);
  const QRectF drawing(place.left() + scaled(7), place.top(), icon, place.height());
  theme::paintIcon(painter, drawing, QStringLiteral("hexagon"), tokens.text2);
  QRectF room = place.adjusted(scaled(7) + icon + scaled(6), 0, -scaled(6) - kept, 0);
  const QFont label = labelFont();
  painter.setFont(label);
  painter.setPen(tokens.text);
  const QFontMetricsF metrics(label);
  const QString shown = metrics.elidedText(chip.label, Qt::ElideRight, room.width());
  painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
  room.setLeft(room.left() + metrics.horizontalAdvance(shown) + scaled(6));
  if (chip.detail.isEmpty() || room.width() < scaled(12)) return;
  painter.setFont(font(TextRole::Secondary));
  painter.setPen(tokens.text3);
  painter.drawText(
      room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
      QFontMetricsF(painter.font()).elidedText(chip.detail, Qt::ElideRight, room.width()));
}

}  // namespace molloquy::widgets
