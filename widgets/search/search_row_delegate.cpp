#include "widgets/search/search_row_delegate.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "widgets/depiction/formula_text.h"
#include "widgets/search/search_rows.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

int sideMargin() { return theme::scaled(11); }

/// Where the typed part is in a text: all of it, or the beginning that both share.
std::pair<qsizetype, qsizetype> typedPart(const QString& text, const QString& typed) {
  const qsizetype at = typed.isEmpty() ? -1 : text.indexOf(typed, 0, Qt::CaseInsensitive);
  if (at >= 0) return {at, typed.size()};
  qsizetype shared = 0;
  while (shared < std::min(text.size(), typed.size()) &&
         text[shared].toLower() == typed[shared].toLower())
    ++shared;
  return {0, shared};
}

/// Paints a text whose typed part is bold, shortened at its end; returns the width used.
int paintTyped(QPainter& painter, const QRect& place, const QString& text, const QString& typed) {
  const QFont plain = theme::font(TextRole::Control);
  QFont bold = plain;
  bold.setWeight(QFont::Bold);
  const auto [at, length] = typedPart(text, typed);
  int x = place.left();
  const auto draw = [&](const QString& part, const QFont& font) {
    const int room = place.right() - x + 1;
    if (part.isEmpty() || room <= 0) return;
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(part, Qt::ElideRight, room);
    painter.setFont(font);
    painter.drawText(QRect(x, place.top(), room, place.height()),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
    x += metrics.horizontalAdvance(shown);
  };
  draw(text.left(at), plain);
  draw(text.mid(at, length), bold);
  draw(text.mid(at + length), plain);
  return x - place.left();
}

/// "C9H8O4 · 180.16" with its formula set as one.
void paintDetail(QPainter& painter, const QRect& place, const QModelIndex& index,
                 const QColor& colour) {
  const QString detail = index.data(SearchRowsModel::DetailRole).toString();
  const QFont font = theme::font(TextRole::Secondary);
  const QFontMetrics metrics(font);
  painter.setFont(font);
  painter.setPen(colour);
  const QString separator = QStringLiteral(" · ");
  const qsizetype cut = detail.indexOf(separator);
  if (!index.data(SearchRowsModel::IsFormulaRole).toBool() || cut < 0) {
    painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(detail, Qt::ElideRight, place.width()));
    return;
  }
  const QString rest = detail.mid(cut);
  const int restWidth = metrics.horizontalAdvance(rest);
  if (restWidth >= place.width()) return;
  painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, rest);
  paintFormula(painter, QRectF(place).adjusted(0, 0, -restWidth, 0), Qt::AlignRight,
               detail.left(cut), font, colour);
}

}  // namespace

QSize SearchRowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
  const auto kind = static_cast<SearchRow::Kind>(index.data(SearchRowsModel::RowKindRole).toInt());
  if (kind == SearchRow::Kind::Group) {
    const bool first = index.row() == 0;
    return {theme::scaled(200), theme::scaled(first ? 30 : 33)};
  }
  return {theme::scaled(200), theme::scaled(30)};
}

void SearchRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const auto kind = static_cast<SearchRow::Kind>(index.data(SearchRowsModel::RowKindRole).toInt());
  QRect row = option.rect;
  const QString text = index.data().toString();
  painter->save();
  if (kind == SearchRow::Kind::Group) {
    if (index.row() > 0)
      painter->fillRect(QRect(row.left(), row.top() + 2, row.width(), 1), t.line);
    QFont font = theme::font(TextRole::Secondary);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(t.text2);
    painter->drawText(row.adjusted(sideMargin(), theme::scaled(5), -sideMargin(), 0),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    painter->restore();
    return;
  }
  if (kind == SearchRow::Kind::Note) {
    painter->setFont(theme::font(TextRole::Control));
    painter->setPen(t.text2);
    const int room = row.width() - 2 * sideMargin();
    painter->drawText(row.adjusted(sideMargin(), 0, -sideMargin(), 0),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, room));
    painter->restore();
    return;
  }
  const bool current = option.state & QStyle::State_Selected;
  if (current) {
    painter->fillRect(row, t.selected);
  } else if (option.state & QStyle::State_MouseOver) {
    painter->fillRect(row, t.hover);
  }
  const int side = theme::scaled(16);
  theme::paintIcon(
      *painter, QRectF(row.left() + sideMargin(), row.center().y() + 0.5 - side / 2.0, side, side),
      index.data(SearchRowsModel::IconRole).toString(), t.text2);
  QRect place = row.adjusted(sideMargin() + side + theme::scaled(8), 0, -sideMargin(), 0);
  if (current) {
    painter->setFont(theme::font(TextRole::Secondary));
    painter->setPen(t.text2);
    const QString hint = tr("Enter");
    const int width = painter->fontMetrics().horizontalAdvance(hint);
    painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, hint);
    place.setRight(place.right() - width - theme::scaled(10));
  }
  painter->setPen(kind == SearchRow::Kind::MoreWays ? t.text2 : t.text);
  const bool isName = index.data(SearchRowsModel::IsNameRole).toBool();
  const QString typed = isName ? index.data(SearchRowsModel::TypedRole).toString() : QString();
  const int used = paintTyped(*painter, place, text, typed);
  place.setLeft(place.left() + used + theme::scaled(12));
  if (place.width() > theme::scaled(36))
    paintDetail(*painter, place, index, current ? t.text2 : t.text3);
  painter->restore();
}

}  // namespace molloquy::widgets
