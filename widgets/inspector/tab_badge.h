#pragma once

#include <QWidget>

namespace molloquy::widgets {

/// How many things a tab holds: a number on a quiet pill.
class TabBadge : public QWidget {
  Q_OBJECT
 public:
  TabBadge(int count, QWidget* parent);

  void setCount(int count);
  [[nodiscard]] int count() const { return m_count; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int m_count;
};

}  // namespace molloquy::widgets
