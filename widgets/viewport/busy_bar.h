#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

namespace molloquy::widgets {

/// A 2 px bar over the viewport while something of unknown length runs. Appears after 0.4 s; stands
/// still as a hatch where animations are switched off.
class BusyBar : public QWidget {
  Q_OBJECT
 public:
  explicit BusyBar(QWidget* parent);
  void setBusy(bool busy);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QTimer m_delay;
  QTimer m_tick;
  QElapsedTimer m_clock;
};

}  // namespace molloquy::widgets
