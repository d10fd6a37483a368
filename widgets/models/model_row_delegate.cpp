#include "widgets/models/model_row_delegate.h"

#include <QFontMetrics>
#include <QPainter>

#include "widgets/frame/marks.h"
#include "widgets/models/model_list_model.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

/// A dot as on the model chip; the differ mark where the model is broken.
void paintState(QPainter& painter, const QRectF& place, ModelRowState state,
                const QPalette& palette) {
  const theme::Tokens& t = theme::tokensFor(palette);
  if (state == ModelRowState::Broken) {
    paintMark(painter, place, Mark::Differs, palette);
    return;
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double radius = 4.0 * theme::textScale();
  if (state == ModelRowState::Loaded) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.agree);
  } else {
    painter.setPen(QPen(state == ModelRowState::Loading ? t.accent : t.lineStrong, 1.5));
    painter.setBrush(Qt::NoBrush);
  }
  painter.drawEllipse(place.center(), radius, radius);
  painter.restore();
}

}  // namespace

ModelRowDelegate::ModelRowDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

QSize ModelRowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {theme::scaled(200), theme::scaled(54)};
}

void ModelRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const QRect row = option.rect;
  const bool selected = option.state & QStyle::State_Selected;
  const auto state = static_cast<ModelRowState>(index.data(ModelListModel::StateRole).toInt());
  painter->save();
  if (selected) {
    painter->fillRect(row, t.selected);
    painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), t.accent);
  } else if (option.state & QStyle::State_MouseOver) {
    painter->fillRect(row, t.hover);
  }
  const int nameHeight = theme::lineHeight(theme::TextRole::Control);
  const int lineHeight = theme::lineHeight(theme::TextRole::Secondary);
  const int top = row.center().y() - (nameHeight + lineHeight) / 2 + 1;
  const int left = row.left() + theme::scaled(36);
  const int width = row.right() - left - theme::scaled(10);
  paintState(*painter, QRectF(row.left() + theme::scaled(12), top, markSize(), nameHeight), state,
             option.palette);

  QFont font = theme::font(theme::TextRole::Control);
  font.setWeight(QFont::Medium);
  painter->setFont(font);
  painter->setPen(t.text);
  painter->drawText(
      QRect(left, top, width, nameHeight), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, width));
  const bool broken = state == ModelRowState::Broken;
  painter->setFont(theme::font(theme::TextRole::Secondary));
  painter->setPen(broken ? t.differ : t.text2);
  const QString line = broken || state == ModelRowState::Loading
                           ? stateWord(state)
                           : index.data(ModelListModel::SummaryRole).toString();
  painter->drawText(QRect(left, top + nameHeight, width, lineHeight),
                    Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                    painter->fontMetrics().elidedText(line, Qt::ElideRight, width));
  if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
    theme::painting::focusRing(*painter, row, 0, t.accent);
  painter->restore();
}

}  // namespace molloquy::widgets
