#include <QFontMetrics>
#include <QIcon>
#include <QKeySequence>
#include <QPainter>

#include "widgets/frame/command_list.h"
#include "widgets/frame/key_caps.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

int sideMargin() { return theme::scaled(14); }

/// Draws a text whose middle part is bold; returns the x after it.
int paintMatch(QPainter& painter, const QRect& line, const QString& text, const QPoint& match) {
  const QFont plain = theme::font(TextRole::Control);
  QFont bold = plain;
  bold.setWeight(QFont::Bold);
  int x = line.left();
  const auto draw = [&](const QString& part, const QFont& font) {
    if (part.isEmpty()) return;
    painter.setFont(font);
    painter.drawText(QRect(x, line.top(), line.width(), line.height()),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, part);
    x += QFontMetrics(font).horizontalAdvance(part);
  };
  draw(text.left(match.x()), plain);
  draw(text.mid(match.x(), match.y()), bold);
  draw(text.mid(match.x() + match.y()), plain);
  return x;
}

}  // namespace

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {theme::scaled(400), theme::scaled(36)};
}

void CommandDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const QRect row = option.rect;
  const bool current = option.state & QStyle::State_Selected;
  const bool enabled = index.data(CommandListModel::EnabledRole).toBool();
  painter->save();
  if (current) {
    painter->fillRect(row, t.selected);
    painter->fillRect(QRect(row.left(), row.top(), 2, row.height()), t.accent);
  } else if (option.state & QStyle::State_MouseOver) {
    painter->fillRect(row, t.hover);
  }
  const int side = theme::scaled(18);
  const QRect icon(row.left() + sideMargin(), row.center().y() - side / 2 + 1, side, side);
  index.data(Qt::DecorationRole)
      .value<QIcon>()
      .paint(painter, icon, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);

  int right = row.right() - sideMargin();
  const QStringList keys = keyNames(index.data(CommandListModel::KeysRole).value<QKeySequence>());
  if (enabled && !keys.isEmpty()) {
    paintKeyCaps(*painter, right, row.center().y() + 1, keys, option.palette);
    right -= keyCapsWidth(keys) + theme::scaled(12);
  }
  const int left = icon.right() + 1 + theme::scaled(11);
  painter->setPen(enabled ? t.text : current ? t.text2 : t.text3);
  const QPoint match = index.data(CommandListModel::MatchRole).toPoint();
  int x = paintMatch(*painter, QRect(left, row.top(), right - left, row.height()),
                     index.data().toString(), match);
  x += theme::scaled(12);
  const QString note = enabled ? index.data(CommandListModel::MenuRole).toString()
                               : index.data(CommandListModel::ReasonRole).toString();
  painter->setFont(theme::font(TextRole::Secondary));
  painter->setPen(current ? t.text2 : t.text3);
  const int room = right - x;
  if (room > theme::scaled(24))
    painter->drawText(QRect(x, row.top(), room, row.height()),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(note, Qt::ElideRight, room));
  painter->restore();
}

}  // namespace molloquy::widgets
