#include "render/quality_passes.h"

#include <algorithm>

#include <vtkActor.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLFXAAFilter.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLQuadHelper.h>
#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLRenderer.h>
#include <vtkOpenGLShaderCache.h>
#include <vtkOpenGLState.h>
#include <vtkProperty.h>
#include <vtkRenderState.h>
#include <vtkShaderProgram.h>
#include <vtkTextureObject.h>
#include <vtk_glew.h>

namespace molloquy::render {

namespace {

/// Occlusion is found at a picture of this share of the size, each way.
constexpr int kOcclusionShare = 2;
/// Radius in which neighbouring atoms shade each other, and shares of a large structure's radius in
/// which its parts do, angstrom.
constexpr double kNearShade = 0.9;
constexpr double kWideShadeShare = 0.22;
constexpr double kWideShadeMost = 6;
constexpr double kOutlineStep = 0.16;
constexpr double kOutlinePixels = 1.1;
constexpr double kFogMost = 0.82;
constexpr double kBlurPixels = 11;
constexpr double kBlurRangeShare = 0.75;

enum class Kind { Lit, Mark, Translucent, Unseen };

Kind kindOf(vtkProp& prop) {
  if (prop.GetVisibility() == 0) return Kind::Unseen;
  if (prop.HasTranslucentPolygonalGeometry() != 0) return Kind::Translucent;
  auto* actor = vtkActor::SafeDownCast(&prop);
  return actor != nullptr && !actor->GetProperty()->GetLighting() ? Kind::Mark : Kind::Lit;
}

struct Sorted {
  std::vector<vtkProp*> lit, marks, translucent;
};

Sorted sorted(const vtkRenderState& state) {
  Sorted props;
  for (int i = 0; i < state.GetPropArrayCount(); ++i) {
    vtkProp* prop = state.GetPropArray()[i];
    const Kind kind = kindOf(*prop);
    if (kind == Kind::Mark) props.marks.push_back(prop);
    // Some mappers have opaque parts beside translucent ones.
    if (kind == Kind::Lit || kind == Kind::Translucent) props.lit.push_back(prop);
    if (kind == Kind::Translucent) props.translucent.push_back(prop);
  }
  return props;
}

void allocate(vtkTextureObject& texture, vtkOpenGLRenderWindow& window) {
  texture.SetContext(&window);
  texture.SetWrapS(vtkTextureObject::ClampToEdge);
  texture.SetWrapT(vtkTextureObject::ClampToEdge);
}

}  // namespace

bool needsPasses(const Quality& quality) {
  return quality.ambientOcclusion || quality.silhouette || quality.fog || quality.depthOfField;
}

/// What lives as long as the graphics context.
struct QualityPass::Stages {
  int width = 0;
  int height = 0;
  vtkNew<vtkTextureObject> lit, darkened, depth, occlusion, smoothOcclusion;
  vtkNew<vtkOpenGLFramebufferObject> litTarget, darkenedTarget, addedTarget, occlusionTarget,
      smoothTarget;
  std::unique_ptr<vtkOpenGLQuadHelper> occlusionQuad, smoothQuad, darkenQuad, finishQuad;
};

vtkStandardNewMacro(QualityPass)

    QualityPass::QualityPass() {
  m_translucentPass->SetTranslucentPass(m_translucentProps);
  m_antialiasing->SetSubpixelBlendLimit(0.6F);
}

QualityPass::~QualityPass() = default;

void QualityPass::ReleaseGraphicsResources(vtkWindow* window) {
  m_translucentPass->ReleaseGraphicsResources(window);
  m_translucentProps->ReleaseGraphicsResources(window);
  m_antialiasing->ReleaseGraphicsResources();
  if (m_stages) {
    for (vtkTextureObject* texture :
         {m_stages->lit.Get(), m_stages->darkened.Get(), m_stages->depth.Get(),
          m_stages->occlusion.Get(), m_stages->smoothOcclusion.Get()}) {
      texture->ReleaseGraphicsResources(window);
    }
    for (vtkOpenGLFramebufferObject* target :
         {m_stages->litTarget.Get(), m_stages->darkenedTarget.Get(), m_stages->addedTarget.Get(),
          m_stages->occlusionTarget.Get(), m_stages->smoothTarget.Get()}) {
      target->ReleaseGraphicsResources(window);
    }
    m_stages.reset();
  }
  Superclass::ReleaseGraphicsResources(window);
}

void QualityPass::prepare(vtkOpenGLRenderWindow& window, int width, int height) {
  if (!m_stages) {
    m_stages = std::make_unique<Stages>();
    const auto quad = [&window](const std::string& fragment) {
      return std::make_unique<vtkOpenGLQuadHelper>(&window, nullptr, fragment.c_str(), "");
    };
    m_stages->occlusionQuad = quad(occlusionShader());
    m_stages->smoothQuad = quad(occlusionSmoothingShader());
    m_stages->darkenQuad = quad(darkeningShader());
    m_stages->finishQuad = quad(finishingShader());
    for (vtkTextureObject* texture :
         {m_stages->lit.Get(), m_stages->darkened.Get(), m_stages->depth.Get(),
          m_stages->occlusion.Get(), m_stages->smoothOcclusion.Get()}) {
      allocate(*texture, window);
    }
    for (vtkOpenGLFramebufferObject* target :
         {m_stages->litTarget.Get(), m_stages->darkenedTarget.Get(), m_stages->addedTarget.Get(),
          m_stages->occlusionTarget.Get(), m_stages->smoothTarget.Get()}) {
      target->SetContext(&window);
    }
  }
  if (m_stages->width == width && m_stages->height == height) return;
  m_stages->width = width;
  m_stages->height = height;
  const auto w = static_cast<unsigned int>(width), h = static_cast<unsigned int>(height);
  const unsigned int lowW = std::max(1U, w / kOcclusionShare),
                     lowH = std::max(1U, h / kOcclusionShare);
  m_stages->lit->Allocate2D(w, h, 4, VTK_UNSIGNED_CHAR);
  m_stages->darkened->Allocate2D(w, h, 4, VTK_UNSIGNED_CHAR);
  m_stages->depth->AllocateDepth(w, h, vtkTextureObject::Float32);
  m_stages->occlusion->Allocate2D(lowW, lowH, 2, VTK_FLOAT);
  m_stages->smoothOcclusion->Allocate2D(lowW, lowH, 2, VTK_FLOAT);
  const auto attach = [](vtkOpenGLFramebufferObject& target, vtkTextureObject& colour,
                         vtkTextureObject* depth) {
    target.Bind();
    target.AddColorAttachment(0, &colour);
    if (depth != nullptr) target.AddDepthAttachment(depth);
    target.ActivateDrawBuffer(0);
    target.ActivateReadBuffer(0);
  };
  attach(*m_stages->litTarget, *m_stages->lit, m_stages->depth);
  attach(*m_stages->darkenedTarget, *m_stages->darkened, nullptr);
  attach(*m_stages->addedTarget, *m_stages->darkened, m_stages->depth);
  attach(*m_stages->occlusionTarget, *m_stages->occlusion, nullptr);
  attach(*m_stages->smoothTarget, *m_stages->smoothOcclusion, nullptr);
}

void QualityPass::Render(const vtkRenderState* state) {
  vtkRenderer& renderer = *state->GetRenderer();
  auto* window = vtkOpenGLRenderWindow::SafeDownCast(renderer.GetRenderWindow());
  if (window == nullptr) return;
  vtkOpenGLState* gl = window->GetState();
  int width = 0, height = 0, left = 0, low = 0;
  renderer.GetTiledSizeAndOrigin(&width, &height, &left, &low);
  if (width < 1 || height < 1) return;

  Sorted props = sorted(*state);
  gl->PushFramebufferBindings();
  prepare(*window, width, height);
  m_stages->litTarget->Bind();
  m_stages->litTarget->ActivateDrawBuffer(0);
  drawLit(renderer, props.lit);
  const ViewVolume volume = viewVolume(*renderer.GetActiveCamera(), width, height);
  gl->Push();
  gl->vtkglDisable(GL_DEPTH_TEST);
  gl->vtkglDisable(GL_BLEND);
  gl->vtkglDisable(GL_SCISSOR_TEST);
  gl->vtkglDepthMask(GL_FALSE);
  if (m_settings.quality.ambientOcclusion) findOcclusion(*window, volume);
  m_stages->darkenedTarget->Bind();
  m_stages->darkenedTarget->ActivateDrawBuffer(0);
  gl->vtkglViewport(0, 0, width, height);
  darken(*window, volume);
  gl->Pop();

  m_stages->addedTarget->Bind();
  m_stages->addedTarget->ActivateDrawBuffer(0);
  m_stages->addedTarget->ActivateReadBuffer(0);
  drawAdded(renderer, std::move(props.marks), std::move(props.translucent));

  gl->PopFramebufferBindings();
  gl->Push();
  gl->vtkglDisable(GL_DEPTH_TEST);
  gl->vtkglDisable(GL_BLEND);
  gl->vtkglDepthMask(GL_FALSE);
  gl->vtkglViewport(left, low, width, height);
  gl->vtkglScissor(left, low, width, height);
  finish(renderer, *window, volume);
  gl->Pop();
}

void QualityPass::drawLit(vtkRenderer& renderer, const std::vector<vtkProp*>& props) {
  // Clears with the renderer's ground, too.
  this->UpdateCamera(&renderer);
  this->ClearLights(&renderer);
  this->UpdateLightGeometry(&renderer);
  this->UpdateLights(&renderer);
  this->NumberOfRenderedProps = 0;
  for (vtkProp* prop : props) this->NumberOfRenderedProps += prop->RenderOpaqueGeometry(&renderer);
}

void QualityPass::drawAdded(vtkRenderer& renderer, std::vector<vtkProp*> marks,
                            std::vector<vtkProp*> translucent) {
  for (vtkProp* prop : marks) prop->RenderOpaqueGeometry(&renderer);
  if (translucent.empty()) return;
  vtkRenderState state(&renderer);
  state.SetPropArrayAndCount(translucent.data(), static_cast<int>(translucent.size()));
  m_translucentPass->Render(&state);
}

void QualityPass::findOcclusion(vtkOpenGLRenderWindow& window, const ViewVolume& volume) {
  const int width = std::max(1, m_stages->width / kOcclusionShare);
  const int height = std::max(1, m_stages->height / kOcclusionShare);
  const float onePixel[2] = {1.0F / static_cast<float>(m_stages->width),
                             1.0F / static_cast<float>(m_stages->height)};
  const float oneStep[2] = {1.0F / static_cast<float>(width), 1.0F / static_cast<float>(height)};
  const double wide =
      std::clamp(m_settings.contentRadius * kWideShadeShare, 1.5 * kNearShade, kWideShadeMost);
  const float radii[2] = {static_cast<float>(kNearShade), static_cast<float>(wide)};
  vtkOpenGLState* gl = window.GetState();
  gl->vtkglViewport(0, 0, width, height);

  m_stages->occlusionTarget->Bind();
  m_stages->occlusionTarget->ActivateDrawBuffer(0);
  window.GetShaderCache()->ReadyShaderProgram(m_stages->occlusionQuad->Program);
  vtkShaderProgram* program = m_stages->occlusionQuad->Program;
  m_stages->depth->Activate();
  program->SetUniformi("depthTexture", m_stages->depth->GetTextureUnit());
  setViewVolume(*program, volume);
  program->SetUniform2f("onePixel", onePixel);
  program->SetUniform2f("radii", radii);
  m_stages->occlusionQuad->Render();

  m_stages->smoothTarget->Bind();
  m_stages->smoothTarget->ActivateDrawBuffer(0);
  window.GetShaderCache()->ReadyShaderProgram(m_stages->smoothQuad->Program);
  program = m_stages->smoothQuad->Program;
  m_stages->occlusion->Activate();
  program->SetUniformi("depthTexture", m_stages->depth->GetTextureUnit());
  program->SetUniformi("occlusionTexture", m_stages->occlusion->GetTextureUnit());
  program->SetUniform2f("oneStep", oneStep);
  program->SetUniformf("tolerance", static_cast<float>(kNearShade));
  m_stages->smoothQuad->Render();
  m_stages->occlusion->Deactivate();
  m_stages->depth->Deactivate();
}

void QualityPass::darken(vtkOpenGLRenderWindow& window, const ViewVolume& volume) {
  const float onePixel[2] = {1.0F / static_cast<float>(m_stages->width),
                             1.0F / static_cast<float>(m_stages->height)};
  const float oneStep[2] = {
      1.0F / static_cast<float>(std::max(1, m_stages->width / kOcclusionShare)),
      1.0F / static_cast<float>(std::max(1, m_stages->height / kOcclusionShare))};
  window.GetShaderCache()->ReadyShaderProgram(m_stages->darkenQuad->Program);
  vtkShaderProgram* program = m_stages->darkenQuad->Program;
  m_stages->depth->Activate();
  m_stages->lit->Activate();
  m_stages->smoothOcclusion->Activate();
  program->SetUniformi("depthTexture", m_stages->depth->GetTextureUnit());
  program->SetUniformi("colourTexture", m_stages->lit->GetTextureUnit());
  program->SetUniformi("occlusionTexture", m_stages->smoothOcclusion->GetTextureUnit());
  setViewVolume(*program, volume);
  program->SetUniform2f("onePixel", onePixel);
  program->SetUniform2f("oneStep", oneStep);
  program->SetUniformf("tolerance", static_cast<float>(kNearShade));
  program->SetUniformi("occluded", m_settings.quality.ambientOcclusion ? 1 : 0);
  program->SetUniformi("outlined", m_settings.quality.silhouette ? 1 : 0);
  program->SetUniformf("outlinePixels", static_cast<float>(kOutlinePixels * m_settings.pixelRatio));
  // Slopes of far-away, small balls are no edges.
  const double step = std::max(kOutlineStep, 3 * m_settings.angstromPerPixel);
  program->SetUniformf("outlineStep", static_cast<float>(step));
  m_stages->darkenQuad->Render();
  m_stages->smoothOcclusion->Deactivate();
  m_stages->lit->Deactivate();
  m_stages->depth->Deactivate();
}

void QualityPass::finish(vtkRenderer& renderer, vtkOpenGLRenderWindow& window,
                         const ViewVolume& volume) {
  const float onePixel[2] = {1.0F / static_cast<float>(m_stages->width),
                             1.0F / static_cast<float>(m_stages->height)};
  float top[3], bottom[3];
  for (int c = 0; c < 3; ++c) {
    bottom[c] = static_cast<float>(renderer.GetBackground()[c]);
    top[c] = renderer.GetGradientBackground() ? static_cast<float>(renderer.GetBackground2()[c])
                                              : bottom[c];
  }
  window.GetShaderCache()->ReadyShaderProgram(m_stages->finishQuad->Program);
  vtkShaderProgram* program = m_stages->finishQuad->Program;
  m_stages->depth->Activate();
  m_stages->darkened->Activate();
  program->SetUniformi("depthTexture", m_stages->depth->GetTextureUnit());
  program->SetUniformi("colourTexture", m_stages->darkened->GetTextureUnit());
  setViewVolume(*program, volume);
  program->SetUniform2f("onePixel", onePixel);
  program->SetUniform3f("groundTop", top);
  program->SetUniform3f("groundBottom", bottom);
  const double radius = std::max(m_settings.contentRadius, 1.0);
  program->SetUniformf("fogStart", static_cast<float>(m_settings.contentDepth - 0.55 * radius));
  program->SetUniformf("fogEnd", static_cast<float>(m_settings.contentDepth + 1.15 * radius));
  program->SetUniformf("fogMost", m_settings.quality.fog ? static_cast<float>(kFogMost) : 0.0F);
  program->SetUniformf("focus", static_cast<float>(m_settings.focusDepth));
  program->SetUniformf("blurRange", static_cast<float>(kBlurRangeShare * radius));
  program->SetUniformf("blurPixels", m_settings.quality.depthOfField
                                         ? static_cast<float>(kBlurPixels * m_settings.pixelRatio)
                                         : 0.0F);
  m_stages->finishQuad->Render();
  m_stages->darkened->Deactivate();
  m_stages->depth->Deactivate();
  if (m_smoothing == Smoothing::Fxaa) {
    m_antialiasing->Execute(vtkOpenGLRenderer::SafeDownCast(&renderer));
  }
}

}  // namespace molloquy::render
