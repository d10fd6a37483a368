#pragma once

#include <QWidget>

#include "widgets/search/search_types.h"

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class SegmentedControl;

/// Online, offline or off, with a sentence that says what that means.
class NetworkSwitch : public QWidget {
  Q_OBJECT

 public:
  explicit NetworkSwitch(QWidget* parent);

  void setMode(NetworkMode mode);

 Q_SIGNALS:
  void modeChosen(molloquy::widgets::NetworkMode mode);

 private:
  SegmentedControl* m_modes;
  theme::ThemedLabel* m_says;
};

}  // namespace molloquy::widgets
