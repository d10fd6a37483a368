#include "widgets/frame/command_list.h"

#include <QAction>
#include <QIcon>
#include <algorithm>

namespace molloquy::widgets {
namespace {

constexpr int kRecentKept = 8;

/// Why an action cannot run, in the words its owner gave; a tooltip that only repeats the text is
/// none.
QString reasonOf(const QAction& action) {
  if (!action.statusTip().isEmpty()) return action.statusTip();
  const QString tip = action.toolTip();
  return tip == commandText(action) || tip == action.text() ? QString() : tip;
}

}  // namespace

QString commandText(const QAction& action) {
  QString text = action.iconText();
  if (text.isEmpty()) text = action.text();
  while (text.endsWith(QStringLiteral("..."))) text.chop(3);
  if (text.endsWith(QChar(0x2026))) text.chop(1);
  return text;
}

CommandListModel::CommandListModel(QObject* parent) : QAbstractListModel(parent) {}

void CommandListModel::setCommands(std::vector<PaletteCommand> commands) {
  m_commands = std::move(commands);
  search(m_typed);
}

void CommandListModel::search(const QString& text) {
  beginResetModel();
  m_typed = text.trimmed();
  m_matches.clear();
  for (const PaletteCommand& command : m_commands) {
    if (command.action.isNull() || !command.action->isVisible()) continue;
    Match match{command, commandText(*command.action), 0, 0};
    match.at = match.text.indexOf(m_typed, 0, Qt::CaseInsensitive);
    if (match.at < 0) continue;
    const qsizetype recency = m_recent.indexOf(match.text);
    constexpr qsizetype kDisabled = 1000;
    constexpr qsizetype kNotRecent = 100;
    match.rank = (command.action->isEnabled() ? 0 : kDisabled) +
                 (recency >= 0 ? recency : kNotRecent) + (recency < 0 && match.at > 0 ? 1 : 0);
    m_matches.push_back(match);
  }
  std::stable_sort(m_matches.begin(), m_matches.end(),
                   [](const Match& one, const Match& other) { return one.rank < other.rank; });
  endResetModel();
}

QAction* CommandListModel::actionAt(int row) const {
  if (row < 0 || row >= rowCount()) return nullptr;
  return m_matches[static_cast<std::size_t>(row)].command.action;
}

void CommandListModel::noteRun(const QAction& action) {
  const QString text = commandText(action);
  m_recent.removeAll(text);
  m_recent.prepend(text);
  while (m_recent.size() > kRecentKept) m_recent.removeLast();
}

void CommandListModel::setRecent(const QStringList& texts) {
  m_recent = texts.mid(0, kRecentKept);
  search(m_typed);
}

int CommandListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_matches.size());
}

QVariant CommandListModel::data(const QModelIndex& index, int role) const {
  const QAction* action = actionAt(index.row());
  if (action == nullptr) return {};
  const Match& match = m_matches[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return match.text;
    case Qt::DecorationRole:
      return action->icon();
    case Qt::AccessibleTextRole: {
      QStringList words{match.text, match.command.menu};
      if (!action->shortcut().isEmpty()) words += action->shortcut().toString();
      if (!action->isEnabled()) words += tr("not available. %1").arg(reasonOf(*action));
      return words.join(QStringLiteral(", "));
    }
    case MenuRole:
      return match.command.menu;
    case KeysRole:
      return action->shortcut();
    case ReasonRole:
      return action->isEnabled() ? QString() : reasonOf(*action);
    case EnabledRole:
      return action->isEnabled();
    case MatchRole:
      return QPoint(static_cast<int>(match.at), static_cast<int>(m_typed.size()));
    default:
      return {};
  }
}

}  // namespace molloquy::widgets
