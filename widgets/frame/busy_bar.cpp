#include "widgets/frame/busy_bar.h"

#include <QPainter>
#include <QStyle>
#include <algorithm>

#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kFrameMs = 33;
constexpr int kCycleMs = 1400;
constexpr double kWanderShare = 0.3;  ///< of the bar's width.

}  // namespace

BusyBar::BusyBar(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFixedHeight(2);
  m_patience.setSingleShot(true);
  m_frames.setInterval(kFrameMs);
  connect(&m_patience, &QTimer::timeout, this, &BusyBar::appear);
  connect(&m_frames, &QTimer::timeout, this, [this] { update(); });
  hide();
}

void BusyBar::start(std::optional<double> fraction, int patienceMs) {
  m_fraction = fraction;
  update();
  if (m_running) return;
  m_running = true;
  if (patienceMs <= 0) {
    appear();
  } else {
    m_patience.start(patienceMs);
  }
}

void BusyBar::stop() {
  m_running = false;
  m_patience.stop();
  m_frames.stop();
  hide();
}

void BusyBar::appear() {
  m_clock.start();
  show();
  raise();
  if (mayMove()) m_frames.start();
}

bool BusyBar::mayMove() const {
  return style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
}

void BusyBar::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.line);
  const double total = width();
  if (m_fraction) {
    painter.fillRect(QRectF(0, 0, total * std::clamp(*m_fraction, 0.0, 1.0), height()), t.accent);
  } else if (!mayMove()) {
    painter.fillRect(rect(), QBrush(t.accent, Qt::BDiagPattern));
  } else {
    const double phase = static_cast<double>(m_clock.elapsed() % kCycleMs) / kCycleMs;
    const double span = total * kWanderShare;
    painter.fillRect(QRectF(phase * (total + span) - span, 0, span, height()), t.accent);
  }
}

}  // namespace molloquy::widgets
