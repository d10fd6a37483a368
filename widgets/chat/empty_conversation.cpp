#include "widgets/chat/empty_conversation.h"

#include <QFontMetrics>
#include <QPainter>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

EmptyConversation::EmptyConversation(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("No questions yet"));
  setHint(tr("Phrases of the answer that name atoms light them up in the picture."));
}

void EmptyConversation::setHint(const QString& hint) {
  m_hint = hint;
  setAccessibleDescription(hint);
  update();
}

void EmptyConversation::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  const QString line = tr("No questions yet");
  const int room = qMin(width() - 2 * theme::scaled(24), theme::scaled(260));
  const QFont hintFont = theme::font(theme::TextRole::Secondary);
  const int hintHeight =
      QFontMetrics(hintFont).boundingRect(0, 0, room, 1000, Qt::TextWordWrap, m_hint).height();
  const int icon = theme::scaled(24);
  const int lineHeight = theme::lineHeight(theme::TextRole::Control);
  int y = (height() - icon - theme::scaled(12) - lineHeight - theme::scaled(2) - hintHeight) / 2;
  QPainter painter(this);
  theme::paintIcon(painter, QRectF((width() - icon) / 2, y, icon, icon),
                   QStringLiteral("conversation"), t.text3);
  y += icon + theme::scaled(12);
  painter.setFont(theme::font(theme::TextRole::Control));
  painter.setPen(t.text);
  painter.drawText(QRect(0, y, width(), lineHeight), Qt::AlignCenter, line);
  y += lineHeight + theme::scaled(2);
  painter.setFont(hintFont);
  painter.setPen(t.text3);
  painter.drawText(QRect((width() - room) / 2, y, room, hintHeight),
                   Qt::AlignHCenter | Qt::TextWordWrap, m_hint);
}

}  // namespace molloquy::widgets
