#pragma once

#include <QKeySequence>
#include <QString>

class QAction;
class QMainWindow;
class QMenu;

namespace molloquy::app {

/// Adds actions to one menu of a window. An action's status tip says why it is off when it is off.
class MenuBuilder {
 public:
  /// A new menu of the window's menu bar.
  MenuBuilder(QMainWindow& window, const char* title);
  /// A submenu of `parent`.
  MenuBuilder(const MenuBuilder& parent, const char* title);

  QAction* add(const char* text, const QKeySequence& keys = {}, const char* icon = nullptr,
               const char* why = nullptr);
  QAction* addToggle(const char* text, const QKeySequence& keys = {}, const char* icon = nullptr,
                     const char* why = nullptr);
  void separate();
  [[nodiscard]] QMenu* menu() const { return m_menu; }

 private:
  QMainWindow& m_window;
  QMenu* m_menu;
};

/// Why most commands are off.
inline constexpr const char* kNeedsStructure = "Open a structure first.";
inline constexpr const char* kNeedsSelection = "Select atoms first.";

}  // namespace molloquy::app
