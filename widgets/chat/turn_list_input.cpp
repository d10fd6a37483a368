#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QStyleHints>
#include <QTextBoundaryFinder>
#include <QToolTip>
#include <algorithm>

#include "widgets/chat/chat_model.h"
#include "widgets/chat/turn_delegate.h"
#include "widgets/chat/turn_list.h"

namespace molloquy::widgets {
namespace {

bool isButton(TurnPart::Kind kind) {
  return kind != TurnPart::Kind::None && kind != TurnPart::Kind::Text;
}

/// The word around a position.
std::pair<int, int> wordAt(const QString& text, int position) {
  QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
  finder.setPosition(std::min<qsizetype>(position + 1, text.size()));
  const qsizetype begin = std::max<qsizetype>(finder.toPreviousBoundary(), 0);
  const qsizetype end = finder.toNextBoundary();
  return {static_cast<int>(begin), static_cast<int>(end < 0 ? text.size() : end)};
}

}  // namespace

void TurnList::setHovered(const TurnPlace& place) {
  if (m_state.hovered == place) return;
  const TurnPlace before = std::exchange(m_state.hovered, place);
  updateTurn(before.turn);
  updateTurn(place.turn);
  if (isButton(place.part.kind)) {
    viewport()->setCursor(Qt::PointingHandCursor);
  } else if (place.part.kind == TurnPart::Kind::Text) {
    viewport()->setCursor(Qt::IBeamCursor);
  } else {
    viewport()->unsetCursor();
  }
  announcePhrase();
}

void TurnList::setFocused(const TurnPlace& place) {
  const TurnPlace before = std::exchange(m_state.focused, place);
  updateTurn(before.turn);
  updateTurn(place.turn);
  announcePhrase();
}

void TurnList::announcePhrase() {
  // The pointer wins over the keyboard; a phrase under either lights its atoms.
  TurnPlace now;
  if (m_state.hovered.part.kind == TurnPart::Kind::Link) {
    now = m_state.hovered;
  } else if (m_state.showsFocus && m_state.focused.part.kind == TurnPart::Kind::Link) {
    now = m_state.focused;
  }
  if (now == m_announced) return;
  const quint64 left = std::exchange(m_announced, now).turn;
  Q_EMIT phraseHovered(now.turn != 0 ? now.turn : left, now.turn != 0 ? now.part.index : -1);
}

void TurnList::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (m_state.showsFocus) {
    m_state.showsFocus = false;
    updateTurn(m_state.focused.turn);
  }
  const QPoint point = event->position().toPoint();
  m_pressedAt = point;
  m_state.pressed = placeAt(point);
  m_selecting = false;
  const TextPlace place = textPlaceAt(point);
  if (event->modifiers() & Qt::ShiftModifier && m_state.pressed.part.kind != TurnPart::Kind::Link) {
    select(m_anchor, place);
    m_state.pressed = {};
  } else {
    select(place, place);
  }
  updateTurn(m_state.pressed.turn);
}

void TurnList::mouseMoveEvent(QMouseEvent* event) {
  const QPoint point = event->position().toPoint();
  m_pointer = point;
  if (!(event->buttons() & Qt::LeftButton)) {
    setHovered(placeAt(point));
    return;
  }
  const TurnPart::Kind pressed = m_state.pressed.part.kind;
  const bool onButton =
      isButton(pressed) && pressed != TurnPart::Kind::Link && pressed != TurnPart::Kind::Rail;
  if (!m_selecting && !onButton &&
      (point - m_pressedAt).manhattanLength() >= QApplication::startDragDistance()) {
    m_selecting = true;
    m_state.pressed = {};
    setHovered({});
    viewport()->setCursor(Qt::IBeamCursor);
  }
  if (!m_selecting) return;
  if (point.y() < 0 || point.y() >= viewport()->height()) {
    const int beyond = point.y() < 0 ? point.y() : point.y() - viewport()->height();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + beyond);
  }
  select(m_anchor, textPlaceAt(point));
}

void TurnList::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const QPoint point = event->position().toPoint();
  const TurnPlace pressed = std::exchange(m_state.pressed, {});
  updateTurn(pressed.turn);
  const bool selected = std::exchange(m_selecting, false);
  setHovered(placeAt(point));
  if (!selected && isButton(pressed.part.kind) && placeAt(point) == pressed) {
    activate(pressed, event->modifiers());
  }
}

void TurnList::mouseDoubleClickEvent(QMouseEvent* event) {
  const QPoint point = event->position().toPoint();
  if (event->button() != Qt::LeftButton || isButton(placeAt(point).part.kind)) {
    mousePressEvent(event);
    return;
  }
  const TextPlace place = textPlaceAt(point);
  if (place.row >= m_model.rowCount()) return;
  const auto [begin, end] = wordAt(m_model.turnAt(place.row).text, place.position);
  select({place.row, begin}, {place.row, end});
}

void TurnList::activate(const TurnPlace& place, Qt::KeyboardModifiers modifiers) {
  switch (place.part.kind) {
    case TurnPart::Kind::Link:
      Q_EMIT phraseActivated(place.turn, place.part.index, modifiers);
      break;
    case TurnPart::Kind::Rail:
      Q_EMIT factActivated(place.turn, place.part.index);
      break;
    case TurnPart::Kind::Chip:
    case TurnPart::Kind::Used:
      activateChip(place);
      break;
    case TurnPart::Kind::Copy:
      copyTurn(place.turn);
      break;
    case TurnPart::Kind::Regenerate:
      Q_EMIT regenerateRequested(place.turn);
      break;
    case TurnPart::Kind::ErrorAction:
      Q_EMIT failureActionTriggered(place.turn);
      break;
    case TurnPart::Kind::Text:
    case TurnPart::Kind::None:
      break;
  }
}

void TurnList::activateChip(const TurnPlace& place) {
  const auto row = m_model.rowOf(place.turn);
  if (!row) return;
  const Turn& turn = m_model.turnAt(*row);
  const std::vector<Chip>& chips = place.part.kind == TurnPart::Kind::Used ? turn.used : turn.chips;
  const auto at = static_cast<std::size_t>(place.part.index);
  if (at < chips.size() && !chips[at].key.isEmpty()) {
    Q_EMIT neighbourChipClicked(place.turn, chips[at].key);
  } else {
    Q_EMIT structureChipClicked(place.turn);
  }
}

void TurnList::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  QAction* copy = menu.addAction(tr("Copy"), this, &TurnList::copySelection);
  copy->setEnabled(!selectedText().isEmpty());
  const QModelIndex index = indexAt(event->pos());
  if (index.isValid()) {
    const quint64 turn = m_model.turnAt(index.row()).id;
    menu.addAction(m_model.turnAt(index.row()).fromUser ? tr("Copy question") : tr("Copy answer"),
                   this, [this, turn] { copyTurn(turn); });
  }
  menu.addAction(tr("Select all"), this, &TurnList::selectAllText);
  menu.exec(event->globalPos());
}

std::vector<TurnPlace> TurnList::keyboardStops() const {
  std::vector<TurnPlace> stops;
  for (int row = 0; row < m_model.rowCount(); ++row) {
    for (const TurnPart& part : m_delegate->layoutOf(row).keyboardStops()) {
      stops.push_back({m_model.turnAt(row).id, part});
    }
  }
  return stops;
}

void TurnList::moveFocus(int step) {
  const auto stops = keyboardStops();
  if (stops.empty()) return;
  const auto now = std::find(stops.begin(), stops.end(), m_state.focused);
  auto index = static_cast<std::ptrdiff_t>(stops.size()) - 1;
  if (now != stops.end()) {
    index = std::clamp<std::ptrdiff_t>(now - stops.begin() + step, 0, index);
  } else if (m_model.rowCount() > 0) {
    // Begin at the last turn that has something to stop at.
    const auto first = std::find_if(stops.begin(), stops.end(), [&stops](const TurnPlace& place) {
      return place.turn == stops.back().turn;
    });
    index = first - stops.begin();
  }
  m_state.showsFocus = true;
  setFocused(stops[static_cast<std::size_t>(index)]);
  const auto rects = partRects(m_state.focused.turn, m_state.focused.part);
  if (rects.empty()) return;
  const int margin = 24;
  QScrollBar* bar = verticalScrollBar();
  if (rects.front().top() < margin) {
    bar->setValue(bar->value() + static_cast<int>(rects.front().top()) - margin);
  } else if (rects.front().bottom() > viewport()->height() - margin) {
    bar->setValue(bar->value() + static_cast<int>(rects.front().bottom()) - viewport()->height() +
                  margin);
  }
}

void TurnList::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    copySelection();
    return;
  }
  if (event->matches(QKeySequence::SelectAll)) {
    selectAllText();
    return;
  }
  QScrollBar* bar = verticalScrollBar();
  switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
      moveFocus(+1);
      return;
    case Qt::Key_Left:
    case Qt::Key_Up:
      moveFocus(-1);
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (m_state.showsFocus && m_state.focused.turn != 0) {
        activate(m_state.focused, event->modifiers() & ~Qt::KeypadModifier);
        return;
      }
      break;
    case Qt::Key_Home:
      bar->setValue(bar->minimum());
      return;
    case Qt::Key_End:
      scrollToEnd();
      return;
    case Qt::Key_PageUp:
      bar->setValue(bar->value() - bar->pageStep());
      return;
    case Qt::Key_PageDown:
      bar->setValue(bar->value() + bar->pageStep());
      return;
    case Qt::Key_Escape:
      if (m_state.selectionStart != m_state.selectionEnd) {
        clearSelectedText();
        return;
      }
      break;
    default:
      break;
  }
  event->ignore();
}

void TurnList::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  const bool byKeyboard = event->reason() == Qt::TabFocusReason ||
                          event->reason() == Qt::BacktabFocusReason ||
                          event->reason() == Qt::ShortcutFocusReason;
  if (byKeyboard) moveFocus(0);
}

void TurnList::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  m_state.showsFocus = false;
  updateTurn(m_state.focused.turn);
  announcePhrase();
}

QString TurnList::toolTipAt(const QPoint& point) const {
  const QModelIndex index = indexAt(point);
  if (!index.isValid()) return {};
  const Turn& turn = m_model.turnAt(index.row());
  const TurnPlace place = placeAt(point);
  const auto at = static_cast<std::size_t>(std::max(place.part.index, 0));
  switch (place.part.kind) {
    case TurnPart::Kind::Link:
      return at < turn.links.size() ? turn.links[at].tooltip : QString();
    case TurnPart::Kind::Rail:
      return at < turn.rail.size() ? turn.rail[at].tooltip : QString();
    case TurnPart::Kind::Chip:
      return at < turn.chips.size() ? turn.chips[at].tooltip : QString();
    case TurnPart::Kind::Used:
      return at < turn.used.size() ? turn.used[at].tooltip : QString();
    case TurnPart::Kind::Copy:
      return tr("Copy this answer");
    case TurnPart::Kind::Regenerate:
      return tr("Answer the question again");
    default:
      break;
  }
  const TurnLayout& layout = m_delegate->layoutOf(index.row());
  if (!layout.counts.contains(QPointF(point) - rowCorner(index.row()))) return {};
  QStringList all;
  for (const RailEntry& entry : turn.rail) {
    all.append(turn.text.mid(entry.begin, entry.end - entry.begin) + QStringLiteral(": ") +
               entry.text);
  }
  return all.join(u'\n');
}

bool TurnList::viewportEvent(QEvent* event) {
  switch (event->type()) {
    case QEvent::ToolTip: {
      const auto* help = static_cast<QHelpEvent*>(event);
      const QString text = toolTipAt(help->pos());
      if (text.isEmpty()) {
        QToolTip::hideText();
      } else {
        QToolTip::showText(help->globalPos(), text, viewport());
      }
      return true;
    }
    case QEvent::Leave:
      m_pointer = QPoint(-1, -1);
      setHovered({});
      break;
    default:
      break;
  }
  return QListView::viewportEvent(event);
}

}  // namespace molloquy::widgets
