#include "widgets/library/record_delegate.h"

#include <QFontMetrics>
#include <QImage>
#include <QLocale>
#include <QPainter>

#include "widgets/depiction/formula_text.h"
#include "widgets/depiction/thumbnail.h"
#include "widgets/inspector/number_text.h"
#include "widgets/library/record_list_model.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

QSize frameSize() { return {theme::scaled(54), theme::scaled(44)}; }

void paintSecondLine(QPainter& painter, const QRectF& line, const QModelIndex& index,
                     const QColor& colour) {
  const QFont font = theme::font(theme::TextRole::Secondary);
  const QFontMetricsF metrics(font);
  painter.setFont(font);
  painter.setPen(colour);
  const QString subtitle = index.data(RecordListModel::SubtitleRole).toString();
  if (!subtitle.isEmpty()) {
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(subtitle, Qt::ElideRight, line.width()));
    return;
  }
  const double mass = index.data(RecordListModel::MassRole).toDouble();
  const QString massText =
      mass > 0 ? QStringLiteral(" · ") + QLocale().toString(mass, 'f', 2) : QString();
  const double massWidth = tabularWidth(massText, metrics);
  QRectF formulaPlace = line;
  formulaPlace.setWidth(qMax(0.0, line.width() - massWidth));
  const double used =
      paintFormula(painter, formulaPlace, Qt::AlignLeft,
                   index.data(RecordListModel::FormulaRole).toString(), font, colour);
  const double baseline = line.center().y() + (metrics.ascent() - metrics.descent()) / 2.0;
  painter.setFont(font);
  paintTabular(painter, QPointF(line.left() + used, baseline), massText);
}

}  // namespace

RecordDelegate::RecordDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

QSize RecordDelegate::thumbnailRoom() { return frameSize() - QSize(4, 4); }

QSize RecordDelegate::thumbnailSize() { return thumbnailRequest(thumbnailRoom()); }

QSize RecordDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {theme::scaled(180), theme::scaled(54)};
}

void RecordDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const QRect row = option.rect;
  const bool open = index.data(RecordListModel::KeyRole).toString() == m_openKey;
  painter->save();
  if (open || (option.state & QStyle::State_Selected)) {
    painter->fillRect(row, t.selected);
  } else if (option.state & QStyle::State_MouseOver) {
    painter->fillRect(row, t.hover);
  }
  if (open) painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), t.accent);
  const QSize size = frameSize();
  const QRect frame(
      QPoint(row.left() + theme::scaled(11), row.center().y() - size.height() / 2 + 1), size);
  paintThumbnail(*painter, frame, index, option.palette);

  const int left = frame.right() + 1 + theme::scaled(10);
  const int width = row.right() - left - theme::scaled(8);
  const int titleHeight = theme::lineHeight(theme::TextRole::Control);
  const int lineHeight = theme::lineHeight(theme::TextRole::Secondary);
  const int top = row.center().y() - (titleHeight + lineHeight) / 2 + 1;
  const QRect title(left, top, width, titleHeight);
  QFont font = theme::font(theme::TextRole::Control);
  font.setWeight(QFont::Medium);
  painter->setFont(font);
  painter->setPen(t.text);
  painter->drawText(title, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                    QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, width));
  paintSecondLine(*painter, QRectF(left, title.bottom() + 1, width, lineHeight), index, t.text2);
  if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
    theme::painting::focusRing(*painter, row, 0, t.accent);
  painter->restore();
}

void RecordDelegate::paintThumbnail(QPainter& painter, const QRect& frame, const QModelIndex& index,
                                    const QPalette& palette) const {
  const theme::Tokens& t = theme::tokensFor(palette);
  theme::painting::box(painter, frame, theme::painting::kRadiusChip, t.surface, t.line);
  const auto image = index.data(RecordListModel::ThumbnailRole).value<QImage>();
  if (image.isNull()) {
    Q_EMIT thumbnailMissing(index.data(RecordListModel::KeyRole).toString());
    return;
  }
  widgets::paintThumbnail(painter, QRectF(frame).adjusted(2, 2, -2, -2), image);
}

}  // namespace molloquy::widgets
