#pragma once

#include <QString>
#include <QWidget>

namespace molloquy::widgets {

/// What stands in the viewport's place when the structure cannot be drawn: what is missing, and
/// what would help. Everything else in the window goes on working.
class FailurePanel : public QWidget {
  Q_OBJECT
 public:
  FailurePanel(const QString& reason, QWidget* parent);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_reason;
};

}  // namespace molloquy::widgets
