#pragma once

#include <QWidget>

namespace molloquy::widgets {

/// The keys of the 2D editor on a sheet, generated from the table of keys. Any key or click closes
/// it.
class SketchHelp : public QWidget {
  Q_OBJECT
 public:
  explicit SketchHelp(QWidget* parent);

  /// Opens above or below a place, inside the screen.
  void popup(const QPoint& global);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
};

}  // namespace molloquy::widgets
