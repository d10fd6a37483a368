#pragma once

#include <vtkOpenGLSphereMapper.h>
#include <vtkOpenGLStickMapper.h>

namespace molloquy::render {

/// What an impostor draws of its shape.
enum class Shell {
  Surface,  ///< the front, lit.
  Halo,  ///< the grown shape, flat, at its farthest depth: only the rim around the surface shows.
};

/// Balls drawn as one point each, the sphere being found per pixel. VTK's own mapper plus two
/// things: a growth of every radius that can change each frame without a new upload, and the halo.
class BallMapper : public vtkOpenGLSphereMapper {
 public:
  static BallMapper* New();
  vtkTypeMacro(BallMapper, vtkOpenGLSphereMapper)

      void setShell(Shell shell);
  /// Angstrom added to every radius.
  void setGrowth(double angstrom) { m_growth = static_cast<float>(angstrom); }
  /// Angstrom by which a halo lies farther back than its shape (Halo only).
  void setSetback(double angstrom) { m_setback = static_cast<float>(angstrom); }
  /// Balls whose contrast with this luminance is below 1.5 get a darker silhouette (Surface only).
  void setBackgroundLuminance(double luminance) { m_background = static_cast<float>(luminance); }

 protected:
  void ReplaceShaderValues(std::map<vtkShader::Type, vtkShader*> shaders, vtkRenderer* renderer,
                           vtkActor* actor) override;
  void SetMapperShaderParameters(vtkOpenGLHelper& cell, vtkRenderer* renderer,
                                 vtkActor* actor) override;
  /// From the points: VTK's own looks at cells, which impostors do not have.
  void ComputeBounds() override;

 private:
  Shell m_shell = Shell::Surface;
  float m_growth = 0;
  float m_setback = 0;
  float m_background = 1;
};

/// Sticks, in the same way.
class StickMapper : public vtkOpenGLStickMapper {
 public:
  static StickMapper* New();
  vtkTypeMacro(StickMapper, vtkOpenGLStickMapper)

      void setShell(Shell shell);
  void setGrowth(double angstrom) { m_growth = static_cast<float>(angstrom); }
  void setSetback(double angstrom) { m_setback = static_cast<float>(angstrom); }

 protected:
  void ReplaceShaderValues(std::map<vtkShader::Type, vtkShader*> shaders, vtkRenderer* renderer,
                           vtkActor* actor) override;
  void SetMapperShaderParameters(vtkOpenGLHelper& cell, vtkRenderer* renderer,
                                 vtkActor* actor) override;
  /// From the points: VTK's own looks at cells, which impostors do not have.
  void ComputeBounds() override;

 private:
  Shell m_shell = Shell::Surface;
  float m_growth = 0;
  float m_setback = 0;
};

}  // namespace molloquy::render
