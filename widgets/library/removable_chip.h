#pragma once

#include <QWidget>

namespace molloquy::widgets {

/// A word in a box with a cross.
class RemovableChip : public QWidget {
  Q_OBJECT

 public:
  RemovableChip(const QString& text, const QString& noun, QWidget* parent);

  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void removeRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  [[nodiscard]] QRect crossPlace() const;

  QString m_text;
  bool m_overCross = false;
};

}  // namespace molloquy::widgets
