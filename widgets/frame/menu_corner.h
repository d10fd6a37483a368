#pragma once

#include <QWidget>

namespace molloquy::widgets {

class CommandSearchField;
class ModelChip;

/// The one widget of the menu bar's right corner: model chip and command search.
/// Give it to QMenuBar::setCornerWidget and call fitTo from the window's resizeEvent.
class MenuCorner : public QWidget {
  Q_OBJECT
 public:
  explicit MenuCorner(QWidget* parent = nullptr);

  [[nodiscard]] ModelChip& modelChip() { return *m_chip; }
  [[nodiscard]] CommandSearchField& commandSearch() { return *m_search; }

  /// Shortens both so that the menus keep their place: below 1200 logical pixels the chip is a dot
  /// and the device, and the search its icon.
  void fitTo(int windowWidth);

 protected:
  bool event(QEvent* event) override;

 private:
  ModelChip* m_chip;
  CommandSearchField* m_search;
};

}  // namespace molloquy::widgets
