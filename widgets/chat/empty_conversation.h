#pragma once

#include <QWidget>

namespace molloquy::widgets {

/// No turns yet: one icon, one line, one hint.
class EmptyConversation : public QWidget {
  Q_OBJECT

 public:
  explicit EmptyConversation(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace molloquy::widgets
