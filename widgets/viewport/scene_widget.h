#pragma once

#include <functional>

#include <QImage>
#include <QOpenGLWidget>
#include <QTimer>

#include <vtkNew.h>
#include <vtkSmartPointer.h>

#include "render/image_export.h"
#include "render/molecule_scene.h"
#include "widgets/viewport/embedded_render_window.h"

class QPainter;

namespace molloquy::widgets {

/// Why a frame is wanted.
enum class FrameCause {
  Movement,  ///< the view or the structure moves: plain frames unless smooth ones are quick.
  Marks,     ///< only marks change: stays smooth unless that takes too long.
};

/// The bridge between Qt's context and VTK's window: draws a MoleculeScene into a QOpenGLWidget,
/// and lets somebody paint over it. Knows no gestures and no models.
///
/// What took finding out: VTK's request to make the context current must not call makeCurrent() on
/// a current context (it rebinds the widget's buffer behind VTK's cached state); frames are drawn
/// only in paintGL; the alpha of the finished frame is set to 1, or the window shows through.
class SceneWidget : public QOpenGLWidget {
  Q_OBJECT
 public:
  explicit SceneWidget(QWidget* parent);
  ~SceneWidget() override;

  [[nodiscard]] render::MoleculeScene& scene() { return m_scene; }
  [[nodiscard]] const render::CameraPose& pose() const { return m_pose; }
  void setPose(const render::CameraPose& pose);
  /// Size in logical pixels, as positions of the mouse are.
  [[nodiscard]] render::ViewSize viewSize() const;

  /// Called at the end of every frame with a painter in logical pixels.
  void setOverlay(std::function<void(QPainter&)> overlay) { m_overlay = std::move(overlay); }
  /// Draws a new frame soon: plain, and of large structures a reduced one, where the full picture
  /// takes too long; the full one once nothing has moved for a moment.
  void requestFrame(FrameCause cause = FrameCause::Movement);
  /// Paints the overlay anew over the frame that is on the screen.
  void requestOverlay() { update(); }
  /// Whether a new frame is quick enough to follow the pointer.
  [[nodiscard]] bool followsPointer() const;
  /// The structure as it is seen now, at another size. Empty when it could not be drawn.
  QImage picture(QSize size, render::Background background);
  /// Frames drawn so far.
  [[nodiscard]] int frameCount() const { return m_frames; }
  /// Whether the last frame was of full quality.
  [[nodiscard]] bool isSmoothed() const { return m_smoothed; }
  /// What the last frame of full quality and the last plain one took, milliseconds.
  [[nodiscard]] double fullFrameMs() const { return m_smoothFrameMs; }
  [[nodiscard]] double plainFrameMs() const { return m_plainFrameMs; }

 Q_SIGNALS:
  /// The context or the first frame failed; the widget stays blank.
  void drawingFailed(const QString& reason);
  void poseMoved();

 protected:
  void initializeGL() override;
  void resizeGL(int width, int height) override;
  void paintGL() override;

 private:
  void planFrame(FrameCause cause);
  void releaseContext();
  void attachCallbacks();
  [[nodiscard]] int samplesPerPixel() const;
  [[nodiscard]] double expectedFullFrameMs() const;
  [[nodiscard]] bool isSlow() const;
  void drawScene();
  void showFrame();
  void paintOver();
  [[nodiscard]] QSize devicePixels() const;

  render::MoleculeScene m_scene;
  vtkNew<EmbeddedRenderWindow> m_window;
  render::CameraPose m_pose;
  std::function<void(QPainter&)> m_overlay;
  QTimer m_stillTimer;
  bool m_smoothed = false;
  bool m_ready = false;
  bool m_stale = true;           ///< VTK's finished picture is not what should be shown.
  double m_smoothFrameMs = 1e9;  ///< what the last smoothed frame took.
  std::size_t m_timedAtoms = 1;  ///< in the structure that this was measured with.
  double m_plainFrameMs = 0;     ///< what the last plain frame took.
  int m_frames = 0;
};

}  // namespace molloquy::widgets
