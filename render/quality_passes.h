#pragma once

#include <memory>
#include <vector>

#include <vtkNew.h>
#include <vtkOrderIndependentTranslucentPass.h>
#include <vtkRenderPass.h>
#include <vtkTranslucentPass.h>

#include "render/quality_shaders.h"
#include "render/scene_layer.h"
#include "render/view_style.h"

class vtkOpenGLFramebufferObject;
class vtkOpenGLFXAAFilter;
class vtkOpenGLQuadHelper;
class vtkOpenGLRenderWindow;
class vtkProp;
class vtkTextureObject;

namespace molloquy::render {

/// What the passes need to know of the scene, beside its camera.
struct QualitySettings {
  Quality quality;
  double pixelRatio = 1;        ///< device pixels that a logical one has.
  double angstromPerPixel = 0;  ///< device pixel in the middle of the picture.
  double contentRadius = 1;     ///< of the structure, angstrom.
  double contentDepth = 10;     ///< from the eye to the structure's middle, angstrom.
  double focusDepth = 10;       ///< what depth of field keeps sharp, angstrom from the eye.
};

/// True when any part of it cannot be had by VTK's plain drawing.
bool needsPasses(const Quality& quality);

/// Draws a frame with ambient occlusion, silhouettes, fog, depth of field and FXAA, on plain OpenGL
/// 3.2 (software drawing too):
///   1. what is lit goes into a texture with its depths;
///   2. occlusion is found from the depths at half the size, and smoothed;
///   3. occlusion and silhouettes darken the colours;
///   4. unlit marks (halos, lines) and translucent surfaces (order-independent) are added;
///   5. fog and depth of field, into the window; FXAA over it.
/// Set as the renderer's pass; without it the renderer draws plainly.
class QualityPass : public vtkRenderPass {
 public:
  static QualityPass* New();
  vtkTypeMacro(QualityPass, vtkRenderPass);
  QualityPass(const QualityPass&) = delete;
  QualityPass& operator=(const QualityPass&) = delete;

  void setSettings(const QualitySettings& settings) { m_settings = settings; }
  void setSmoothing(Smoothing smoothing) { m_smoothing = smoothing; }

  void Render(const vtkRenderState* state) override;
  void ReleaseGraphicsResources(vtkWindow* window) override;

 protected:
  QualityPass();
  ~QualityPass() override;

 private:
  struct Stages;
  void prepare(vtkOpenGLRenderWindow& window, int width, int height);
  void drawLit(vtkRenderer& renderer, const std::vector<vtkProp*>& props);
  void drawAdded(vtkRenderer& renderer, std::vector<vtkProp*> marks,
                 std::vector<vtkProp*> translucent);
  void findOcclusion(vtkOpenGLRenderWindow& window, const ViewVolume& volume);
  void darken(vtkOpenGLRenderWindow& window, const ViewVolume& volume);
  void finish(vtkRenderer& renderer, vtkOpenGLRenderWindow& window, const ViewVolume& volume);

  QualitySettings m_settings;
  Smoothing m_smoothing = Smoothing::Off;
  std::unique_ptr<Stages> m_stages;
  vtkNew<vtkOrderIndependentTranslucentPass> m_translucentPass;
  vtkNew<vtkTranslucentPass> m_translucentProps;
  vtkNew<vtkOpenGLFXAAFilter> m_antialiasing;
};

}  // namespace molloquy::render
