#pragma once

#include <optional>

#include <QPointF>
#include <QWidget>

#include "widgets/viewport/view_gestures.h"

namespace molloquy::widgets {

/// A field that takes whatever the hand does on it, with keys or mouse, as a gesture.
class GestureCapture : public QWidget {
  Q_OBJECT
 public:
  explicit GestureCapture(QWidget* parent);

  [[nodiscard]] const std::optional<Gesture>& gesture() const { return m_gesture; }
  void clear();
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void captured();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void take(Trigger trigger, Qt::MouseButton button, int key, Qt::KeyboardModifiers modifiers);

  std::optional<Gesture> m_gesture;
  std::optional<QPointF> m_pressed;
  bool m_dragged = false;
  bool m_doubled = false;
};

}  // namespace molloquy::widgets
