#include "widgets/viewport/pin_tag.h"

#include <QPainter>

#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

void paintPinTag(QPainter& painter, const QPointF& place, const theme::Tokens& tokens, int slot) {
  constexpr double kRadius = 3;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme::pinColour(tokens, slot));
  const QRectF box(place, QSizeF(kPinTagSize, kPinTagSize));
  painter.drawRoundedRect(box, kRadius, kRadius);
  painter.setFont(theme::font(theme::TextRole::TagLetter));
  painter.setPen(tokens.surface);
  painter.drawText(box, Qt::AlignCenter, theme::pinLetter(slot));
  painter.restore();
}

}  // namespace molloquy::widgets
