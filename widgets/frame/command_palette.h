#pragma once

#include <vector>

#include <QFrame>
#include <QPointer>
#include <QStringList>

class QAction;
class QLabel;
class QLineEdit;
class QListView;
class QMenuBar;

namespace molloquy::widgets {

class CommandListModel;

/// A command the palette offers: an action and the menu it lives in.
struct PaletteCommand {
  QPointer<QAction> action;
  QString menu;  ///< "Structure"; sub-menus joined by " › ".
};

/// Every action of the menus, sub-menus included; separators and hidden actions are left out.
std::vector<PaletteCommand> commandsOf(const QMenuBar& menus);

/// The command palette: type a part of a command, Enter runs it. Recent commands come first;
/// commands that cannot run come last and say why (the action's status tip).
class CommandPalette : public QFrame {
  Q_OBJECT
 public:
  explicit CommandPalette(QWidget* parent);

  void setCommands(std::vector<PaletteCommand> commands);
  /// Opens over the top third of `window`, which becomes its transient parent.
  void openOver(QWidget& window);
  /// Texts of the commands run last, newest first; kept by the settings.
  [[nodiscard]] QStringList recent() const;
  void setRecent(const QStringList& texts);

  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void commandRun(QAction* action);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void search(const QString& text);
  void runCurrent();
  void moveCurrent(int by);
  void updateFoot();

  CommandListModel* m_model;
  QLineEdit* m_edit;
  QListView* m_view;
  QLabel* m_count;
};

}  // namespace molloquy::widgets
