#pragma once

#include <QFrame>

namespace molloquy::widgets {

/// The periodic table as a popup: a click, or a typed symbol and Enter, chooses an element. Arrow
/// keys walk the table; Esc closes it.
class ElementChooser : public QFrame {
  Q_OBJECT
 public:
  explicit ElementChooser(QWidget* parent = nullptr);

  /// Opens with its upper left corner at a place of the screen, moved inside it.
  void openAt(const QPoint& global);
  void setCurrent(int atomicNumber);
  [[nodiscard]] int current() const { return m_current; }
  /// Where an element's cell lies, logical pixels.
  [[nodiscard]] QRect cellOf(int atomicNumber) const;

  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void elementChosen(int atomicNumber);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] int elementAt(const QPoint& place) const;
  void walk(int columns, int rows);
  void type(const QString& letter);
  void choose(int atomicNumber);
  void describe();

  int m_current = 6;
  int m_hovered = 0;
  QString m_typed;
};

}  // namespace molloquy::widgets
