#include "widgets/viewport/scene_widget.h"

#include <algorithm>
#include <cmath>

#include <QElapsedTimer>
#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QOpenGLPaintDevice>
#include <QPainter>
#include <QSurfaceFormat>

#include <vtkCallbackCommand.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>

#include "render/quality_passes.h"

namespace molloquy::widgets {

namespace {

constexpr int kStillMs = 120;
constexpr int kDotsPerInch = 72;
/// Up to this many pixels a still frame is drawn twice as large and averaged; above, FXAA.
constexpr int kMostSupersampledPixels = 1'600'000;
constexpr int kSupersampling = 2;
/// With quality passes, which look at every pixel many times, only up to this many.
constexpr int kMostSupersampledPassPixels = 300'000;
/// Smoothed frames may take this long while the view moves, or while only marks change.
constexpr double kMovingFrameMs = 12;
constexpr double kMarkedFrameMs = 45;

QSurfaceFormat sceneFormat() {
  QSurfaceFormat format;
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setDepthBufferSize(24);
  format.setStencilBufferSize(8);
  format.setSamples(0);
  return format;
}

void observe(vtkObject& object, unsigned long event, SceneWidget* widget,
             void (*callback)(vtkObject*, unsigned long, void*, void*)) {
  vtkNew<vtkCallbackCommand> command;
  command->SetClientData(widget);
  command->SetCallback(callback);
  object.AddObserver(event, command);
}

}  // namespace

SceneWidget::SceneWidget(QWidget* parent) : QOpenGLWidget(parent) {
  setFormat(sceneFormat());
  setAccessibleName(tr("Structure in three dimensions"));
  m_window->SetFrameBlitModeToNoBlit();
  m_window->SetOwnContext(0);
  m_window->SetReadyForRendering(false);
  m_window->SetMultiSamples(0);
  m_window->SetAlphaBitPlanes(1);
  m_scene.renderer().SetBackgroundAlpha(1);
  m_window->AddRenderer(&m_scene.renderer());
  attachCallbacks();
  m_stillTimer.setSingleShot(true);
  m_stillTimer.setInterval(kStillMs);
  connect(&m_stillTimer, &QTimer::timeout, this, [this] {
    m_smoothed = true;
    m_scene.setMotion(render::Motion::Still);
    m_stale = true;
    update();
  });
}

SceneWidget::~SceneWidget() {
  // First, or the base class announces the context's end to members that are gone.
  if (context() != nullptr) disconnect(context(), nullptr, this, nullptr);
  releaseContext();
  m_window->RemoveAllObservers();
  m_window->RemoveRenderer(&m_scene.renderer());
}

void SceneWidget::attachCallbacks() {
  observe(*m_window, vtkCommand::WindowMakeCurrentEvent, this,
          [](vtkObject*, unsigned long, void* client, void*) {
            auto* self = static_cast<SceneWidget*>(client);
            if (self->context() == nullptr || QOpenGLContext::currentContext() == self->context()) {
              return;
            }
            self->makeCurrent();
            self->m_window->GetState()->ResetFramebufferBindings();
          });
  observe(*m_window, vtkCommand::WindowIsCurrentEvent, this,
          [](vtkObject*, unsigned long, void* client, void* answer) {
            auto* self = static_cast<SceneWidget*>(client);
            *static_cast<bool*>(answer) =
                self->context() != nullptr && QOpenGLContext::currentContext() == self->context();
          });
}

void SceneWidget::releaseContext() {
  if (context() == nullptr || !m_ready) return;
  makeCurrent();
  m_window->Finalize();
  m_window->SetReadyForRendering(false);
  m_ready = false;
  doneCurrent();
}

void SceneWidget::initializeGL() {
  // The context goes when the widget moves to another window; VTK's buffers go with it.
  connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &SceneWidget::releaseContext,
          Qt::UniqueConnection);
  if (!context()->isValid() || context()->format().version() < qMakePair(3, 2)) {
    Q_EMIT drawingFailed(tr("OpenGL 3.2 was refused by this window."));
    return;
  }
  m_window->SetMapped(1);
  m_window->SetSupportsOpenGL(1);
  m_window->SetIsDirect(1);
  m_window->SetReadyForRendering(true);
  m_window->OpenGLInit();
  m_ready = true;
  m_stale = true;
}

QSize SceneWidget::devicePixels() const {
  const double ratio = devicePixelRatioF();
  return {static_cast<int>(std::lround(width() * ratio)),
          static_cast<int>(std::lround(height() * ratio))};
}

render::ViewSize SceneWidget::viewSize() const {
  return {std::max(1.0, double(width())), std::max(1.0, double(height()))};
}

void SceneWidget::setPose(const render::CameraPose& pose) {
  m_pose = pose;
  requestFrame();
  Q_EMIT poseMoved();
}

void SceneWidget::requestFrame(FrameCause cause) {
  planFrame(cause);
  if (!m_smoothed) m_stillTimer.start();
  m_stale = true;
  update();
}

void SceneWidget::planFrame(FrameCause cause) {
  const bool moves = cause == FrameCause::Movement;
  m_smoothed = expectedFullFrameMs() <= (moves ? kMovingFrameMs : kMarkedFrameMs);
  if (m_smoothed) {
    m_scene.setMotion(render::Motion::Still);
    return;
  }
  m_scene.setMotion(render::Motion::Moving,
                    moves && isSlow() ? render::Detail::Reduced : render::Detail::Full);
}

double SceneWidget::expectedFullFrameMs() const {
  // A larger structure than the one that was timed takes longer.
  const double growth = double(m_scene.shape().balls.size()) / double(m_timedAtoms);
  return m_smoothFrameMs * std::max(1.0, growth);
}

bool SceneWidget::isSlow() const {
  return m_scene.isLarge() && expectedFullFrameMs() > kMarkedFrameMs;
}

bool SceneWidget::followsPointer() const { return !isSlow() && m_plainFrameMs <= kMarkedFrameMs; }

int SceneWidget::samplesPerPixel() const {
  const render::Quality& quality = m_scene.viewStyle().quality;
  if (!m_smoothed || !quality.antialiasing || m_scene.isLarge()) return 1;
  const QSize pixels = devicePixels();
  const int most =
      render::needsPasses(quality) ? kMostSupersampledPassPixels : kMostSupersampledPixels;
  return pixels.width() * pixels.height() <= most ? kSupersampling : 1;
}

void SceneWidget::resizeGL(int, int) { requestFrame(); }

void SceneWidget::paintGL() {
  if (!m_ready) return;
  vtkOpenGLState* state = m_window->GetState();
  // Qt paints with the same context between our frames: read what it left, put it back at the end.
  state->Reset();
  state->Push();
  state->vtkglDepthFunc(GL_LEQUAL);
  QElapsedTimer clock;
  clock.start();
  if (m_stale) drawScene();
  showFrame();
  if (m_stale) {
    context()->functions()->glFinish();
    (m_smoothed ? m_smoothFrameMs : m_plainFrameMs) = double(clock.nsecsElapsed()) * 1e-6;
    if (m_smoothed) m_timedAtoms = std::max<std::size_t>(m_scene.shape().balls.size(), 1);
  }
  m_stale = false;
  state->Pop();
  ++m_frames;
  if (m_overlay) paintOver();
}

void SceneWidget::paintOver() {
  // A painter on the widget itself would follow QWidget::grab() to its pixmap and be painted over.
  context()->functions()->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
  QOpenGLPaintDevice device(devicePixels());
  device.setDevicePixelRatio(devicePixelRatioF());
  QPainter painter(&device);
  m_overlay(painter);
}

void SceneWidget::drawScene() {
  const int samples = samplesPerPixel();
  const QSize pixels = devicePixels() * samples;
  const double ratio = devicePixelRatioF() * samples;
  m_window->SetSize(pixels.width(), pixels.height());
  m_window->SetDPI(static_cast<int>(std::lround(kDotsPerInch * ratio)));
  m_scene.setSmoothing(m_smoothed && samples == 1 ? render::Smoothing::Fxaa
                                                  : render::Smoothing::Off);
  m_scene.setCamera(m_pose, {double(pixels.width()), double(pixels.height())}, ratio);
  m_window->Render();
}

void SceneWidget::showFrame() {
  const QSize pixels = devicePixels();
  QOpenGLExtraFunctions* gl = context()->extraFunctions();
  gl->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, defaultFramebufferObject());
  const GLenum target = GL_COLOR_ATTACHMENT0;
  gl->glDrawBuffers(1, &target);
  m_window->GetState()->ResetFramebufferBindings();
  // Halving the size with linear filtering averages each two by two pixels.
  const QSize drawn = pixels * samplesPerPixel();
  m_window->BlitDisplayFramebuffer(0, 0, 0, drawn.width(), drawn.height(), 0, 0, pixels.width(),
                                   pixels.height(), GL_COLOR_BUFFER_BIT, GL_LINEAR);
  gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
  m_window->GetState()->ResetFramebufferBindings();
  m_window->GetState()->vtkglDisable(GL_SCISSOR_TEST);
  m_window->GetState()->vtkglColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
  m_window->GetState()->vtkglClearColor(0, 0, 0, 1);
  gl->glClear(GL_COLOR_BUFFER_BIT);
  m_window->GetState()->vtkglColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
}

QImage SceneWidget::picture(QSize size, render::Background background) {
  if (!m_ready) return {};
  makeCurrent();
  vtkOpenGLState* state = m_window->GetState();
  state->Reset();
  state->Push();
  state->vtkglDepthFunc(GL_LEQUAL);
  render::PictureOptions options;
  options.width = size.width();
  options.height = size.height();
  options.background = background;
  options.pose = m_pose;
  const Result<render::Picture> drawn = render::drawPicture(*m_window, m_scene, options);
  state->Pop();
  doneCurrent();
  requestFrame();
  if (!drawn) return {};
  const QImage view(drawn->rgba.data(), drawn->width, drawn->height, drawn->width * 4,
                    QImage::Format_RGBA8888);
  return view.copy();
}

}  // namespace molloquy::widgets
