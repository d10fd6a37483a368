#pragma once

#include <QScrollArea>

#include "widgets/chat/chat_types.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace molloquy::widgets {

/// The first start: a title, steps that tick themselves, one button and a way to skip. No overlay.
class WelcomePanel : public QScrollArea {
  Q_OBJECT

 public:
  explicit WelcomePanel(QWidget* parent = nullptr);

  void setState(const WelcomeState& state);

 Q_SIGNALS:
  /// "primary" or "skip".
  void actionTriggered(const QString& id);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void applyMetrics();
  /// Side by side where both fit, else one below the other.
  void fitButtons();

  QVBoxLayout* m_rows;
  QVBoxLayout* m_steps;
  QBoxLayout* m_buttons;
  QLabel* m_title;
  QLabel* m_detail;
  QPushButton* m_primary;
  QPushButton* m_skip;
};

}  // namespace molloquy::widgets
