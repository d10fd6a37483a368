#include "widgets/search/compound_rows.h"

#include <QFontMetrics>
#include <QPainter>
#include <utility>

#include "widgets/depiction/formula_text.h"
#include "widgets/depiction/thumbnail.h"
#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

constexpr int kSide = 16;

QSize frameSize() { return {theme::scaled(112), theme::scaled(80)}; }

/// "180.16 · anomeric centre not set"
QString detailOf(const CompoundChoice& choice) {
  QStringList parts;
  if (!choice.mass.isEmpty()) parts += shownNumber(choice.mass);
  if (!choice.distinction.isEmpty()) parts += choice.distinction;
  return parts.join(QStringLiteral(" · "));
}

/// The formula set as one, and what follows it.
void paintDetail(QPainter& painter, const QRect& line, const QModelIndex& index,
                 const QColor& colour) {
  const QFont font = theme::font(TextRole::Secondary);
  const QString formula = index.data(CompoundChoiceModel::FormulaRole).toString();
  QString rest = index.data(CompoundChoiceModel::DetailRole).toString();
  double x = line.left();
  if (!formula.isEmpty()) {
    x += paintFormula(painter, QRectF(line), Qt::AlignLeft, formula, font, colour);
    if (!rest.isEmpty()) rest = QStringLiteral(" · ") + rest;
  }
  const int room = line.right() - static_cast<int>(x);
  if (room <= 0) return;
  painter.setFont(font);
  painter.setPen(colour);
  painter.drawText(QRectF(x, line.top(), room, line.height()),
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                   QFontMetrics(font).elidedText(rest, Qt::ElideRight, room));
}

}  // namespace

void CompoundChoiceModel::setChoices(std::vector<CompoundChoice> choices) {
  beginResetModel();
  m_choices.clear();
  m_rowOf.clear();
  m_drawings.clear();
  endResetModel();
  append(choices);
}

void CompoundChoiceModel::append(const std::vector<CompoundChoice>& choices) {
  std::vector<CompoundChoice> fresh;
  for (const CompoundChoice& choice : choices) {
    if (m_rowOf.contains(choice.cid)) continue;
    m_rowOf.insert(choice.cid, static_cast<int>(m_choices.size() + fresh.size()));
    fresh.push_back(choice);
  }
  if (fresh.empty()) return;
  beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
  m_choices.insert(m_choices.end(), fresh.begin(), fresh.end());
  endInsertRows();
}

QModelIndex CompoundChoiceModel::indexOf(qint64 cid) const {
  const auto row = m_rowOf.constFind(cid);
  return row == m_rowOf.constEnd() ? QModelIndex() : index(*row);
}

void CompoundChoiceModel::setDrawing(qint64 cid, const QImage& drawing) {
  const QModelIndex place = indexOf(cid);
  if (!place.isValid()) return;
  m_drawings.insert(cid, drawing);
  Q_EMIT dataChanged(place, place, {DrawingRole});
}

void CompoundChoiceModel::dropDrawings() {
  m_drawings.clear();
  if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {DrawingRole});
}

void CompoundChoiceModel::setHas3d(qint64 cid, bool has3d) {
  const QModelIndex place = indexOf(cid);
  if (!place.isValid()) return;
  m_choices[static_cast<std::size_t>(place.row())].has3d = has3d;
  Q_EMIT dataChanged(place, place, {ShapeRole});
}

int CompoundChoiceModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_choices.size());
}

QVariant CompoundChoiceModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const CompoundChoice& choice = m_choices[static_cast<std::size_t>(index.row())];
  const QString title = choice.title.isEmpty() ? tr("Compound without a title") : choice.title;
  const QString shape = !choice.has3d   ? QString()
                        : *choice.has3d ? tr("3D record")
                                        : tr("2D only, 3D will be made here");
  switch (role) {
    case Qt::DisplayRole:
      return title;
    case Qt::ToolTipRole:
      return detailOf(choice).isEmpty() ? title : title + u'\n' + detailOf(choice);
    case Qt::AccessibleTextRole:
      return QStringList{title, spokenFormula(choice.formula), detailOf(choice),
                         tr("CID %1").arg(choice.cid), shape}
          .join(QStringLiteral(", "));
    case CidRole:
      return choice.cid;
    case FormulaRole:
      return choice.formula;
    case DetailRole:
      return detailOf(choice);
    case ShapeRole:
      return shape;
    case DrawingRole:
      return m_drawings.value(choice.cid);
    default:
      return {};
  }
}

QSize CompoundDelegate::drawingRoom() { return frameSize() - QSize(4, 4); }

QSize CompoundDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {theme::scaled(480), frameSize().height() + theme::scaled(kSide)};
}

void CompoundDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const QRect row = option.rect;
  const bool selected = option.state & QStyle::State_Selected;
  painter->save();
  if (selected) {
    painter->fillRect(row, t.selected);
    painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), t.accent);
  } else if (option.state & QStyle::State_MouseOver) {
    painter->fillRect(row, t.hover);
  }
  painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), t.line);
  const QSize size = frameSize();
  const QRect frame(QPoint(row.left() + theme::scaled(kSide), row.center().y() - size.height() / 2),
                    size);
  theme::painting::box(*painter, frame, theme::painting::kRadiusChip, t.surface, t.line);
  const auto drawing = index.data(CompoundChoiceModel::DrawingRole).value<QImage>();
  if (drawing.isNull()) {
    Q_EMIT drawingMissing(index.data(CompoundChoiceModel::CidRole).toLongLong());
  } else {
    paintThumbnail(*painter, QRectF(frame).adjusted(2, 2, -2, -2), drawing);
  }

  const QString shape = index.data(CompoundChoiceModel::ShapeRole).toString();
  int right = row.right() - theme::scaled(kSide);
  painter->setFont(theme::font(TextRole::Secondary));
  if (!shape.isEmpty()) {
    const int width = painter->fontMetrics().horizontalAdvance(shape);
    painter->setPen(t.text2);
    painter->drawText(QRect(right - width, row.top(), width + 1, row.height()),
                      Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, shape);
    right -= width + theme::scaled(8 + 14);
    const int icon = theme::scaled(14);
    theme::paintIcon(*painter, QRectF(right, row.center().y() - icon / 2.0, icon, icon),
                     QStringLiteral("hexagon"), t.text2);
  }
  const int left = frame.right() + 1 + theme::scaled(14);
  const int width = qMax(theme::scaled(60), right - theme::scaled(12) - left);
  const int titleHeight = theme::lineHeight(TextRole::PanelTitle);
  const int lineHeight = theme::lineHeight(TextRole::Secondary);
  const int top = row.center().y() - (titleHeight + 2 * lineHeight + theme::scaled(2)) / 2;
  painter->setFont(theme::font(TextRole::PanelTitle));
  painter->setPen(t.text);
  painter->drawText(
      QRect(left, top, width, titleHeight), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, width));
  const int second = top + titleHeight + theme::scaled(1);
  paintDetail(*painter, QRect(left, second, width, lineHeight), index, t.text2);
  painter->setFont(theme::font(TextRole::Secondary));
  painter->setPen(selected ? t.text2 : t.text3);
  painter->drawText(QRect(left, second + lineHeight + theme::scaled(1), width, lineHeight),
                    Qt::AlignLeft | Qt::AlignVCenter,
                    tr("CID %1").arg(index.data(CompoundChoiceModel::CidRole).toLongLong()));
  if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_KeyboardFocusChange))
    theme::painting::focusRing(*painter, row, 0, t.accent);
  painter->restore();
}

}  // namespace molloquy::widgets
