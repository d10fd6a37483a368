#pragma once

#include <QFrame>

namespace molloquy::widgets {

/// A small window below a button: closes on Esc or a press elsewhere, stays on the screen.
class Popover : public QFrame {
  Q_OBJECT
 public:
  explicit Popover(QWidget* parent);

  /// Opens below a rectangle of the screen, right edges together, or above where there is no room.
  void openBelow(const QRect& globalAnchor);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace molloquy::widgets
