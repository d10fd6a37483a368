#include "widgets/chat/turn_list.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QTimerEvent>
#include <algorithm>

#include "widgets/chat/chat_model.h"
#include "widgets/chat/turn_delegate.h"
#include "widgets/selection/pin_model.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"

namespace molloquy::widgets {
namespace {

constexpr int kCopiedMs = 1400;
/// So near to the end counts as at the end.
constexpr int kEndSlack = 3;

}  // namespace

TurnList::TurnList(ChatModel& model, PinModel& pins, QWidget* parent)
    : QListView(parent),
      m_model(model),
      m_delegate(new TurnDelegate(model, pins, m_state, this)),
      m_newText(new QPushButton(tr("New text"), viewport())) {
  setFrameShape(QFrame::NoFrame);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSelectionMode(NoSelection);
  setEditTriggers(NoEditTriggers);
  setResizeMode(Adjust);
  setMouseTracking(true);
  viewport()->setMouseTracking(true);
  theme::setOverlayScrollBars(*this);
  setAccessibleName(tr("Conversation"));
  setItemDelegate(m_delegate);
  m_newText->setAccessibleName(tr("Show the new text at the end"));
  m_newText->setFocusPolicy(Qt::NoFocus);
  m_newText->setCursor(Qt::ArrowCursor);
  m_newText->hide();
  connect(m_newText, &QPushButton::clicked, this, &TurnList::scrollToEnd);
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TurnList::onScrolled);
  connect(&model, &ChatModel::textAppended, this, &TurnList::onTextAppended);
  connect(&model, &ChatModel::turnEnded, this, &TurnList::updateCaretTimer);
  connect(&model, &ChatModel::modelReset, this, &TurnList::onReset);
  connect(&model, &ChatModel::rowsInserted, this, [this](const QModelIndex&, int, int last) {
    // A question just asked is always shown.
    if (m_model.turnAt(last).fromUser) m_following = true;
    updateCaretTimer();
  });
  connect(&pins, &PinModel::pinsChanged, this, [this] {
    m_delegate->pinsChanged();
    relay();
  });
  setModel(&model);
}

TurnList::~TurnList() = default;

void TurnList::setFocusedAtoms(std::vector<AtomIndex> atoms,
                               std::optional<std::vector<quint64>> turns) {
  m_state.atoms = std::move(atoms);
  m_state.atomTurns = std::move(turns);
  viewport()->update();
}

void TurnList::scrollToEnd() {
  m_following = true;
  m_newText->hide();
  executeDelayedItemsLayout();
  m_settingScroll = true;
  verticalScrollBar()->setValue(verticalScrollBar()->maximum());
  m_settingScroll = false;
}

void TurnList::doItemsLayout() {
  m_delegate->setWidth(viewport()->width());
  QListView::doItemsLayout();
}

void TurnList::updateGeometries() {
  m_settingScroll = true;
  QListView::updateGeometries();
  verticalScrollBar()->setSingleStep(theme::lineHeight(theme::TextRole::AnswerText));
  if (m_following) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
  m_settingScroll = false;
  placeNewTextButton();
}

void TurnList::onScrolled(int value) {
  if (m_settingScroll) return;
  m_following = value >= verticalScrollBar()->maximum() - kEndSlack;
  if (m_following) m_newText->hide();
}

void TurnList::scrollContentsBy(int dx, int dy) {
  QListView::scrollContentsBy(dx, dy);
  placeNewTextButton();
  if (m_pointer.x() >= 0 && !m_selecting) setHovered(placeAt(m_pointer));
}

void TurnList::onTextAppended() {
  if (!m_following && m_newText->isHidden()) {
    m_newText->show();
    m_newText->raise();
    placeNewTextButton();
  }
}

void TurnList::placeNewTextButton() {
  if (m_newText->isHidden()) return;
  const QSize size = m_newText->sizeHint();
  m_newText->setGeometry((viewport()->width() - size.width()) / 2,
                         viewport()->height() - size.height() - theme::scaled(10), size.width(),
                         size.height());
}

void TurnList::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                           const QList<int>& roles) {
  bool resized = false;
  for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
    const int before = visualRect(m_model.index(row)).height();
    m_delegate->turnChanged(m_model.turnAt(row).id);
    resized = resized || m_delegate->layoutOf(row).height() != before;
  }
  QListView::dataChanged(topLeft, bottomRight, roles);
  if (resized) {
    relay();
  } else {
    update(topLeft);
  }
}

void TurnList::relay() {
  // Now, not at the next turn of the event loop: a line must not be painted outside its row.
  doItemsLayout();
}

void TurnList::resizeEvent(QResizeEvent* event) {
  // Keep the turn at the top where it is while lines break anew.
  const QModelIndex top = indexAt(QPoint(2, 0));
  const int offset = top.isValid() ? visualRect(top).top() : 0;
  QListView::resizeEvent(event);
  doItemsLayout();
  if (!m_following && top.isValid()) {
    m_settingScroll = true;
    QScrollBar* bar = verticalScrollBar();
    bar->setValue(bar->value() + visualRect(top).top() - offset);
    m_settingScroll = false;
  }
}

void TurnList::changeEvent(QEvent* event) {
  QListView::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
      event->type() == QEvent::ApplicationFontChange) {
    m_delegate->forgetLayouts();
    relay();
  }
}

void TurnList::onReset() {
  const TurnPlace nowhere;
  m_delegate->forgetLayouts();
  m_state.selectionStart = m_state.selectionEnd = m_anchor = {};
  m_state.pressed = m_state.focused = nowhere;
  m_state.copied = 0;
  m_following = true;
  m_newText->hide();
  setHovered(nowhere);
  updateCaretTimer();
}

QPointF TurnList::rowCorner(int row) const { return visualRect(m_model.index(row)).topLeft(); }

std::vector<QRectF> TurnList::partRects(quint64 turn, TurnPart part) const {
  const auto row = m_model.rowOf(turn);
  if (!row) return {};
  auto all = m_delegate->layoutOf(*row).rectsOf(part);
  const QPointF corner = rowCorner(*row);
  for (QRectF& rect : all) rect.translate(corner);
  return all;
}

TurnPlace TurnList::placeAt(const QPoint& point) const {
  const QModelIndex index = indexAt(point);
  if (!index.isValid()) return {};
  const TurnPart part =
      m_delegate->layoutOf(index.row()).partAt(QPointF(point) - rowCorner(index.row()));
  if (part.kind == TurnPart::Kind::None) return {};
  return {m_model.turnAt(index.row()).id, part};
}

TextPlace TurnList::textPlaceAt(const QPoint& point) const {
  const int rows = m_model.rowCount();
  if (rows == 0) return {};
  const QModelIndex index = indexAt(QPoint(2, point.y()));
  if (!index.isValid()) {
    if (point.y() < visualRect(m_model.index(0)).top()) return {};
    return {rows - 1, static_cast<int>(m_model.turnAt(rows - 1).text.size())};
  }
  const int row = index.row();
  return {row, m_delegate->layoutOf(row).textPositionAt(QPointF(point) - rowCorner(row))};
}

void TurnList::updateTurn(quint64 turn) {
  if (const auto row = m_model.rowOf(turn)) update(m_model.index(*row));
}

void TurnList::select(TextPlace anchor, TextPlace end) {
  m_anchor = anchor;
  m_state.selectionStart = std::min(anchor, end);
  m_state.selectionEnd = std::max(anchor, end);
  viewport()->update();
}

QString TurnList::selectedText() const {
  const TextPlace start = m_state.selectionStart;
  const TextPlace end = m_state.selectionEnd;
  if (start == end || m_model.rowCount() == 0) return {};
  QStringList parts;
  for (int row = start.row; row <= std::min(end.row, m_model.rowCount() - 1); ++row) {
    const QString& text = m_model.turnAt(row).text;
    const int from = row == start.row ? start.position : 0;
    const int to = row == end.row ? end.position : static_cast<int>(text.size());
    if (to > from) parts.append(text.mid(from, to - from));
  }
  return parts.join(QStringLiteral("\n\n"));
}

void TurnList::selectAllText() {
  const int rows = m_model.rowCount();
  if (rows == 0) return;
  select({0, 0}, {rows - 1, static_cast<int>(m_model.turnAt(rows - 1).text.size())});
}

void TurnList::clearSelectedText() { select({}, {}); }

void TurnList::copySelection() {
  if (const QString text = selectedText(); !text.isEmpty())
    QApplication::clipboard()->setText(text);
}

void TurnList::copyTurn(quint64 turn) {
  const auto value = m_model.turn(turn);
  if (!value) return;
  QApplication::clipboard()->setText(value->text);
  m_state.copied = turn;
  m_copiedTimer.start(kCopiedMs, this);
  updateTurn(turn);
}

void TurnList::updateCaretTimer() {
  const int rows = m_model.rowCount();
  const bool writing = rows > 0 && m_model.turnAt(rows - 1).state == TurnState::Writing;
  m_state.caretVisible = true;
  const int flash = QApplication::cursorFlashTime();
  if (writing && flash > 0) {
    if (!m_caretTimer.isActive()) m_caretTimer.start(flash / 2, this);
  } else {
    m_caretTimer.stop();
  }
}

void TurnList::timerEvent(QTimerEvent* event) {
  if (event->timerId() == m_caretTimer.timerId()) {
    m_state.caretVisible = !m_state.caretVisible;
    const int row = m_model.rowCount() - 1;
    if (row >= 0) {
      const QRectF caret = m_delegate->layoutOf(row).caret.translated(rowCorner(row));
      viewport()->update(caret.toAlignedRect());
    }
  } else if (event->timerId() == m_copiedTimer.timerId()) {
    m_copiedTimer.stop();
    const quint64 turn = std::exchange(m_state.copied, 0);
    updateTurn(turn);
  } else {
    QListView::timerEvent(event);
  }
}

}  // namespace molloquy::widgets
