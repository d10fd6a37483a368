#include "render/trackball_camera.h"

#include <algorithm>
#include <numbers>

#include <vtkCamera.h>

namespace molloquy::render {

namespace {

constexpr double kViewAngleDegrees = 24;
constexpr double kNearestAngstrom = 0.5;
constexpr double kFarthestAngstrom = 5000;

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// The pose after the whole camera turned by `q` (in space) about the pivot.
CameraPose turnedAboutPivot(const CameraPose& pose, const Quaternion& q) {
  CameraPose result = pose;
  result.centre = pose.pivot + rotate(q, pose.centre - pose.pivot);
  result.orientation = normalized(q * pose.orientation);
  return result;
}

/// Position of a pixel in the central plane, in units of halfHeight(): x right, y up.
std::array<double, 2> planeCoordinates(const ViewSize& size, double x, double y) {
  return {(2 * x - size.width) / size.height, (size.height - 2 * y) / size.height};
}

}  // namespace

double viewAngle() { return radians(kViewAngleDegrees); }

double CameraPose::halfHeight() const { return distance * std::tan(viewAngle() / 2); }

double angstromPerPixel(const CameraPose& pose, const ViewSize& size) {
  return 2 * pose.halfHeight() / size.height;
}

Ray rayThrough(const CameraPose& pose, const ViewSize& size, double x, double y) {
  const auto [u, v] = planeCoordinates(size, x, y);
  const double half = pose.halfHeight();
  const Vec3 onPlane = pose.centre + pose.right() * (u * half) + pose.up() * (v * half);
  if (pose.projection == Projection::Perspective) {
    return {pose.eye(), normalized(onPlane - pose.eye())};
  }
  return {onPlane + pose.back() * kFarthestAngstrom, pose.back() * -1};
}

std::optional<Projected> project(const CameraPose& pose, const ViewSize& size, const Vec3& point) {
  const Vec3 relative = point - pose.centre;
  const double depth = pose.distance - dot(relative, pose.back());
  double scale = 1;
  if (pose.projection == Projection::Perspective) {
    if (depth <= 0) return std::nullopt;
    scale = pose.distance / depth;
  }
  const double pixels = scale * size.height / (2 * pose.halfHeight());
  return Projected{size.width / 2 + dot(relative, pose.right()) * pixels,
                   size.height / 2 - dot(relative, pose.up()) * pixels, depth};
}

CameraPose rotated(const CameraPose& pose, double right, double down) {
  const double angle = std::hypot(right, down);
  if (angle == 0) return pose;
  // The structure turns about the screen axis across the drag; the camera turns the other way.
  const Vec3 axis = normalized(pose.up() * right + pose.right() * down);
  return turnedAboutPivot(pose, turn(axis, -angle));
}

CameraPose rolled(const CameraPose& pose, double angle) {
  return turnedAboutPivot(pose, turn(pose.back(), -angle));
}

CameraPose panned(const CameraPose& pose, const ViewSize& size, double right, double down) {
  const double unit = angstromPerPixel(pose, size);
  CameraPose result = pose;
  result.centre = pose.centre - pose.right() * (right * unit) + pose.up() * (down * unit);
  return result;
}

CameraPose zoomed(const CameraPose& pose, const ViewSize& size, double factor, double x, double y) {
  CameraPose result = pose;
  result.distance = std::clamp(pose.distance / factor, kNearestAngstrom, kFarthestAngstrom);
  const auto [u, v] = planeCoordinates(size, x, y);
  const double moved = pose.halfHeight() - result.halfHeight();
  result.centre = pose.centre + pose.right() * (u * moved) + pose.up() * (v * moved);
  return result;
}

CameraPose centredOn(const CameraPose& pose, const Vec3& point) {
  CameraPose result = pose;
  result.centre = point;
  result.pivot = point;
  return result;
}

CameraPose lookedFrom(const CameraPose& pose, StandardView view) {
  const Vec3 x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
  const auto minus = [](const Vec3& v) { return v * -1; };
  Quaternion target;
  switch (view) {
    case StandardView::Front:
      target = rotationFromAxes(x, y, z);
      break;
    case StandardView::Back:
      target = rotationFromAxes(minus(x), y, minus(z));
      break;
    case StandardView::Left:
      target = rotationFromAxes(z, y, minus(x));
      break;
    case StandardView::Right:
      target = rotationFromAxes(minus(z), y, x);
      break;
    case StandardView::Top:
      target = rotationFromAxes(x, minus(z), y);
      break;
    case StandardView::Bottom:
      target = rotationFromAxes(x, z, minus(y));
      break;
  }
  return turnedAboutPivot(pose, target * conjugate(pose.orientation));
}

CameraPose interpolated(const CameraPose& from, const CameraPose& to, double t) {
  if (t >= 1) return to;
  CameraPose result = to;
  result.centre = from.centre + (to.centre - from.centre) * t;
  result.pivot = from.pivot + (to.pivot - from.pivot) * t;
  result.orientation = slerp(from.orientation, to.orientation, t);
  result.distance = from.distance * std::pow(to.distance / from.distance, t);
  return result;
}

double easedOut(double t) {
  const double rest = 1 - std::clamp(t, 0.0, 1.0);
  return 1 - rest * rest * rest;
}

void applyTo(vtkCamera& camera, const CameraPose& pose, const Ball& content) {
  // An orthographic picture does not depend on the eye's distance, so the eye steps back until all
  // of the content lies in front of it.
  const double toContent = dot(pose.centre - content.centre, pose.back());
  double distance = pose.distance;
  if (pose.projection == Projection::Orthographic) {
    distance = std::max(distance, content.radius - toContent + 1);
  }
  const double middle = distance + toContent;
  const double farPlane = std::max(middle + content.radius, 1.0);
  const double nearPlane = std::max(middle - content.radius, farPlane * 1e-3);

  const Vec3 eye = pose.centre + pose.back() * distance;
  const Vec3 up = pose.up();
  camera.SetParallelProjection(pose.projection == Projection::Orthographic ? 1 : 0);
  camera.SetViewAngle(kViewAngleDegrees);
  camera.SetParallelScale(pose.halfHeight());
  camera.SetPosition(eye.data());
  camera.SetFocalPoint(pose.centre.data());
  camera.SetViewUp(up.data());
  camera.SetClippingRange(nearPlane, farPlane);
}

}  // namespace molloquy::render
