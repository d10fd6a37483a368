#include "widgets/frame/choice_button.h"

#include <QMenu>
#include <QPainter>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

ChoiceButton::ChoiceButton(const QString& icon, const QString& noun, QWidget* parent)
    : QToolButton(parent), m_icon(icon), m_noun(noun) {
  setPopupMode(InstantPopup);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_Hover);
  setAccessibleName(noun);
}

void ChoiceButton::setChoice(const QString& words) {
  if (m_choice == words) return;
  m_choice = words;
  setToolTip(tr("%1: %2").arg(m_noun, words));
  setAccessibleName(tr("%1: %2").arg(m_noun, words));
  updateGeometry();
  update();
}

void ChoiceButton::setFolded(bool folded) {
  if (m_folded == folded) return;
  m_folded = folded;
  updateGeometry();
  update();
}

int ChoiceButton::wideWidth() const {
  return QFontMetrics(theme::font(theme::TextRole::Button)).horizontalAdvance(m_choice) +
         theme::scaled(34);
}

QSize ChoiceButton::sizeHint() const {
  return {m_folded ? theme::scaled(28) : wideWidth(), theme::scaled(28)};
}

void ChoiceButton::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const QRectF shape(rect());
  const bool down = isDown() || (menu() != nullptr && menu()->isVisible());
  const QColor fill = !isEnabled()   ? QColor()
                      : down         ? t.selected
                      : underMouse() ? t.hover
                      : m_folded     ? QColor()
                                     : t.surface;
  theme::painting::box(painter, shape, theme::painting::kRadiusControl, fill,
                       m_folded ? QColor() : t.line);
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, shape, theme::painting::kRadiusControl, t.accent);
  const QColor ink = isEnabled() ? t.text : theme::painting::disabledText(t);
  if (m_folded) {
    const auto side = double(theme::scaled(16));
    QRectF place(0, 0, side, side);
    place.moveCenter(shape.center());
    theme::paintIcon(painter, place, m_icon, isEnabled() ? t.text2 : ink);
    return;
  }
  painter.setFont(theme::font(theme::TextRole::Button));
  painter.setPen(ink);
  painter.drawText(rect().adjusted(theme::scaled(9), 0, -theme::scaled(22), 0),
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, m_choice);
  theme::painting::chevron(painter,
                           QRectF(width() - theme::scaled(21), 0, theme::scaled(14), height()),
                           Qt::DownArrow, isEnabled() ? t.text2 : ink);
}

}  // namespace molloquy::widgets
