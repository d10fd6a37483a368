#include "render/quality_shaders.h"

#include <cmath>
#include <numbers>

#include <vtkCamera.h>
#include <vtkShaderProgram.h>

namespace molloquy::render {

namespace {

constexpr const char* kHead = R"(//VTK::System::Dec
//VTK::Output::Dec
in vec2 texCoord;
uniform sampler2D depthTexture;
uniform float nearPlane;
uniform float farPlane;
uniform float parallel;
uniform vec2 halfSize;

float distanceOf(float depth) {
  return parallel > 0.5 ? nearPlane + depth * (farPlane - nearPlane)
                        : nearPlane * farPlane / (farPlane - depth * (farPlane - nearPlane));
}
float distanceAt(vec2 at) { return distanceOf(texture(depthTexture, at).r); }
)";

// Samples on two discs around each point, the wide one for the overall shape. What rises above the
// point's tangent plane within the radius takes light away.
constexpr const char* kOcclusion = R"(
uniform vec2 onePixel;
uniform vec2 radii;

vec3 placeAt(vec2 anywhere) {
  // The middle of the pixel whose depth is read, or even surfaces would shade themselves.
  vec2 at = (floor(anywhere / onePixel) + 0.5) * onePixel;
  float away = distanceAt(at);
  return vec3((at * 2.0 - 1.0) * halfSize * (parallel > 0.5 ? 1.0 : away), away);
}

float shelter(vec3 place, vec3 normal, float radius, float turn) {
  vec2 reach = radius / (2.0 * halfSize * (parallel > 0.5 ? 1.0 : place.z));
  reach = min(reach, vec2(0.15));
  float sum = 0.0;
  for (int i = 0; i < 8; ++i) {
    float share = (float(i) + 0.5) / 8.0;
    float angle = turn + float(i) * 2.39996;
    vec2 offset = vec2(cos(angle), sin(angle)) * sqrt(share) * reach;
    vec3 way = placeAt(texCoord + offset) - place;
    float far2 = dot(way, way) + 1.0e-6;
    float rise = max(0.0, dot(way, normal) * inversesqrt(far2) - 0.1);
    sum += rise * max(0.0, 1.0 - far2 / (1.7 * radius * radius));
  }
  return sum / 8.0;
}

void main() {
  if (texture(depthTexture, texCoord).r >= 1.0) {
    gl_FragData[0] = vec4(1.0, farPlane, 0.0, 1.0);
    return;
  }
  vec3 place = placeAt(texCoord);
  vec3 right = placeAt(texCoord + vec2(onePixel.x, 0.0)) - place;
  vec3 left = place - placeAt(texCoord - vec2(onePixel.x, 0.0));
  vec3 up = placeAt(texCoord + vec2(0.0, onePixel.y)) - place;
  vec3 down = place - placeAt(texCoord - vec2(0.0, onePixel.y));
  vec3 normal = normalize(cross(abs(right.z) < abs(left.z) ? right : left,
                                abs(up.z) < abs(down.z) ? up : down));
  if (normal.z > 0.0) normal = -normal;
  float turn = 6.28319 * fract(52.9829 * fract(dot(floor(gl_FragCoord.xy), vec2(0.06711, 0.00584))));
  float shade = 1.7 * shelter(place, normal, radii.x, turn)
              + 1.5 * shelter(place, normal, radii.y, turn + 1.0);
  gl_FragData[0] = vec4(clamp(1.0 - shade, 0.0, 1.0), place.z, 0.0, 1.0);
}
)";

constexpr const char* kOcclusionSmoothing = R"(
uniform sampler2D occlusionTexture;
uniform vec2 oneStep;
uniform float tolerance;

void main() {
  vec2 own = texture(occlusionTexture, texCoord).rg;
  float sum = 0.0;
  float weights = 0.0;
  for (int y = -2; y < 3; ++y) {
    for (int x = -2; x < 3; ++x) {
      vec2 other = texture(occlusionTexture, texCoord + vec2(x, y) * oneStep).rg;
      float weight = max(0.0, 1.0 - abs(other.g - own.g) / tolerance) + 1.0e-4;
      sum += other.r * weight;
      weights += weight;
    }
  }
  gl_FragData[0] = vec4(sum / weights, own.g, 0.0, 1.0);
}
)";

constexpr const char* kDarkening = R"(
uniform sampler2D colourTexture;
uniform sampler2D occlusionTexture;
uniform vec2 onePixel;
uniform vec2 oneStep;
uniform float tolerance;
uniform int occluded;
uniform int outlined;
uniform float outlinePixels;
uniform float outlineStep;

// The four values around the place that lie at its distance, not across an edge.
float opennessAt(float away) {
  vec2 corner = (floor(texCoord / oneStep - 0.5) + 0.5) * oneStep;
  vec2 share = texCoord / oneStep - corner / oneStep;
  float sum = 0.0;
  float weights = 0.0;
  for (int i = 0; i < 4; ++i) {
    vec2 which = vec2(i % 2, i / 2);
    vec2 value = texture(occlusionTexture, corner + which * oneStep).rg;
    vec2 near = mix(1.0 - share, share, which);
    float weight = near.x * near.y * max(1.0e-3, 1.0 - abs(value.g - away) / tolerance) + 1.0e-6;
    sum += value.r * weight;
    weights += weight;
  }
  return sum / weights;
}

float edgeAt(float away) {
  vec2 reach = onePixel * outlinePixels;
  float farthest = away;
  for (int i = 0; i < 8; ++i) {
    float angle = float(i) * 0.785398;
    farthest = max(farthest, distanceAt(texCoord + vec2(cos(angle), sin(angle)) * reach));
  }
  return smoothstep(outlineStep, 2.0 * outlineStep, farthest - away);
}

void main() {
  vec4 colour = texture(colourTexture, texCoord);
  float depth = texture(depthTexture, texCoord).r;
  if (depth < 1.0) {
    float away = distanceOf(depth);
    if (occluded != 0) colour.rgb *= mix(0.12, 1.0, opennessAt(away));
    if (outlined != 0) colour.rgb *= 1.0 - 0.82 * edgeAt(away);
  }
  gl_FragData[0] = colour;
}
)";

constexpr const char* kFinishing = R"(
uniform sampler2D colourTexture;
uniform vec2 onePixel;
uniform vec3 groundTop;
uniform vec3 groundBottom;
uniform float fogStart;
uniform float fogEnd;
uniform float fogMost;
uniform float focus;
uniform float blurPixels;
uniform float blurRange;

vec4 fogged(vec2 at) {
  vec4 colour = texture(colourTexture, at);
  float depth = texture(depthTexture, at).r;
  if (fogMost <= 0.0 || depth >= 1.0) return colour;
  float fog = fogMost * smoothstep(fogStart, fogEnd, distanceOf(depth));
  return vec4(mix(colour.rgb, mix(groundBottom, groundTop, at.y), fog), colour.a);
}

float blurAt(vec2 at) {
  float depth = texture(depthTexture, at).r;
  // Nothing lies behind everything: it takes the blur of what is before it.
  if (depth >= 1.0) return 0.0;
  return blurPixels * clamp(abs(distanceOf(depth) - focus) / blurRange - 0.15, 0.0, 1.0);
}

void main() {
  vec4 colour = fogged(texCoord);
  if (blurPixels > 0.0) {
    float own = blurAt(texCoord);
    vec4 sum = colour;
    float weights = 1.0;
    for (int i = 0; i < 28; ++i) {
      float share = sqrt((float(i) + 0.5) / 28.0);
      float angle = float(i) * 2.39996;
      float reach = share * blurPixels;
      vec2 at = texCoord + vec2(cos(angle), sin(angle)) * reach * onePixel;
      float blur = blurAt(at);
      // A sharp thing does not bleed into a blurred one behind it.
      float weight = smoothstep(reach - 1.0, reach + 1.0, max(blur, min(own, blur + 1.0)));
      sum += fogged(at) * weight;
      weights += weight;
    }
    colour = sum / weights;
  }
  gl_FragData[0] = colour;
}
)";

}  // namespace

ViewVolume viewVolume(vtkCamera& camera, int width, int height) {
  ViewVolume volume;
  const double* range = camera.GetClippingRange();
  volume.nearPlane = static_cast<float>(range[0]);
  volume.farPlane = static_cast<float>(range[1]);
  const bool parallel = camera.GetParallelProjection() != 0;
  volume.parallel = parallel ? 1.0F : 0.0F;
  const double half = parallel ? camera.GetParallelScale()
                               : std::tan(camera.GetViewAngle() * std::numbers::pi / 360);
  volume.halfHeight = static_cast<float>(half);
  volume.halfWidth = static_cast<float>(half * width / height);
  return volume;
}

void setViewVolume(vtkShaderProgram& program, const ViewVolume& volume) {
  program.SetUniformf("nearPlane", volume.nearPlane);
  program.SetUniformf("farPlane", volume.farPlane);
  program.SetUniformf("parallel", volume.parallel);
  const float halfSize[2] = {volume.halfWidth, volume.halfHeight};
  program.SetUniform2f("halfSize", halfSize);
}

std::string occlusionShader() { return std::string(kHead) + kOcclusion; }
std::string occlusionSmoothingShader() { return std::string(kHead) + kOcclusionSmoothing; }
std::string darkeningShader() { return std::string(kHead) + kDarkening; }
std::string finishingShader() { return std::string(kHead) + kFinishing; }

}  // namespace molloquy::render
