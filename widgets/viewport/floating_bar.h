#pragma once

#include <QAbstractButton>
#include <QWidget>

class QBoxLayout;

namespace molloquy::widgets {

/// A flat button of a floating bar: an icon, a hover fill, and the accent while it is checked.
class BarButton : public QAbstractButton {
  Q_OBJECT
 public:
  /// `words` is the tooltip and the accessible name.
  BarButton(const QString& iconName, const QString& words, QWidget* parent);

  void setIconName(const QString& iconName);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QString m_iconName;
};

/// A rounded panel over the viewport, filled, with a thin line. Swallows mouse events so that a
/// drag on it never turns the structure.
class FloatingBar : public QWidget {
  Q_OBJECT
 public:
  FloatingBar(Qt::Orientation orientation, QWidget* parent);

  BarButton* addButton(const QString& iconName, const QString& words);
  void addSeparator();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  Qt::Orientation m_orientation;
  QBoxLayout* m_layout;
};

}  // namespace molloquy::widgets
