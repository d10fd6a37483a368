#pragma once

#include <string>

class vtkCamera;
class vtkShaderProgram;

namespace molloquy::render {

/// Takes a depth buffer's values back to places before the camera.
struct ViewVolume {
  float nearPlane = 0;  ///< angstrom.
  float farPlane = 1;   ///< angstrom.
  float parallel = 0;   ///< 1 for an orthographic picture.
  float halfWidth = 1;  ///< of the picture: angstrom, or per angstrom of depth in a perspective.
  float halfHeight = 1;
};
ViewVolume viewVolume(vtkCamera& camera, int width, int height);
void setViewVolume(vtkShaderProgram& program, const ViewVolume& volume);

/// Fragment shaders over the whole picture. All read `depthTexture`.
/// Depths to (openness 0..1, distance from the eye), at a lower size.
std::string occlusionShader();
/// The same, averaged over its pattern's period where the distance agrees.
std::string occlusionSmoothingShader();
/// Colours darkened by occlusion and at silhouettes.
std::string darkeningShader();
/// Colours with fog and depth of field.
std::string finishingShader();

}  // namespace molloquy::render
