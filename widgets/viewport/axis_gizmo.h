#pragma once

#include <array>
#include <optional>

#include <cmath>

#include <QPointF>
#include <QWidget>

#include "render/trackball_camera.h"

namespace molloquy::widgets {

/// The three axes of the structure's coordinates, turning with the view. A click on the end of an
/// axis looks along it.
class AxisGizmo : public QWidget {
  Q_OBJECT
 public:
  explicit AxisGizmo(QWidget* parent);

  void setOrientation(const render::Quaternion& orientation);
  /// Where the end of an axis is drawn, in the gizmo's own pixels: 0 x, 1 y, 2 z.
  [[nodiscard]] QPointF endOfAxis(int axis) const;

 Q_SIGNALS:
  void viewChosen(molloquy::render::StandardView view);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Tip {
    int axis = 0;
    bool positive = true;
    QPointF place;
    double nearness = 0;  ///< larger is nearer to the viewer.
  };
  [[nodiscard]] std::array<Tip, 6> tips() const;
  [[nodiscard]] std::optional<Tip> tipAt(const QPointF& place) const;

  render::Quaternion m_orientation;
  std::optional<Tip> m_hovered;
};

}  // namespace molloquy::widgets
