#include "widgets/inspector/table_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

int cellMargin() { return theme::scaled(7); }

QFont fontOf(Emphasis emphasis) {
  QFont font = theme::font(TextRole::Control);
  if (emphasis == Emphasis::Strong) font.setWeight(QFont::Medium);
  return font;
}

QColor inkOf(const theme::Tokens& t, Emphasis emphasis, bool selected) {
  switch (emphasis) {
    case Emphasis::Secondary:
      return t.text2;
    case Emphasis::Hint:
      return selected ? t.text2 : t.text3;
    case Emphasis::Wrong:
      return t.differ;
    default:
      return t.text;
  }
}

}  // namespace

TableView::TableView(QWidget* parent) : QTableView(parent) {
  setHorizontalHeader(new TableHeader(this));
  verticalHeader()->hide();
  setShowGrid(false);
  setWordWrap(false);
  setCornerButtonEnabled(false);
  setFrameShape(QFrame::NoFrame);
  setSelectionBehavior(SelectRows);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollMode(ScrollPerPixel);
  setMouseTracking(true);
  setTabKeyNavigation(false);
  setItemDelegate(new CellDelegate(this));
  applyLook();
}

void TableView::applyLook() {
  verticalHeader()->setMinimumSectionSize(theme::scaled(18));
  verticalHeader()->setDefaultSectionSize(theme::scaled(26));
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  horizontalHeader()->setFixedHeight(theme::scaled(28));
}

void TableView::initViewItemOption(QStyleOptionViewItem* option) const {
  QTableView::initViewItemOption(option);
  option->showDecorationSelected = true;
}

void TableView::setEmptyText(const QString& sentence) {
  if (m_emptyText == sentence) return;
  m_emptyText = sentence;
  viewport()->update();
}

void TableView::paintEvent(QPaintEvent* event) {
  QTableView::paintEvent(event);
  if (model() == nullptr || model()->rowCount() > 0 || m_emptyText.isEmpty()) return;
  QPainter painter(viewport());
  painter.setFont(theme::font(TextRole::Control));
  painter.setPen(theme::tokensFor(palette()).text3);
  const QRect place = viewport()->rect().adjusted(cellMargin(), theme::scaled(8), -cellMargin(), 0);
  painter.drawText(place, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_emptyText);
}

void TableView::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(static_cast<int>(event->position().y()));
  if (row != m_hoveredRow) {
    m_hoveredRow = row;
    viewport()->update();
  }
  QTableView::mouseMoveEvent(event);
}

void TableView::leaveEvent(QEvent* event) {
  m_hoveredRow = -1;
  viewport()->update();
  QTableView::leaveEvent(event);
}

bool TableView::event(QEvent* event) {
  // Copying rows wins over a Copy action of the window while the table has focus.
  if (event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
    event->accept();
    return true;
  }
  return QTableView::event(event);
}

void TableView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copyRows();
  QTableView::keyPressEvent(event);
}

void TableView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) applyLook();
  QTableView::changeEvent(event);
}

QString TableView::asText(const QModelIndexList& rows, QChar separator) const {
  if (model() == nullptr) return {};
  const auto quoted = [separator](QString cell) {
    cell.replace(QChar(0x2212), u'-');  // A spreadsheet reads ASCII numbers only.
    if (separator == u',' && (cell.contains(u',') || cell.contains(u'"')))
      return u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"';
    return cell;
  };
  QStringList lines;
  QStringList head;
  for (int column = 0; column < model()->columnCount(); ++column)
    if (!isColumnHidden(column))
      head += quoted(model()->headerData(column, Qt::Horizontal).toString());
  lines += head.join(separator);
  for (const QModelIndex& row : rows) {
    QStringList cells;
    for (int column = 0; column < model()->columnCount(); ++column)
      if (!isColumnHidden(column)) cells += quoted(row.siblingAtColumn(column).data().toString());
    lines += cells.join(separator);
  }
  return lines.join(u'\n') + u'\n';
}

QString TableView::rowsAsText() const {
  if (model() == nullptr) return {};
  QModelIndexList rows = selectionModel()->selectedRows();
  std::sort(rows.begin(), rows.end(),
            [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
  if (rows.isEmpty())
    for (int row = 0; row < model()->rowCount(); ++row) rows += model()->index(row, 0);
  return asText(rows, u'\t');
}

QString TableView::csv() const {
  if (model() == nullptr) return {};
  QModelIndexList rows;
  for (int row = 0; row < model()->rowCount(); ++row) rows += model()->index(row, 0);
  return asText(rows, u',');
}

void TableView::copyRows() const {
  const QString text = rowsAsText();
  if (!text.isEmpty()) QGuiApplication::clipboard()->setText(text);
}

void CellDelegate::paintRow(QPainter& painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const bool selected = option.state & QStyle::State_Selected;
  if (selected) {
    painter.fillRect(option.rect, t.selected);
  } else if (index.row() == m_view->m_hoveredRow && (option.state & QStyle::State_Enabled)) {
    painter.fillRect(option.rect, t.hover);
  }
  painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
  const QModelIndex current = m_view->currentIndex();
  if (current.row() != index.row() || !m_view->hasFocus() ||
      !m_view->window()->testAttribute(Qt::WA_KeyboardFocusChange))
    return;
  // The ring goes around the row; the cell the keyboard is in has a full one.
  const QRect r = option.rect;
  if (current == index && (m_view->model()->flags(index) & Qt::ItemIsEditable)) {
    theme::painting::focusRing(painter, QRectF(r), 0, t.accent);
  } else {
    painter.fillRect(QRect(r.left(), r.top(), r.width(), 2), t.accent);
    painter.fillRect(QRect(r.left(), r.bottom() - 1, r.width(), 2), t.accent);
  }
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
  painter->save();
  painter->setClipRect(option.rect, Qt::IntersectClip);
  paintRow(*painter, option, index);
  paintContent(*painter, option, option.rect.adjusted(cellMargin(), 0, -cellMargin(), -1), index);
  painter->restore();
}

void CellDelegate::paintContent(QPainter& painter, const QStyleOptionViewItem& option,
                                const QRect& place, const QModelIndex& index) const {
  const theme::Tokens& t = theme::tokensFor(option.palette);
  const auto emphasis = static_cast<Emphasis>(index.data(kEmphasisRole).toInt());
  const bool selected = option.state & QStyle::State_Selected;
  painter.setFont(fontOf(emphasis));
  painter.setPen(option.state & QStyle::State_Enabled ? inkOf(t, emphasis, selected)
                                                      : theme::painting::disabledText(t));
  const QFontMetricsF metrics(painter.font());
  const QString text = index.data().toString();
  const int alignment = index.data(Qt::TextAlignmentRole).toInt();
  if (!(alignment & Qt::AlignRight)) {
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(text, Qt::ElideRight, place.width()));
    return;
  }
  const double base = place.top() + (place.height() + metrics.ascent() - metrics.descent()) / 2;
  paintTabular(painter, QPointF(place.right() + 1 - tabularWidth(text, metrics), base), text);
}

QWidget* CellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                    const QModelIndex& index) const {
  QWidget* editor = QStyledItemDelegate::createEditor(parent, option, index);
  if (auto* line = qobject_cast<QLineEdit*>(editor)) {
    line->setFrame(true);
    line->setFont(theme::font(TextRole::Control));
    line->setAlignment(static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt()));
    line->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
  }
  return editor;
}

TableHeader::TableHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
  setSectionsClickable(true);
  setHighlightSections(false);
  setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  setMinimumSectionSize(theme::scaled(24));
}

QSize TableHeader::sectionSizeFromContents(int section) const {
  const QString text = model()->headerData(section, orientation()).toString();
  const QFontMetrics metrics(theme::font(TextRole::Control));
  return {metrics.horizontalAdvance(text) + 2 * cellMargin() + theme::scaled(12),
          theme::scaled(28)};
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const theme::Tokens& t = theme::tokensFor(palette());
  painter->fillRect(rect, t.surface);
  painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.line);
  const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
  const int alignment = model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt();
  const bool right = alignment & Qt::AlignRight;
  QRect place = rect.adjusted(cellMargin(), 0, -cellMargin(), -1);
  painter->setFont(theme::font(TextRole::Control));
  painter->setPen(sorted ? t.text : t.text2);
  const QString text = painter->fontMetrics().elidedText(
      model()->headerData(section, orientation()).toString(), Qt::ElideRight, place.width());
  painter->drawText(place, (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, text);
  if (!sorted) return;
  // Beside the words, on the side away from the column's edge.
  const int wide = painter->fontMetrics().horizontalAdvance(text);
  const int arrow = theme::scaled(12);
  const int x = right ? place.right() - wide - arrow - 2 : place.left() + wide + 4;
  if (x < rect.left() || x + arrow > rect.right()) return;
  theme::painting::chevron(*painter, QRectF(x, rect.top(), arrow, rect.height()),
                           sortIndicatorOrder() == Qt::AscendingOrder ? Qt::UpArrow : Qt::DownArrow,
                           t.text2);
}

}  // namespace molloquy::widgets
