#include "widgets/frame/command_search_field.h"

#include <QFontMetrics>
#include <QPainter>

#include "widgets/frame/key_caps.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

CommandSearchField::CommandSearchField(QWidget* parent) : QAbstractButton(parent) {
  setText(tr("Search commands"));
  setAccessibleName(tr("Search commands"));
  setAttribute(Qt::WA_Hover);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void CommandSearchField::setKeys(const QKeySequence& keys) {
  m_keys = keys;
  setToolTip(tr("Search commands (%1)").arg(keys.toString(QKeySequence::NativeText)));
  updateGeometry();
  update();
}

void CommandSearchField::setCompact(bool compact) {
  if (m_compact == compact) return;
  m_compact = compact;
  updateGeometry();
  update();
}

QSize CommandSearchField::sizeHint() const {
  const int height = theme::scaled(26);
  if (m_compact) return {theme::scaled(30), height};
  const int words = QFontMetrics(theme::font(theme::TextRole::Control)).horizontalAdvance(text());
  const int needed = theme::scaled(30) + words + theme::scaled(18) +
                     keyCapsWidth(keyNames(m_keys)) + theme::scaled(7);
  return {qMax(theme::scaled(218), needed), height};
}

void CommandSearchField::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const QColor fill = isDown() ? t.selected : underMouse() ? t.hover : t.surface;
  theme::painting::box(painter, rect(), theme::painting::kRadiusControl, fill, t.line);
  if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
    theme::painting::focusRing(painter, rect(), theme::painting::kRadiusControl, t.accent);
  const int icon = theme::scaled(16);
  const int left = m_compact ? (width() - icon) / 2 : theme::scaled(8);
  theme::paintIcon(painter, QRectF(left, (height() - icon) / 2, icon, icon),
                   QStringLiteral("search"), t.text2);
  if (m_compact) return;
  painter.setFont(theme::font(theme::TextRole::Control));
  painter.setPen(t.text2);
  painter.drawText(QRect(theme::scaled(30), 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter,
                   text());
  paintKeyCaps(painter, width() - theme::scaled(7), height() / 2, keyNames(m_keys), palette());
}

}  // namespace molloquy::widgets
