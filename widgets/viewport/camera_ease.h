#pragma once

#include <QVariantAnimation>

#include "render/trackball_camera.h"

namespace molloquy::widgets {

/// Moves a camera to a new pose in 220 ms, fast first and slow at the end. At once where animations
/// are switched off or the view is not on the screen.
class CameraEase : public QObject {
  Q_OBJECT
 public:
  explicit CameraEase(QWidget* view);

  void moveTo(const render::CameraPose& from, const render::CameraPose& to);
  /// Stays where it is.
  void stop() { m_animation.stop(); }
  /// The pose that is being moved to, when one is.
  [[nodiscard]] bool isMoving() const { return m_animation.state() == QAbstractAnimation::Running; }

 Q_SIGNALS:
  void poseChanged(const molloquy::render::CameraPose& pose);

 private:
  QWidget* m_view;
  QVariantAnimation m_animation;
  render::CameraPose m_from;
  render::CameraPose m_to;
};

}  // namespace molloquy::widgets
