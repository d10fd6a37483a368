#include "widgets/search/link_button.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QPainter>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

LinkButton::LinkButton(const QString& words, QWidget* parent) : QAbstractButton(parent) {
  setText(words);
  setAccessibleName(words);
  setAttribute(Qt::WA_Hover);
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize LinkButton::sizeHint() const {
  const QFontMetrics metrics(theme::font(theme::TextRole::Button));
  return {metrics.horizontalAdvance(text()) + theme::scaled(14), theme::scaled(24)};
}

void LinkButton::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
  QAbstractButton::keyPressEvent(event);
}

void LinkButton::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const bool lit = isEnabled() && (underMouse() || isDown());
  if (lit)
    theme::painting::box(painter, rect(), theme::painting::kRadiusControl,
                         isDown() ? t.selected : t.hover, {});
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, rect(), theme::painting::kRadiusControl, t.accent);
  painter.setFont(theme::font(theme::TextRole::Button));
  painter.setPen(!isEnabled() ? theme::painting::disabledText(t) : lit ? t.accentHover : t.accent);
  painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, text());
}

}  // namespace molloquy::widgets
