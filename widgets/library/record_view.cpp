#include "widgets/library/record_view.h"

#include <QDrag>
#include <QFontMetrics>
#include <QImage>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/library/record_list_model.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

RecordView::RecordView(QWidget* parent) : QListView(parent) {
  setUniformItemSizes(true);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  viewport()->setAutoFillBackground(false);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setDragDropMode(QAbstractItemView::DragOnly);
  setDragEnabled(true);
  connect(this, &QListView::clicked, this, [this](const QModelIndex& index) {
    const auto several = Qt::ControlModifier | Qt::ShiftModifier;
    if (!(m_modifiers & several)) Q_EMIT recordChosen(index);
  });
}

void RecordView::setNote(const QString& icon, const QString& line, const QString& hint) {
  m_icon = icon;
  m_line = line;
  m_hint = hint;
  setAccessibleDescription(model() == nullptr || model()->rowCount() == 0 ? line + u' ' + hint
                                                                          : QString());
  viewport()->update();
}

void RecordView::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
      currentIndex().isValid()) {
    Q_EMIT recordChosen(currentIndex());
    return;
  }
  if (event->matches(QKeySequence::Copy)) {
    Q_EMIT copyRequested();
    return;
  }
  QListView::keyPressEvent(event);
}

void RecordView::mouseReleaseEvent(QMouseEvent* event) {
  m_modifiers = event->modifiers();
  QListView::mouseReleaseEvent(event);
}

void RecordView::startDrag(Qt::DropActions actions) {
  QMimeData* records = model()->mimeData(selectedIndexes());
  if (records == nullptr) return;
  auto* drag = new QDrag(this);
  drag->setMimeData(records);
  const QImage drawing = currentIndex().data(RecordListModel::ThumbnailRole).value<QImage>();
  if (!drawing.isNull()) drag->setPixmap(QPixmap::fromImage(drawing));
  drag->exec(actions, Qt::CopyAction);
}

void RecordView::paintEvent(QPaintEvent* event) {
  QListView::paintEvent(event);
  if (model() != nullptr && model()->rowCount() > 0) return;
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(viewport());
  const QFont lineFont = theme::font(theme::TextRole::Control);
  const QFont hintFont = theme::font(theme::TextRole::Secondary);
  const int width = qMin(viewport()->width() - theme::scaled(32), theme::scaled(180));
  const auto heightOf = [&](const QFont& font, const QString& text) {
    return QFontMetrics(font)
        .boundingRect(0, 0, width, 10000, Qt::TextWordWrap | Qt::AlignHCenter, text)
        .height();
  };
  const int icon = theme::scaled(24);
  const int lineHeight = heightOf(lineFont, m_line);
  const int hintHeight = heightOf(hintFont, m_hint);
  const int gap = theme::scaled(10);
  int y = (viewport()->height() - icon - gap - lineHeight - hintHeight) / 2;
  const int x = (viewport()->width() - width) / 2;
  theme::paintIcon(painter, QRectF((viewport()->width() - icon) / 2, y, icon, icon), m_icon,
                   t.text2);
  y += icon + gap;
  painter.setFont(lineFont);
  painter.setPen(t.text);
  painter.drawText(QRect(x, y, width, lineHeight), Qt::TextWordWrap | Qt::AlignHCenter, m_line);
  y += lineHeight + theme::scaled(2);
  painter.setFont(hintFont);
  painter.setPen(t.text2);
  painter.drawText(QRect(x, y, width, hintHeight), Qt::TextWordWrap | Qt::AlignHCenter, m_hint);
}

}  // namespace molloquy::widgets
