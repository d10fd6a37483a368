#include "render/atom_picker.h"

#include <algorithm>
#include <limits>

namespace molloquy::render {

namespace {

constexpr double kNothing = std::numeric_limits<double>::infinity();

/// Distance along the ray to the first hit in front of its origin, or infinity.
double hitBall(const Ray& ray, const Ball& ball) {
  const Vec3 toCentre = ball.centre - ray.origin;
  const double along = dot(toCentre, ray.direction);
  const double missed = dot(toCentre, toCentre) - along * along;
  const double room = ball.radius * ball.radius - missed;
  if (room < 0) return kNothing;
  const double half = std::sqrt(room);
  if (along - half > 0) return along - half;
  return along + half > 0 ? along + half : kNothing;
}

/// The same for the side of a cylinder; its ends lie inside balls.
double hitStick(const Ray& ray, const Stick& stick) {
  const Vec3 axis = stick.to - stick.from;
  const double axisLength = length(axis);
  if (axisLength == 0) return kNothing;
  const Vec3 unit = axis * (1 / axisLength);
  const Vec3 relative = ray.origin - stick.from;
  const double directionAlong = dot(ray.direction, unit);
  const double originAlong = dot(relative, unit);
  const Vec3 acrossDirection = ray.direction - unit * directionAlong;
  const Vec3 acrossOrigin = relative - unit * originAlong;
  const double a = dot(acrossDirection, acrossDirection);
  if (a < 1e-14) return kNothing;
  const double b = dot(acrossDirection, acrossOrigin);
  const double c = dot(acrossOrigin, acrossOrigin) - stick.radius * stick.radius;
  const double room = b * b - a * c;
  if (room < 0) return kNothing;
  const double root = std::sqrt(room);
  for (const double t : {(-b - root) / a, (-b + root) / a}) {
    const double place = originAlong + t * directionAlong;
    if (t > 0 && place >= 0 && place <= axisLength) return t;
  }
  return kNothing;
}

struct Hit {
  double distance = kNothing;
  Picked what;
  const Stick* stick = nullptr;
};

Hit nearestHit(const BallsAndSticks& shape, const Ray& ray) {
  Hit best;
  for (std::size_t i = 0; i < shape.balls.size(); ++i) {
    if (shape.forms[i] == BallForm::Hidden) continue;
    const double distance = hitBall(ray, shape.balls[i]);
    if (distance < best.distance) {
      best = {distance, AtomIndex(static_cast<std::uint32_t>(i)), nullptr};
    }
  }
  for (const Stick& stick : shape.sticks) {
    const double distance = hitStick(ray, stick);
    if (distance < best.distance) best = {distance, stick.bond, &stick};
  }
  return best;
}

}  // namespace

Picked pick(const BallsAndSticks& shape, const Ray& ray) { return nearestHit(shape, ray).what; }

std::optional<AtomIndex> pickAtom(const BallsAndSticks& shape, const CameraPose& pose,
                                  const ViewSize& size, double x, double y) {
  const Ray ray = rayThrough(pose, size, x, y);
  const Hit hit = nearestHit(shape, ray);
  if (const auto* atom = std::get_if<AtomIndex>(&hit.what)) return *atom;
  if (hit.stick == nullptr) return std::nullopt;
  if (hit.stick->owner == StickOwner::Begin) return hit.stick->begin;
  if (hit.stick->owner == StickOwner::End) return hit.stick->end;
  const Vec3 place = ray.origin + ray.direction * hit.distance;
  const bool atBegin = length(place - hit.stick->from) <= length(place - hit.stick->to);
  return atBegin ? hit.stick->begin : hit.stick->end;
}

std::vector<AtomIndex> atomsInBox(const BallsAndSticks& shape, const CameraPose& pose,
                                  const ViewSize& size, const PixelBox& box) {
  const auto [left, right] = std::minmax(box.x0, box.x1);
  const auto [top, bottom] = std::minmax(box.y0, box.y1);
  std::vector<AtomIndex> inside;
  for (std::size_t i = 0; i < shape.balls.size(); ++i) {
    if (shape.forms[i] == BallForm::Hidden) continue;
    const std::optional<Projected> place = project(pose, size, shape.balls[i].centre);
    if (place && place->x >= left && place->x <= right && place->y >= top && place->y <= bottom) {
      inside.emplace_back(static_cast<std::uint32_t>(i));
    }
  }
  return inside;
}

}  // namespace molloquy::render
