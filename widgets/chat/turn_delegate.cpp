#include "widgets/chat/turn_delegate.h"

#include <QPainter>
#include <algorithm>

#include "widgets/chat/chat_model.h"
#include "widgets/chat/turn_painter.h"
#include "widgets/selection/pin_model.h"

namespace molloquy::widgets {

TurnDelegate::TurnDelegate(const ChatModel& model, const PinModel& pins, const TurnViewState& state,
                           QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_pins(pins), m_state(state) {}

void TurnDelegate::setWidth(int width) { m_width = width; }

void TurnDelegate::turnChanged(quint64 turn) {
  if (const auto entry = m_entries.find(turn); entry != m_entries.end()) (*entry)->stale = true;
}

void TurnDelegate::forgetLayouts() { m_entries.clear(); }

void TurnDelegate::pinsChanged() {
  for (const auto& entry : std::as_const(m_entries)) entry->stale = true;
}

const TurnLayout& TurnDelegate::layoutOf(int row) const {
  const Turn& turn = m_model.turnAt(row);
  std::shared_ptr<Entry>& entry = m_entries[turn.id];
  if (entry == nullptr) entry = std::make_shared<Entry>();
  if (entry->stale || entry->width != m_width || entry->row != row) {
    entry->layout.update(turn, {row, m_width, pinSlots(turn)});
    entry->width = m_width;
    entry->row = row;
    entry->stale = false;
  }
  return entry->layout;
}

std::vector<std::optional<int>> TurnDelegate::pinSlots(const Turn& turn) const {
  std::vector<std::optional<int>> slots;
  slots.reserve(turn.links.size());
  for (const PhraseLink& link : turn.links) slots.push_back(m_pins.slotOf(turn.id, link.record));
  return slots;
}

std::vector<bool> TurnDelegate::litLinks(const Turn& turn) const {
  std::vector<bool> lit(turn.links.size(), false);
  if (m_state.atomTurns && std::find(m_state.atomTurns->begin(), m_state.atomTurns->end(),
                                     turn.id) == m_state.atomTurns->end()) {
    return lit;
  }
  // The best overlap wins: for one atom every phrase about it, for a group the phrase that covers
  // it.
  std::vector<std::ptrdiff_t> shared(turn.links.size(), 0);
  std::ptrdiff_t most = 1;
  for (std::size_t i = 0; i < turn.links.size(); ++i) {
    const PhraseLink& link = turn.links[i];
    if (link.style == LinkStyle::Refuted) continue;
    shared[i] = std::count_if(link.atoms.begin(), link.atoms.end(), [this](AtomIndex atom) {
      return std::find(m_state.atoms.begin(), m_state.atoms.end(), atom) != m_state.atoms.end();
    });
    most = std::max(most, shared[i]);
  }
  for (std::size_t i = 0; i < lit.size(); ++i) lit[i] = shared[i] == most;
  return lit;
}

void TurnDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
  const int row = index.row();
  const Turn& turn = m_model.turnAt(row);
  TurnLook look;
  const auto own = [&turn](const TurnPlace& place) {
    return place.turn == turn.id ? place.part : TurnPart{};
  };
  look.hovered = own(m_state.hovered);
  look.pressed = own(m_state.pressed);
  if (m_state.showsFocus) look.focused = own(m_state.focused);
  look.pinSlots = pinSlots(turn);
  look.lit = litLinks(turn);
  look.caretVisible = m_state.caretVisible;
  look.copied = m_state.copied == turn.id;
  look.width = option.rect.width();
  if (m_state.selectionStart != m_state.selectionEnd && row >= m_state.selectionStart.row &&
      row <= m_state.selectionEnd.row) {
    look.selectionBegin = row == m_state.selectionStart.row ? m_state.selectionStart.position : 0;
    look.selectionEnd = row == m_state.selectionEnd.row ? m_state.selectionEnd.position
                                                        : static_cast<int>(turn.text.size());
  }
  painter->save();
  painter->translate(option.rect.topLeft());
  paintTurn(*painter, turn, layoutOf(row), look, option.palette);
  painter->restore();
}

QSize TurnDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
  return {m_width, layoutOf(index.row()).height()};
}

}  // namespace molloquy::widgets
