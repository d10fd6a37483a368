#include "widgets/inspector/tab_badge.h"

#include <QPainter>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

TabBadge::TabBadge(int count, QWidget* parent) : QWidget(parent), m_count(count) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  resize(sizeHint());
}

void TabBadge::setCount(int count) {
  m_count = count;
  resize(sizeHint());
  updateGeometry();
  update();
}

QSize TabBadge::sizeHint() const {
  const QFontMetrics metrics(theme::font(theme::TextRole::Stats));
  return {metrics.horizontalAdvance(shownCount(m_count)) + theme::scaled(14), theme::scaled(18)};
}

void TabBadge::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  theme::painting::box(painter, rect(), height() / 2.0, t.uncheckedTint, {});
  painter.setFont(theme::font(theme::TextRole::Stats));
  painter.setPen(t.text2);
  painter.drawText(rect(), Qt::AlignCenter, shownCount(m_count));
}

}  // namespace molloquy::widgets
