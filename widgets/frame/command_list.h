#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QStringList>
#include <QStyledItemDelegate>

#include "widgets/frame/command_palette.h"

namespace molloquy::widgets {

/// The commands that match what was typed, best first: enabled before disabled, recent before
/// others, a match at the start before one inside, else the order of the menus.
class CommandListModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { MenuRole = Qt::UserRole, KeysRole, ReasonRole, EnabledRole, MatchRole };

  explicit CommandListModel(QObject* parent = nullptr);

  void setCommands(std::vector<PaletteCommand> commands);
  void search(const QString& text);
  [[nodiscard]] QAction* actionAt(int row) const;
  [[nodiscard]] int commandCount() const { return static_cast<int>(m_commands.size()); }

  void noteRun(const QAction& action);
  [[nodiscard]] const QStringList& recent() const { return m_recent; }
  void setRecent(const QStringList& texts);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  struct Match {
    PaletteCommand command;
    QString text;
    qsizetype at = 0;  ///< of the typed text in `text`.
    qsizetype rank = 0;
  };

  std::vector<PaletteCommand> m_commands;
  std::vector<Match> m_matches;
  QString m_typed;
  QStringList m_recent;
};

/// Text of an action as the palette shows it: without mnemonic and ellipsis.
QString commandText(const QAction& action);

/// Paints a command: icon, words with the match in bold, menu, keys or the reason why it cannot
/// run.
class CommandDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;
};

}  // namespace molloquy::widgets
