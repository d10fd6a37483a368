#include "widgets/chat/chat_model.h"

#include <algorithm>
#include <utility>

#include "widgets/chat/turn_speech.h"

namespace molloquy::widgets {

ChatModel::ChatModel(QObject* parent) : QAbstractListModel(parent) {}

quint64 ChatModel::addUserTurn(const QString& text, std::vector<Chip> chips) {
  const int row = rowCount();
  beginInsertRows({}, row, row);
  Turn turn;
  turn.id = m_nextId++;
  turn.fromUser = true;
  turn.who = tr("You");
  turn.text = text;
  turn.chips = std::move(chips);
  m_turns.push_back(std::move(turn));
  endInsertRows();
  return m_turns.back().id;
}

quint64 ChatModel::beginAnswer(const QString& who, const QString& seen) {
  const int row = rowCount();
  beginInsertRows({}, row, row);
  Turn turn;
  turn.id = m_nextId++;
  turn.who = who;
  turn.seen = seen;
  turn.state = TurnState::Writing;
  m_turns.push_back(std::move(turn));
  endInsertRows();
  return m_turns.back().id;
}

void ChatModel::appendText(quint64 id, const QString& text) {
  Turn* turn = find(id);
  if (turn == nullptr || turn->state != TurnState::Writing || text.isEmpty()) return;
  turn->text += text;
  changed(id);
  Q_EMIT textAppended(id);
}

void ChatModel::setLinks(quint64 id, std::vector<PhraseLink> links) {
  Turn* turn = find(id);
  if (turn == nullptr) return;
  std::sort(links.begin(), links.end(),
            [](const PhraseLink& a, const PhraseLink& b) { return a.begin < b.begin; });
  if (turn->links == links) return;
  turn->links = std::move(links);
  changed(id);
}

void ChatModel::setRail(quint64 id, std::vector<RailEntry> rail) {
  Turn* turn = find(id);
  if (turn == nullptr) return;
  std::stable_sort(rail.begin(), rail.end(),
                   [](const RailEntry& a, const RailEntry& b) { return a.begin < b.begin; });
  if (turn->rail == rail) return;
  turn->rail = std::move(rail);
  changed(id);
}

void ChatModel::setUsed(quint64 id, std::vector<Chip> neighbours) {
  Turn* turn = find(id);
  if (turn == nullptr || turn->used == neighbours) return;
  turn->used = std::move(neighbours);
  changed(id);
}

void ChatModel::finish(quint64 id, TurnState state, const QString& stats) {
  Turn* turn = find(id);
  if (turn == nullptr || turn->state != TurnState::Writing) return;
  turn->state = state == TurnState::Stopped ? TurnState::Stopped : TurnState::Finished;
  turn->stats = stats;
  changed(id);
  Q_EMIT turnEnded(id);
}

void ChatModel::fail(quint64 id, const QString& sentence, const QString& action) {
  Turn* turn = find(id);
  if (turn == nullptr || turn->state != TurnState::Writing) return;
  turn->state = TurnState::Failed;
  turn->error = sentence;
  turn->errorAction = action;
  changed(id);
  Q_EMIT turnEnded(id);
}

void ChatModel::clear() {
  beginResetModel();
  m_turns.clear();
  endResetModel();
}

std::optional<Turn> ChatModel::turn(quint64 id) const {
  const auto row = rowOf(id);
  if (!row) return std::nullopt;
  return turnAt(*row);
}

const Turn& ChatModel::turnAt(int row) const { return m_turns[static_cast<std::size_t>(row)]; }

std::optional<int> ChatModel::rowOf(quint64 id) const {
  // Ids grow with the rows.
  const auto found =
      std::lower_bound(m_turns.begin(), m_turns.end(), id,
                       [](const Turn& turn, quint64 value) { return turn.id < value; });
  if (found == m_turns.end() || found->id != id) return std::nullopt;
  return static_cast<int>(found - m_turns.begin());
}

int ChatModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_turns.size());
}

QVariant ChatModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Turn& turn = turnAt(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return turn.text;
    case Qt::AccessibleTextRole:
      return spokenTurn(turn);
    case Qt::AccessibleDescriptionRole:
      return spokenDetails(turn);
    case IdRole:
      return turn.id;
    case StateRole:
      return static_cast<int>(turn.state);
    default:
      return {};
  }
}

Turn* ChatModel::find(quint64 id) {
  const auto row = rowOf(id);
  return row ? &m_turns[static_cast<std::size_t>(*row)] : nullptr;
}

void ChatModel::changed(quint64 id) {
  if (const auto row = rowOf(id)) {
    const QModelIndex cell = index(*row);
    Q_EMIT dataChanged(cell, cell);
  }
}

}  // namespace molloquy::widgets
