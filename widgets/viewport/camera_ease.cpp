#include "widgets/viewport/camera_ease.h"

#include <QStyle>
#include <QWidget>

namespace molloquy::widgets {

namespace {

constexpr int kDurationMs = 220;

}  // namespace

CameraEase::CameraEase(QWidget* view) : QObject(view), m_view(view) {
  m_animation.setStartValue(0.0);
  m_animation.setEndValue(1.0);
  m_animation.setDuration(kDurationMs);
  connect(&m_animation, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
    Q_EMIT poseChanged(render::interpolated(m_from, m_to, render::easedOut(value.toDouble())));
  });
}

void CameraEase::moveTo(const render::CameraPose& from, const render::CameraPose& to) {
  m_animation.stop();
  const int hint =
      m_view->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, m_view);
  if (hint <= 0 || !m_view->isVisible()) {
    Q_EMIT poseChanged(to);
    return;
  }
  m_from = from;
  m_to = to;
  m_animation.start();
}

}  // namespace molloquy::widgets
