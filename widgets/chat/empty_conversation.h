#pragma once

#include <QWidget>

namespace molloquy::widgets {

/// No turns yet: one icon, one line, one hint.
class EmptyConversation : public QWidget {
  Q_OBJECT

 public:
  explicit EmptyConversation(QWidget* parent = nullptr);

  /// What stands under the line.
  void setHint(const QString& hint);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_hint;
};

}  // namespace molloquy::widgets
