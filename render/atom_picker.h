#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "render/bond_geometry.h"
#include "render/trackball_camera.h"

namespace molloquy::render {

/// What a pixel shows: nothing, an atom, or a bond.
using Picked = std::variant<std::monostate, AtomIndex, BondIndex>;

/// The nearest ball or stick on a ray. Exact: the same shapes as the picture draws, computed on the
/// processor, so it needs no frame and no graphics. Large shapes get an index at the first pick.
Picked pick(const BallsAndSticks& shape, const Ray& ray);

/// The atom shown at a pixel: a ball, or the atom whose half of a stick it is; nullopt for empty
/// space.
std::optional<AtomIndex> pickAtom(const BallsAndSticks& shape, const CameraPose& pose,
                                  const ViewSize& size, double x, double y);

/// A rectangle of the picture, pixels from the upper left corner, in any order of its corners.
struct PixelBox {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

/// Every atom whose centre is shown inside the box (edges count), in both projections. Atoms hidden
/// behind others are included; atoms behind the eye are not.
std::vector<AtomIndex> atomsInBox(const BallsAndSticks& shape, const CameraPose& pose,
                                  const ViewSize& size, const PixelBox& box);

/// A corner of a drawn outline, pixels from the upper left corner of the picture.
struct PixelPoint {
  double x = 0, y = 0;
};

/// The same for the inside of a closed outline of three or more corners; where it crosses itself,
/// by the even-odd rule.
std::vector<AtomIndex> atomsInPolygon(const BallsAndSticks& shape, const CameraPose& pose,
                                      const ViewSize& size, const std::vector<PixelPoint>& polygon);

}  // namespace molloquy::render
