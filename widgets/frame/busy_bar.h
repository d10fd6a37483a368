#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

namespace molloquy::widgets {

/// A bar of 2 px for work in place. With a fraction it moves only by real progress; without one it
/// wanders at one cycle per 1.4 s, or stands as a hatch when the system wants no motion.
class BusyBar : public QWidget {
  Q_OBJECT
 public:
  /// How long work goes on before the bar shows at all.
  static constexpr int kPatienceMs = 400;

  explicit BusyBar(QWidget* parent);

  /// Shows the bar after `patienceMs`; running already, it only takes the new fraction.
  void start(std::optional<double> fraction = {}, int patienceMs = kPatienceMs);
  void stop();
  [[nodiscard]] bool isRunning() const { return m_running; }

  [[nodiscard]] QSize sizeHint() const override { return {64, 2}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void appear();
  [[nodiscard]] bool mayMove() const;

  std::optional<double> m_fraction;
  bool m_running = false;
  QTimer m_patience;
  QTimer m_frames;
  QElapsedTimer m_clock;
};

}  // namespace molloquy::widgets
