#include "render/atom_picker.h"

#include <algorithm>
#include <limits>

#include "render/shape_index.h"

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

/// Keeps the nearer of two hits; of equals the one that comes first in the shape.
class Nearest {
 public:
  explicit Nearest(const BallsAndSticks& shape, const Ray& ray) : m_shape(shape), m_ray(ray) {}

  /// Items count balls first, then sticks.
  void consider(std::uint32_t item) {
    const auto balls = static_cast<std::uint32_t>(m_shape.balls.size());
    const bool ball = item < balls;
    if (ball && m_shape.forms[item] == BallForm::Hidden) return;
    const double distance =
        ball ? hitBall(m_ray, m_shape.balls[item]) : hitStick(m_ray, m_shape.sticks[item - balls]);
    if (distance > m_hit.distance || distance == kNothing) return;
    if (distance == m_hit.distance && item > m_item) return;
    m_item = item;
    if (ball) {
      m_hit = {distance, AtomIndex(item), nullptr};
    } else {
      const Stick& stick = m_shape.sticks[item - balls];
      m_hit = {distance, stick.bond, &stick};
    }
  }
  [[nodiscard]] const Hit& hit() const { return m_hit; }

 private:
  const BallsAndSticks& m_shape;
  const Ray& m_ray;
  Hit m_hit;
  std::uint32_t m_item = 0;
};

/// Below this many balls and sticks, looking at all of them is quicker than an index.
constexpr std::size_t kIndexedItems = 400;

Hit nearestHit(const BallsAndSticks& shape, const Ray& ray) {
  Nearest nearest(shape, ray);
  const std::size_t items = shape.balls.size() + shape.sticks.size();
  if (items < kIndexedItems) {
    for (std::uint32_t item = 0; item < items; ++item) nearest.consider(item);
  } else {
    indexOf(shape).visitAlong(
        ray, [&nearest] { return nearest.hit().distance; },
        [&nearest](std::uint32_t item) { nearest.consider(item); });
  }
  return nearest.hit();
}

/// Even-odd rule; edges may count either way.
bool isInside(const std::vector<PixelPoint>& polygon, double x, double y) {
  bool inside = false;
  for (std::size_t i = 0, last = polygon.size() - 1; i < polygon.size(); last = i++) {
    const PixelPoint& a = polygon[i];
    const PixelPoint& b = polygon[last];
    if ((a.y > y) == (b.y > y)) continue;
    if (x < a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)) inside = !inside;
  }
  return inside;
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

std::vector<AtomIndex> atomsInPolygon(const BallsAndSticks& shape, const CameraPose& pose,
                                      const ViewSize& size,
                                      const std::vector<PixelPoint>& polygon) {
  if (polygon.size() < 3) return {};
  PixelBox around{polygon[0].x, polygon[0].y, polygon[0].x, polygon[0].y};
  for (const PixelPoint& point : polygon) {
    around.x0 = std::min(around.x0, point.x);
    around.x1 = std::max(around.x1, point.x);
    around.y0 = std::min(around.y0, point.y);
    around.y1 = std::max(around.y1, point.y);
  }
  std::vector<AtomIndex> atoms = atomsInBox(shape, pose, size, around);
  std::erase_if(atoms, [&](AtomIndex atom) {
    const std::optional<Projected> place = project(pose, size, shape.balls[atom.value].centre);
    return !place || !isInside(polygon, place->x, place->y);
  });
  return atoms;
}

}  // namespace molloquy::render
