#include "widgets/neighbours/neighbour_cards.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDrag>
#include <QGuiApplication>
#include <QImage>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPixmap>
#include <algorithm>

#include "widgets/depiction/thumbnail.h"
#include "widgets/library/thumbnail_queue.h"
#include "widgets/neighbours/neighbour_card.h"
#include "widgets/neighbours/neighbour_list_model.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_icon.h"

namespace molloquy::widgets {
namespace {

constexpr int kSmallestCard = 160;
constexpr int kDrawing = 98;
constexpr int kLowestDrawing = 64;
constexpr int kTextLines = 2;
/// Asked for a little larger than shown: lines of one width would look heavy on a card.
constexpr double kOversize = 1.15;

}  // namespace

NeighbourCards::NeighbourCards(QWidget* parent)
    : QListView(parent),
      m_model(new NeighbourListModel(this)),
      m_delegate(new NeighbourCardDelegate(*m_model, this)) {
  setAccessibleName(tr("Neighbours"));
  setModel(m_model);
  setItemDelegate(m_delegate);
  setFrameShape(QFrame::NoFrame);
  setFlow(QListView::LeftToRight);
  setWrapping(true);
  setResizeMode(QListView::Adjust);
  setUniformItemSizes(true);
  setMouseTracking(true);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setDragDropMode(QAbstractItemView::DragOnly);
  setDragEnabled(true);
  viewport()->setAutoFillBackground(false);
  theme::setOverlayScrollBars(*this);
  m_queue = new ThumbnailQueue([this](const QString& key) { return lacksDrawing(key); }, this);
  connect(m_delegate, &NeighbourCardDelegate::thumbnailMissing, m_queue, &ThumbnailQueue::want);
  connect(m_queue, &ThumbnailQueue::needed, this, [this](const QString& key) {
    const QSize room =
        m_delegate->drawingPlace(QRect(QPoint(), sizeHintForIndex(m_model->index(0)))).size();
    Q_EMIT thumbnailNeeded(key, room * kOversize, devicePixelRatioF());
  });
  connect(m_queue, &ThumbnailQueue::cancelled, this, &NeighbourCards::thumbnailCancelled);
  connect(this, &QListView::clicked, this, [this](const QModelIndex& index) {
    if (m_doubleClicked || (m_modifiers & (Qt::ControlModifier | Qt::ShiftModifier))) return;
    Q_EMIT overlayRequested(index.data(NeighbourListModel::KeyRole).toString());
  });
  connect(this, &QListView::doubleClicked, this, [this](const QModelIndex& index) {
    Q_EMIT openRequested(index.data(NeighbourListModel::KeyRole).toString());
  });
  shapeCards();
}

const std::vector<NeighbourCard>& NeighbourCards::cards() const { return m_model->cards(); }

void NeighbourCards::setCards(std::vector<NeighbourCard> cards) {
  const QStringList selected = selectedKeys();
  const QString current = currentIndex().data(NeighbourListModel::KeyRole).toString();
  m_model->setCards(std::move(cards));
  const QSignalBlocker quiet(this);
  for (const QString& key : selected) {
    const QModelIndex index = m_model->indexOfKey(key);
    if (index.isValid()) selectionModel()->select(index, QItemSelectionModel::Select);
  }
  const QModelIndex index = m_model->indexOfKey(current);
  if (index.isValid()) selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
  shapeCards();
}

void NeighbourCards::setThumbnail(const QString& key, const QImage& image) {
  if (image.isNull()) {
    m_queue->failed(key);
    m_model->setThumbnail(key, {});
    return;
  }
  const QSize room = m_delegate->drawingPlace(QRect(QPoint(), m_delegate->sizeHint({}, {}))).size();
  m_model->setThumbnail(key, fittedThumbnail(image, room, devicePixelRatioF()));
  m_queue->arrived(key);
}

void NeighbourCards::forgetThumbnails() {
  m_queue->reset();
  m_model->dropThumbnails();
}

void NeighbourCards::setOverlaid(const QString& key) {
  m_delegate->setOverlaid(key);
  viewport()->update();
}

QStringList NeighbourCards::selectedKeys() const {
  QModelIndexList rows = selectionModel()->selectedIndexes();
  std::sort(rows.begin(), rows.end());
  QStringList keys;
  for (const QModelIndex& index : rows) keys += index.data(NeighbourListModel::KeyRole).toString();
  return keys;
}

bool NeighbourCards::lacksDrawing(const QString& key) const {
  const QModelIndex index = m_model->indexOfKey(key);
  return index.isValid() && !m_model->hasThumbnail(key) &&
         visualRect(index).intersects(viewport()->rect());
}

int NeighbourCards::columns() const {
  const int room = viewport()->width() - theme::scaled(10);  // the scroll bar's place
  return std::max(1, room / (theme::scaled(kSmallestCard) + NeighbourCardDelegate::gap()));
}

void NeighbourCards::shapeCards() {
  CardShape shape;
  const int side = theme::scaled(12) - NeighbourCardDelegate::gap() / 2;
  setViewportMargins(side, 0, 0, 0);
  shape.width = (viewport()->width() - theme::scaled(10)) / columns();
  shape.scores = 0;
  for (const NeighbourCard& card : m_model->cards()) {
    shape.scores = std::max(shape.scores, static_cast<int>(card.scores.size()));
    if (!card.text.isEmpty()) shape.textLines = kTextLines;
  }
  // A low panel still shows one whole row.
  const int room = viewport()->height() - NeighbourCardDelegate::fixedHeight(shape);
  shape.drawing = std::clamp(room, theme::scaled(kLowestDrawing), theme::scaled(kDrawing));
  if (shape == m_delegate->shape()) return;
  m_delegate->setShape(shape);
  scheduleDelayedItemsLayout();
}

void NeighbourCards::resizeEvent(QResizeEvent* event) {
  QListView::resizeEvent(event);
  shapeCards();
}

void NeighbourCards::changeEvent(QEvent* event) {
  QListView::changeEvent(event);
  if (event->type() == QEvent::FontChange) shapeCards();
  if (event->type() == QEvent::PaletteChange) forgetThumbnails();
}

void NeighbourCards::keyPressEvent(QKeyEvent* event) {
  const QString key = currentIndex().data(NeighbourListModel::KeyRole).toString();
  const bool plain = !(event->modifiers() & ~Qt::KeypadModifier);
  if (event->matches(QKeySequence::Copy)) {
    copySelection();
  } else if (!key.isEmpty() && plain &&
             (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    Q_EMIT openRequested(key);
  } else if (!key.isEmpty() && plain && event->key() == Qt::Key_Space) {
    selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect);
    Q_EMIT overlayRequested(key);
  } else {
    QListView::keyPressEvent(event);
  }
}

void NeighbourCards::mouseReleaseEvent(QMouseEvent* event) {
  m_modifiers = event->modifiers();
  QListView::mouseReleaseEvent(event);
  m_doubleClicked = false;
}

void NeighbourCards::mouseDoubleClickEvent(QMouseEvent* event) {
  m_doubleClicked = true;  // the release that follows is no click of its own
  QListView::mouseDoubleClickEvent(event);
}

void NeighbourCards::copySelection() const {
  QStringList names;
  QModelIndexList rows = selectionModel()->selectedIndexes();
  std::sort(rows.begin(), rows.end());
  for (const QModelIndex& index : rows) names += index.data().toString();
  if (!names.isEmpty()) QGuiApplication::clipboard()->setText(names.join(u'\n'));
}

void NeighbourCards::contextMenuEvent(QContextMenuEvent* event) {
  const QModelIndex index =
      event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
  if (!index.isValid()) return;
  if (!selectionModel()->isSelected(index))
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
  const QString key = index.data(NeighbourListModel::KeyRole).toString();
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Open\tEnter"), this, [this, key] { Q_EMIT openRequested(key); });
  menu->addAction(tr("Lay over the structure\tSpace"), this,
                  [this, key] { Q_EMIT overlayRequested(key); });
  menu->addAction(theme::icon(QStringLiteral("plus")), tr("Use as examples"), this,
                  [this] { Q_EMIT contextRequested(selectedKeys()); });
  menu->addSeparator();
  menu->addAction(theme::icon(QStringLiteral("copy")), tr("Copy names\tCtrl+C"), this,
                  [this] { copySelection(); });
  menu->popup(event->reason() == QContextMenuEvent::Keyboard
                  ? viewport()->mapToGlobal(visualRect(index).center())
                  : event->globalPos());
}

void NeighbourCards::startDrag(Qt::DropActions actions) {
  QModelIndexList rows = selectionModel()->selectedIndexes();
  std::sort(rows.begin(), rows.end());
  QMimeData* cards = m_model->mimeData(rows);
  if (cards == nullptr) return;
  auto* drag = new QDrag(this);
  drag->setMimeData(cards);
  const auto drawing = currentIndex().data(NeighbourListModel::ThumbnailRole).value<QImage>();
  if (!drawing.isNull()) drag->setPixmap(QPixmap::fromImage(drawing));
  drag->exec(actions, Qt::CopyAction);
}

void NeighbourCards::selectionChanged(const QItemSelection& selected,
                                      const QItemSelection& deselected) {
  QListView::selectionChanged(selected, deselected);
  Q_EMIT cardsSelected();
}

}  // namespace molloquy::widgets
