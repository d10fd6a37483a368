#include "widgets/viewport/busy_bar.h"

#include <QPainter>
#include <QStyle>

#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

namespace {

constexpr int kDelayMs = 400;
constexpr int kTickMs = 33;
constexpr int kCycleMs = 1400;
constexpr int kHeight = 2;
constexpr double kShare = 0.28;

}  // namespace

BusyBar::BusyBar(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kHeight);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAccessibleName(tr("Working"));
  hide();
  m_delay.setSingleShot(true);
  m_delay.setInterval(kDelayMs);
  connect(&m_delay, &QTimer::timeout, this, [this] {
    m_clock.start();
    const bool moves = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
    if (moves) m_tick.start();
    show();
    raise();
  });
  m_tick.setInterval(kTickMs);
  connect(&m_tick, &QTimer::timeout, this, qOverload<>(&QWidget::update));
}

void BusyBar::setBusy(bool busy) {
  if (busy) {
    if (!isVisible()) m_delay.start();
    return;
  }
  m_delay.stop();
  m_tick.stop();
  hide();
}

void BusyBar::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), tokens.line);
  if (!m_tick.isActive()) {
    painter.fillRect(rect(), QBrush(tokens.accent, Qt::BDiagPattern));
    return;
  }
  const double phase = double(m_clock.elapsed() % kCycleMs) / kCycleMs;
  const double left = (phase * (1 + kShare) - kShare) * width();
  painter.fillRect(QRectF(left, 0, kShare * width(), kHeight), tokens.accent);
}

}  // namespace molloquy::widgets
