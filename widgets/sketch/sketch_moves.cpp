#include "widgets/sketch/sketch_moves.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace molloquy::widgets {
namespace {

using chem::Point2;

std::vector<AtomIndex> meant(const chem::Layout2D& layout, const std::vector<AtomIndex>& atoms) {
  std::vector<AtomIndex> drawn;
  for (std::uint32_t index = 0; index < layout.places.size(); ++index) {
    const bool wanted =
        atoms.empty() || std::find(atoms.begin(), atoms.end(), AtomIndex(index)) != atoms.end();
    if (layout.places[index] && wanted) drawn.push_back(AtomIndex(index));
  }
  return drawn;
}

Point2 middleOf(const chem::Layout2D& layout, const std::vector<AtomIndex>& atoms) {
  constexpr double kMost = std::numeric_limits<double>::max();
  Point2 low{kMost, kMost}, high{-kMost, -kMost};
  for (const AtomIndex atom : atoms) {
    for (const std::size_t axis : {0U, 1U}) {
      low[axis] = std::min(low[axis], (*layout.places[atom.value])[axis]);
      high[axis] = std::max(high[axis], (*layout.places[atom.value])[axis]);
    }
  }
  return {(low[0] + high[0]) / 2, (low[1] + high[1]) / 2};
}

}  // namespace

chem::Layout2D movedOnPaper(chem::Layout2D layout, const std::vector<AtomIndex>& atoms,
                            const Point2& by) {
  for (const AtomIndex atom : meant(layout, atoms)) {
    Point2& place = *layout.places[atom.value];
    place = {place[0] + by[0], place[1] + by[1]};
  }
  return layout;
}

chem::Layout2D turnedOnPaper(chem::Layout2D layout, const std::vector<AtomIndex>& atoms,
                             double degrees) {
  const std::vector<AtomIndex> turned = meant(layout, atoms);
  if (turned.empty()) return layout;
  const Point2 middle = middleOf(layout, turned);
  const double angle = degrees * std::numbers::pi / 180;
  const double cosine = std::cos(angle), sine = std::sin(angle);
  for (const AtomIndex atom : turned) {
    Point2& place = *layout.places[atom.value];
    const double x = place[0] - middle[0], y = place[1] - middle[1];
    place = {middle[0] + cosine * x - sine * y, middle[1] + sine * x + cosine * y};
  }
  return layout;
}

chem::Layout2D mirroredOnPaper(chem::Layout2D layout, const std::vector<AtomIndex>& atoms,
                               Mirror mirror) {
  const std::vector<AtomIndex> mirrored = meant(layout, atoms);
  if (mirrored.empty()) return layout;
  const Point2 middle = middleOf(layout, mirrored);
  const std::size_t axis = mirror == Mirror::LeftRight ? 0 : 1;
  for (const AtomIndex atom : mirrored) {
    Point2& place = *layout.places[atom.value];
    place[axis] = 2 * middle[axis] - place[axis];
  }
  for (chem::MarkedBond& marked : layout.marks) {
    if (std::find(mirrored.begin(), mirrored.end(), marked.narrowEnd) == mirrored.end()) continue;
    if (marked.mark == chem::BondMark::Wedge) {
      marked.mark = chem::BondMark::Hash;
    } else if (marked.mark == chem::BondMark::Hash) {
      marked.mark = chem::BondMark::Wedge;
    }
  }
  return layout;
}

}  // namespace molloquy::widgets
