#include "widgets/neighbours/neighbour_card.h"

#include <QImage>
#include <QPainter>

#include "widgets/depiction/thumbnail.h"
#include "widgets/neighbours/card_words.h"
#include "widgets/neighbours/neighbour_list_model.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::scaled;
using theme::TextRole;

constexpr int kPadding = 9;
constexpr int kTop = 5;     ///< between the drawing and the name.
constexpr int kBottom = 7;  ///< below the last line.
constexpr int kOverlaidPin = 1;

int smallLine() { return theme::lineHeight(TextRole::Secondary) + 2; }

int wordsHeight(const CardShape& shape) {
  const int scoreLines = shape.scores > 1 ? shape.scores : 0;
  return scaled(kTop + kBottom) + theme::lineHeight(TextRole::Control) +
         smallLine() * (1 + scoreLines) + theme::lineHeight(TextRole::Secondary) * shape.textLines +
         (shape.textLines > 0 ? scaled(3) : 0);
}

QRect cardPlace(const QRect& cell) {
  const int before = NeighbourCardDelegate::gap() / 2;
  const int after = NeighbourCardDelegate::gap() - before;
  return cell.adjusted(before, before, -after, -after);
}

}  // namespace

QColor neighbourColour(const theme::Tokens& tokens) {
  return theme::pinColour(tokens, kOverlaidPin);
}

NeighbourCardDelegate::NeighbourCardDelegate(const NeighbourListModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

int NeighbourCardDelegate::gap() { return scaled(10); }

int NeighbourCardDelegate::fixedHeight(const CardShape& shape) {
  return gap() + 1 + wordsHeight(shape);
}

QRect NeighbourCardDelegate::drawingPlace(const QRect& cell) const {
  const QRect card = cardPlace(cell);
  return {card.left() + 4, card.top() + 4, card.width() - 8, m_shape.drawing - 6};
}

QSize NeighbourCardDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {m_shape.width, m_shape.drawing + fixedHeight(m_shape)};
}

void NeighbourCardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                  const QModelIndex& index) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const QRect card = cardPlace(option.rect);
  const NeighbourCard& shown = m_model.cards()[static_cast<std::size_t>(index.row())];
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  paintFrame(*painter, option, card, shown);
  paintDrawing(*painter, drawingPlace(option.rect), index, t);
  painter->fillRect(QRect(card.left() + 1, card.top() + m_shape.drawing, card.width() - 2, 1),
                    t.line);
  if (shown.key == m_overlaid) {
    const QRectF swatch(card.left() + scaled(8), card.top() + scaled(8), scaled(11), scaled(11));
    theme::painting::box(*painter, swatch, theme::painting::kRadiusTag, neighbourColour(t), {});
  }
  const int side = scaled(kPadding);
  paintWords(*painter,
             QRect(card.left() + side, card.top() + m_shape.drawing + 1 + scaled(kTop),
                   card.width() - 2 * side, wordsHeight(m_shape) - scaled(kTop)),
             index, t);
  if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
    theme::painting::focusRing(*painter, QRectF(card).adjusted(2, 2, -2, -2),
                               theme::painting::kRadiusChip, t.accent);
  painter->restore();
}

void NeighbourCardDelegate::paintFrame(QPainter& painter, const QStyleOptionViewItem& option,
                                       const QRect& card, const NeighbourCard&) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const bool selected = option.state & QStyle::State_Selected;
  const bool hovered = option.state & QStyle::State_MouseOver;
  if (selected) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), theme::painting::kRadiusCard - 1,
                            theme::painting::kRadiusCard - 1);
    return;
  }
  theme::painting::box(painter, card, theme::painting::kRadiusCard, t.surface,
                       hovered ? t.lineStrong : t.line);
}

void NeighbourCardDelegate::paintDrawing(QPainter& painter, const QRect& place,
                                         const QModelIndex& index,
                                         const theme::Tokens& tokens) const {
  const auto image = index.data(NeighbourListModel::ThumbnailRole).value<QImage>();
  if (!image.isNull()) {
    paintThumbnail(painter, place, image);
    return;
  }
  const QString key = index.data(NeighbourListModel::KeyRole).toString();
  if (!m_model.hasThumbnail(key)) {
    Q_EMIT thumbnailMissing(key);
    return;
  }
  painter.setFont(theme::font(TextRole::Secondary));
  painter.setPen(tokens.text3);
  painter.drawText(place, Qt::AlignCenter | Qt::TextWordWrap, tr("No drawing"));
}

void NeighbourCardDelegate::paintWords(QPainter& painter, const QRect& place,
                                       const QModelIndex& index,
                                       const theme::Tokens& tokens) const {
  const NeighbourCard& card = m_model.cards()[static_cast<std::size_t>(index.row())];
  QRectF line(place.left(), place.top(), place.width(), theme::lineHeight(TextRole::Control));
  paintNameLine(painter, line, card.name, movementOf(m_model.cards(), index.row()), tokens);
  line.moveTop(line.bottom());
  line.setHeight(smallLine());
  const bool single = m_shape.scores <= 1;
  paintFormulaLine(painter, line, card.formula,
                   single && !card.scores.empty() ? &card.scores.front() : nullptr, tokens);
  for (std::size_t i = 0; !single && i < card.scores.size(); ++i) {
    line.moveTop(line.bottom());
    paintScoreLine(painter, line, card.scores[i], tokens);
  }
  if (m_shape.textLines == 0 || card.text.isEmpty()) return;
  // Below the room for all scores, so that texts of a row begin on one line.
  const int scoreLines = single ? 0 : m_shape.scores;
  const double top = place.top() + theme::lineHeight(TextRole::Control) +
                     smallLine() * (1 + scoreLines) + scaled(3);
  paintTextLines(painter, QRectF(place.left(), top, place.width(), place.bottom() - top), card.text,
                 m_shape.textLines, tokens);
}

}  // namespace molloquy::widgets
