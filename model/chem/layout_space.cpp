#include <algorithm>
#include <cmath>
#include <limits>

#include "model/chem/geometry.h"
#include "model/chem/layout.h"

namespace molloquy::chem {
namespace {

constexpr double kUsualLength = 1.5;  ///< angstrom; the edit corrects it to the elements.

Point3 minus(const Point3& a, const Point3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }
double dot(const Point3& a, const Point3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

std::optional<Point3> unit(const Point3& vector) {
  const double length = std::sqrt(dot(vector, vector));
  if (!(length > 1e-6)) return std::nullopt;
  return Point3{vector[0] / length, vector[1] / length, vector[2] / length};
}

/// Atoms up to three bonds away that are drawn: they tell how the paper lies in space.
std::vector<AtomIndex> drawnNear(const Molecule& molecule, const Layout2D& layout, AtomIndex from) {
  std::vector<AtomIndex> near{from};
  std::size_t begin = 0;
  for (int step = 0; step < 3; ++step) {
    const std::size_t end = near.size();
    for (; begin < end; ++begin) {
      for (const AtomIndex next : molecule.neighbours(near[begin])) {
        if (layout.places[next.value] && std::find(near.begin(), near.end(), next) == near.end())
          near.push_back(next);
      }
    }
  }
  return near;
}

/// The drawn direction in space: the paper laid over the atoms around `from`.
Point3 directionInSpace(const Molecule& molecule, const std::vector<Point3>& positions,
                        const Layout2D& layout, AtomIndex from, const Point2& place) {
  const Point2 origin = layout.places[from.value].value_or(Point2{0, 0});
  const Point3 drawn{place[0] - origin[0], place[1] - origin[1], 0};
  std::vector<Point3> paper, space;
  for (const AtomIndex atom : drawnNear(molecule, layout, from)) {
    if (!layout.places[atom.value]) continue;
    const Point2& at = *layout.places[atom.value];
    paper.push_back({at[0], at[1], 0});
    space.push_back(positions[atom.value]);
  }
  if (paper.size() < 2) return unit(drawn).value_or(Point3{1, 0, 0});
  const auto laid = superpose(paper, space);
  if (!laid) return unit(drawn).value_or(Point3{1, 0, 0});
  const Point3 tip = laid->apply({place[0], place[1], 0});
  const Point3 root = laid->apply({origin[0], origin[1], 0});
  return unit(minus(tip, root)).value_or(Point3{1, 0, 0});
}

}  // namespace

Point3 positionBeside(const Molecule& molecule, const std::vector<Point3>& positions,
                      const Layout2D& layout, AtomIndex from, const Point2& place) {
  if (from.value >= positions.size() || positions.size() != layout.places.size())
    return {place[0], place[1], 0};
  const Point3& root = positions[from.value];
  Point3 direction = directionInSpace(molecule, positions, layout, from, place);
  Point3 away{0, 0, 0};
  std::optional<Point3> hydrogen;
  double nearest = std::numeric_limits<double>::lowest();
  for (const AtomIndex neighbour : molecule.neighbours(from)) {
    const auto there = unit(minus(positions[neighbour.value], root));
    if (!there) continue;
    if (molecule.atoms()[neighbour.value].atomicNumber == 1 && !layout.places[neighbour.value]) {
      const double along = dot(*there, direction);
      if (along <= nearest) continue;
      nearest = along;
      hydrogen = there;
    } else {
      for (std::size_t axis = 0; axis < 3; ++axis) away[axis] -= (*there)[axis];
    }
  }
  if (hydrogen) {
    direction = *hydrogen;
  } else if (const auto free = unit(away)) {
    // No hydrogen to replace: as far from the neighbours as the drawn direction allows.
    const Point3 mixed{direction[0] + 2 * (*free)[0], direction[1] + 2 * (*free)[1],
                       direction[2] + 2 * (*free)[2]};
    direction = unit(mixed).value_or(*free);
  }
  return {root[0] + kUsualLength * direction[0], root[1] + kUsualLength * direction[1],
          root[2] + kUsualLength * direction[2]};
}

}  // namespace molloquy::chem
