#pragma once

#include <QString>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace molloquy::widgets {

/// The active tool's choices: one rounded line at the top of the viewport. Swallows mouse events so
/// that a drag on it never turns the structure.
class OptionStrip : public QWidget {
  Q_OBJECT
 public:
  explicit OptionStrip(const QString& tool, QWidget* parent);

  /// Words between the controls, quiet.
  QLabel* addWords(const QString& words);
  void addWidget(QWidget* widget);
  /// A flat button with an icon, words, or both.
  QPushButton* addButton(const QString& icon, const QString& words, const QString& tip);
  void addSeparator();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  QHBoxLayout* m_layout;
};

}  // namespace molloquy::widgets
