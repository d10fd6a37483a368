#include "widgets/viewport/tools/torsion_ring.h"

#include <cmath>
#include <numbers>

namespace molloquy::widgets {

namespace {

using render::operator+;
using render::operator-;
using render::operator*;

constexpr double kRadius = 0.75;  // angstrom
constexpr int kSteps = 72;
constexpr double kDegree = std::numbers::pi / 180;
/// Cosine between the line of sight and the axis below which the ring is a line.
constexpr double kEdgeOn = 0.25;

}  // namespace

TorsionRing::TorsionRing(const chem::Positions& positions, std::span<const AtomIndex> atoms) {
  const auto at = [&](std::size_t i) -> render::Vec3 { return positions[atoms[i].value]; };
  m_centre = (at(1) + at(2)) * 0.5;
  m_axis = render::normalized(at(2) - at(1));
  const render::Vec3 outer = at(0) - at(1);
  m_first = render::normalized(outer - m_axis * render::dot(outer, m_axis));
  // A torsion grows clockwise seen along the axis, which is right-handed about it.
  m_across = render::cross(m_axis, m_first);
}

chem::Point3 TorsionRing::pointAt(double degrees) const {
  const double angle = degrees * kDegree;
  return m_centre + (m_first * std::cos(angle) + m_across * std::sin(angle)) * kRadius;
}

std::vector<chem::Point3> TorsionRing::circle() const {
  std::vector<chem::Point3> points;
  for (int i = 0; i < kSteps; ++i) points.push_back(pointAt(360.0 * i / kSteps));
  return points;
}

std::optional<double> TorsionRing::angleOf(const render::Ray& ray) const {
  const double slope = render::dot(ray.direction, m_axis);
  if (std::abs(slope) < kEdgeOn) return std::nullopt;
  const double way = render::dot(m_centre - ray.origin, m_axis) / slope;
  const render::Vec3 spoke = ray.origin + ray.direction * way - m_centre;
  return std::atan2(render::dot(spoke, m_across), render::dot(spoke, m_first)) / kDegree;
}

}  // namespace molloquy::widgets
