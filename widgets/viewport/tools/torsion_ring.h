#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/chem/geometry.h"
#include "render/trackball_camera.h"

namespace molloquy::widgets {

/// The circle around a bond by which its torsion is turned: angle 0 lies above the first atom, the
/// torsion's value above the last.
class TorsionRing {
 public:
  /// Precondition: four atoms whose torsion is defined.
  TorsionRing(const chem::Positions& positions, std::span<const AtomIndex> atoms);

  [[nodiscard]] chem::Point3 pointAt(double degrees) const;
  [[nodiscard]] std::vector<chem::Point3> circle() const;
  /// Where a line of sight meets the ring's plane, as an angle in degrees; nullopt when the ring is
  /// seen from its edge.
  [[nodiscard]] std::optional<double> angleOf(const render::Ray& ray) const;

 private:
  render::Vec3 m_centre{};
  render::Vec3 m_axis{};   ///< from the second atom to the third.
  render::Vec3 m_first{};  ///< towards the first atom.
  render::Vec3 m_across{};
};

}  // namespace molloquy::widgets
