#include "render/impostor_mappers.h"

#include <string>

#include <vtkMath.h>
#include <vtkObjectFactory.h>
#include <vtkOpenGLHelper.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkShaderProgram.h>

namespace molloquy::render {

namespace {

// The names used below (radiusMC, EyePos, EyeDir, a, b, d, base1, base2, vertexVC, VCDCMatrix) are
// those of VTK's sphere and stick shaders, unchanged from VTK 9.0 to the time of writing; the image
// tests see it when a later version renames them.

/// Every radius of the splat's vertex shader grows by a uniform.
void growRadii(vtkShader& vertex) {
  std::string source = vertex.GetSource();
  vtkShaderProgram::Substitute(source, "in float radiusMC;",
                               "in float radiusMC;\nuniform float radiusGrowth;\n");
  vtkShaderProgram::Substitute(source, "radiusVCVSOutput = radiusMC;",
                               "radiusVCVSOutput = radiusMC + radiusGrowth;");
  vertex.SetSource(source);
}

/// Adds code behind (or in front of) a tag of the fragment shader and keeps the tag for VTK.
void insertAtTag(vtkShader& fragment, const char* tag, const std::string& replacement) {
  std::string source = fragment.GetSource();
  vtkShaderProgram::Substitute(source, tag, replacement);
  fragment.SetSource(source);
}

// One pixel inside the rim darkens when the ball could not be told from the background.
constexpr const char* kSilhouette = R"(//VTK::TCoord::Impl
  float missed = sqrt(max(0.0, 1.0 - d * 0.25));
  float onePixel = fwidth(missed);
  // The square stands in for the transfer curve, which is dear for every pixel.
  vec3 linearColour = vertexColorVSOutput.rgb * vertexColorVSOutput.rgb;
  float luminance = dot(linearColour, vec3(0.2126, 0.7152, 0.0722)) + 0.05;
  float ground = backgroundLuminance + 0.05;
  if (max(luminance, ground) < 1.5 * min(luminance, ground)) {
    float rim = smoothstep(1.0 - 1.9 * onePixel, 1.0 - 0.9 * onePixel, missed);
    gl_FragData[0].rgb *= 1.0 - 0.42 * rim;
  }
)";

// A ball's halo is a flat disk behind the ball. With the true back face, which comes as near as the
// centre at the rim, the rim would cut across every bond that leads away from the viewer.
constexpr const char* kBallBehind = R"(//VTK::Depth::Impl
  float behind = centerVCVSOutput.z - radiusVCVSOutput - haloSetback;
  vec4 backPosition = VCDCMatrix * vec4(centerVCVSOutput.xy, behind, 1.0);
  gl_FragDepth = (backPosition.z/backPosition.w + 1.0)*0.5;
)";

// The far side of the cylinder, or the end disk when the ray leaves through it first.
constexpr const char* kStickBehind = R"(//VTK::Depth::Impl
  float leave = (-b + sqrt(max(d, 0.0)))/(2.0*a);
  float halfLength = 0.5*lengthVCVSOutput/radiusVCVSOutput;
  if (abs(EyeDir.z) > 1.0e-6) {
    leave = min(leave, (sign(EyeDir.z)*halfLength - EyePos.z)/EyeDir.z);
  }
  vec3 exitPoint = EyePos + leave*EyeDir;
  vertexVC.xyz = radiusVCVSOutput*(exitPoint.x*base1 + exitPoint.y*base2
               + exitPoint.z*orientVCVSOutput) + centerVCVSOutput;
  vertexVC.z -= radiusVCVSOutput + haloSetback;
  vec4 backPosition = VCDCMatrix * vertexVC;
  gl_FragDepth = (backPosition.z/backPosition.w + 1.0)*0.5;
)";

/// Replaces the depth of a halo's fragments, behind VTK's own computation of it.
void setBack(vtkShader& fragment, const char* depthCode) {
  insertAtTag(fragment, "//VTK::Normal::Dec", "uniform float haloSetback;\n//VTK::Normal::Dec");
  insertAtTag(fragment, "//VTK::Depth::Impl", depthCode);
}

void setHaloUniforms(vtkOpenGLHelper& cell, float growth, float setback) {
  if (cell.Program->IsUniformUsed("radiusGrowth")) {
    cell.Program->SetUniformf("radiusGrowth", growth);
  }
  if (cell.Program->IsUniformUsed("haloSetback")) {
    cell.Program->SetUniformf("haloSetback", setback);
  }
}

void boundsOfPoints(vtkPolyData* shape, double bounds[6]) {
  if (shape != nullptr && shape->GetPoints() != nullptr && shape->GetNumberOfPoints() > 0) {
    shape->GetPoints()->GetBounds(bounds);
  } else {
    vtkMath::UninitializeBounds(bounds);
  }
}

}  // namespace

vtkStandardNewMacro(BallMapper) vtkStandardNewMacro(StickMapper)

    void BallMapper::setShell(Shell shell) {
  m_shell = shell;
  this->Modified();
}

void BallMapper::ReplaceShaderValues(std::map<vtkShader::Type, vtkShader*> shaders,
                                     vtkRenderer* renderer, vtkActor* actor) {
  growRadii(*shaders[vtkShader::Vertex]);
  if (m_shell == Shell::Surface) {
    insertAtTag(*shaders[vtkShader::Fragment], "//VTK::Normal::Dec",
                "uniform float backgroundLuminance;\n//VTK::Normal::Dec");
    insertAtTag(*shaders[vtkShader::Fragment], "//VTK::TCoord::Impl", kSilhouette);
  } else {
    setBack(*shaders[vtkShader::Fragment], kBallBehind);
  }
  Superclass::ReplaceShaderValues(shaders, renderer, actor);
}

void BallMapper::SetMapperShaderParameters(vtkOpenGLHelper& cell, vtkRenderer* renderer,
                                           vtkActor* actor) {
  Superclass::SetMapperShaderParameters(cell, renderer, actor);
  setHaloUniforms(cell, m_growth, m_setback);
  if (cell.Program->IsUniformUsed("backgroundLuminance")) {
    cell.Program->SetUniformf("backgroundLuminance", m_background);
  }
}

void BallMapper::ComputeBounds() { boundsOfPoints(this->GetInput(), this->Bounds); }

void StickMapper::ComputeBounds() { boundsOfPoints(this->GetInput(), this->Bounds); }

void StickMapper::setShell(Shell shell) {
  m_shell = shell;
  this->Modified();
}

void StickMapper::ReplaceShaderValues(std::map<vtkShader::Type, vtkShader*> shaders,
                                      vtkRenderer* renderer, vtkActor* actor) {
  growRadii(*shaders[vtkShader::Vertex]);
  if (m_shell == Shell::Halo) setBack(*shaders[vtkShader::Fragment], kStickBehind);
  Superclass::ReplaceShaderValues(shaders, renderer, actor);
}

void StickMapper::SetMapperShaderParameters(vtkOpenGLHelper& cell, vtkRenderer* renderer,
                                            vtkActor* actor) {
  Superclass::SetMapperShaderParameters(cell, renderer, actor);
  setHaloUniforms(cell, m_growth, m_setback);
}

}  // namespace molloquy::render
