#include "model/chem/edit/hydrogens.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "model/chem/edit/valence.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

constexpr double kTetrahedral = 109.4712206 * kRadiansPerDegree;
constexpr double kTrigonal = 120 * kRadiansPerDegree;

int piBonds(const Draft& draft, std::uint32_t atom) {
  int extra = 0;
  for (const std::uint32_t bond : draft.bondsOf(atom)) {
    const BondOrder order = draft.bond(bond).kekuleOrder;
    if (order == BondOrder::Double || order == BondOrder::Aromatic) extra += 1;
    if (order == BondOrder::Triple || order == BondOrder::Quadruple) extra += 2;
  }
  return extra;
}

bool besideDoubleBond(const Draft& draft, std::uint32_t atom) {
  for (const std::uint32_t other : draft.neighbours(atom)) {
    const int z = draft.atom(other).atomicNumber;
    if ((z == 6 || z == 7) && piBonds(draft, other) > 0) return true;
  }
  return false;
}

/// Directions from `atom` to its neighbours; those at its own place are left out.
std::vector<Point3> takenDirections(const Draft& draft, std::uint32_t atom) {
  std::vector<Point3> taken;
  for (const std::uint32_t other : draft.neighbours(atom)) {
    const Point3 apart = draft.at(other) - draft.at(atom);
    if (lengthOf(apart) > kSamePlace) taken.push_back(unit(apart));
  }
  return taken;
}

/// A direction across the bond to the only neighbour, in the plane of what hangs on that one, so
/// that new bonds are trans or staggered to it.
Point3 sidewaysOf(const Draft& draft, std::uint32_t atom, const Point3& bondDirection) {
  for (const std::uint32_t other : draft.neighbours(atom)) {
    for (const std::uint32_t third : draft.neighbours(other)) {
      if (third == atom) continue;
      const Point3 away = draft.at(third) - draft.at(other);
      const Point3 across = away - bondDirection * dot(away, bondDirection);
      if (lengthOf(across) > 0.1) return -unit(across);
    }
  }
  return perpendicular(bondDirection);
}

/// Places round an atom without neighbours.
std::vector<Point3> allDirections(Shape shape) {
  if (shape == Shape::Linear) return {{1, 0, 0}, {-1, 0, 0}};
  if (shape == Shape::Trigonal) {
    const double s = std::sin(kTrigonal);
    return {{1, 0, 0}, {-0.5, s, 0}, {-0.5, -s, 0}};
  }
  const double k = 1 / std::sqrt(3.0);
  return {{k, k, k}, {k, -k, -k}, {-k, k, -k}, {-k, -k, k}};
}

std::vector<Point3> besideOne(const Draft& draft, std::uint32_t atom, const Point3& taken,
                              Shape shape) {
  if (shape == Shape::Linear) return {-taken};
  const Point3 side = sidewaysOf(draft, atom, taken);
  const double angle = shape == Shape::Trigonal ? kTrigonal : kTetrahedral;
  const Point3 first = taken * std::cos(angle) + side * std::sin(angle);
  if (shape == Shape::Trigonal) return {first, turned(first, taken, 3.14159265358979323846)};
  return {first, turned(first, taken, kTrigonal), turned(first, taken, -kTrigonal)};
}

std::vector<Point3> besideTwo(const Point3& a, const Point3& b, Shape shape) {
  const Point3 away = -(a + b);
  Point3 normal = unit(cross(a, b));
  if (lengthOf(normal) == 0 || lengthOf(away) < 1e-3) {
    // On a line: any directions across it.
    const Point3 across = perpendicular(a);
    return {across, -across, cross(a, across)};
  }
  const Point3 middle = unit(away);
  if (shape != Shape::Tetrahedral) return {middle};
  const double half = kTetrahedral / 2;
  return {middle * std::cos(half) + normal * std::sin(half),
          middle * std::cos(half) - normal * std::sin(half)};
}

std::vector<Point3> besideThree(const std::vector<Point3>& taken) {
  const Point3 normal = unit(cross(taken[1] - taken[0], taken[2] - taken[0]));
  const Point3 away = -(taken[0] + taken[1] + taken[2]);
  // Flat surroundings leave both sides of the plane.
  if (lengthOf(away) < 0.25 && lengthOf(normal) > 0) return {normal, -normal};
  return {lengthOf(away) > 1e-6 ? unit(away) : perpendicular(taken[0])};
}

/// Directions of an even grid, for atoms that have more neighbours than their shape has places.
std::vector<Point3> gridDirections() {
  constexpr int kCount = 60;
  constexpr double kGoldenAngle = 2.39996322972865332;
  std::vector<Point3> grid;
  for (int i = 0; i < kCount; ++i) {
    const double z = 1 - 2 * (i + 0.5) / kCount;
    const double r = std::sqrt(1 - z * z);
    grid.push_back({r * std::cos(kGoldenAngle * i), r * std::sin(kGoldenAngle * i), z});
  }
  return grid;
}

/// The places that an atom's shape leaves beside the directions that are taken.
std::vector<Point3> placesBeside(const Draft& draft, std::uint32_t atom, Shape shape,
                                 const std::vector<Point3>& taken) {
  switch (taken.size()) {
    case 0:
      return allDirections(shape);
    case 1:
      return besideOne(draft, atom, taken[0], shape);
    case 2:
      return besideTwo(taken[0], taken[1], shape);
    case 3:
      return besideThree(taken);
    default:
      return gridDirections();
  }
}

/// Atoms two to four bonds away, which a new hydrogen should keep clear of.
std::vector<std::uint32_t> surroundings(const Draft& draft, std::uint32_t atom) {
  constexpr std::size_t kEnough = 80;
  std::vector<std::uint32_t> found{atom};
  std::size_t begin = 0;
  for (int depth = 0; depth < 4 && found.size() < kEnough; ++depth) {
    const std::size_t end = found.size();
    for (; begin < end; ++begin) {
      for (const std::uint32_t other : draft.neighbours(found[begin])) {
        if (std::find(found.begin(), found.end(), other) == found.end()) found.push_back(other);
      }
    }
  }
  found.erase(found.begin());
  return found;
}

/// Closeness of a point to others: small is good.
double crowding(const Draft& draft, const std::vector<std::uint32_t>& others, const Point3& at) {
  double sum = 0;
  for (const std::uint32_t other : others) {
    const Point3 apart = draft.at(other) - at;
    const double square = std::max(dot(apart, apart), 0.01);
    sum += 1 / (square * square * square);
  }
  return sum;
}

void addHydrogens(Draft& draft, std::uint32_t atom, std::size_t count) {
  const double length = bondLength(draft.atom(atom).atomicNumber, 1, BondOrder::Single);
  for (const Point3& direction : freeDirections(draft, atom, count)) {
    const std::uint32_t hydrogen =
        draft.addAtom({.atomicNumber = 1}, draft.at(atom) + direction * length);
    draft.addBond(atom, hydrogen, BondOrder::Single);
  }
}

/// Newest first, those with a mass number last.
void removeHydrogens(Draft& draft, std::vector<std::uint32_t> hydrogens, std::size_t count) {
  std::stable_sort(hydrogens.begin(), hydrogens.end(), [&](std::uint32_t a, std::uint32_t b) {
    const bool aMarked = draft.atom(a).isotope != 0;
    const bool bMarked = draft.atom(b).isotope != 0;
    return aMarked != bMarked ? bMarked : a > b;
  });
  for (std::size_t i = 0; i < count && i < hydrogens.size(); ++i) draft.removeAtom(hydrogens[i]);
}

}  // namespace

Shape shapeOf(const Draft& draft, std::uint32_t atom) {
  const int pi = piBonds(draft, atom);
  const Atom& a = draft.atom(atom);
  const std::size_t bonds = draft.bondsOf(atom).size();
  const bool thirdRow = a.atomicNumber > 10;
  if (thirdRow && bonds > 2) return Shape::Tetrahedral;
  if (pi >= 2 && (bonds <= 2 || a.atomicNumber == 6)) {
    const bool aromatic = std::any_of(
        draft.bondsOf(atom).begin(), draft.bondsOf(atom).end(),
        [&](std::uint32_t b) { return draft.bond(b).kekuleOrder == BondOrder::Aromatic; });
    return aromatic ? Shape::Trigonal : Shape::Linear;
  }
  if (pi == 1) return Shape::Trigonal;
  if (a.atomicNumber == 5 && a.formalCharge == 0) return Shape::Trigonal;
  if (a.atomicNumber == 6 && a.formalCharge == 1) return Shape::Trigonal;
  const bool lonePair = (a.atomicNumber == 7 && a.formalCharge <= 0) || a.atomicNumber == 8;
  if (lonePair && bonds <= 3 && besideDoubleBond(draft, atom)) return Shape::Trigonal;
  return Shape::Tetrahedral;
}

std::vector<Point3> freeDirections(const Draft& draft, std::uint32_t atom, std::size_t count) {
  const Shape shape = shapeOf(draft, atom);
  std::vector<Point3> taken = takenDirections(draft, atom);
  const std::vector<std::uint32_t> others = surroundings(draft, atom);
  std::vector<Point3> found;
  std::vector<Point3> places;
  while (found.size() < count) {
    if (places.empty()) places = placesBeside(draft, atom, shape, taken);
    double best = std::numeric_limits<double>::infinity();
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      double cost = crowding(draft, others, draft.at(atom) + places[i]);
      for (const Point3& direction : found) {
        cost += 1 / std::max(1 - dot(direction, places[i]), 1e-3);
      }
      // Equal places are taken in their order, whatever the rounding.
      if (cost >= best * (1 - 1e-6)) continue;
      best = cost;
      chosen = i;
    }
    found.push_back(places[chosen]);
    taken.push_back(places[chosen]);
    places.erase(places.begin() + static_cast<std::ptrdiff_t>(chosen));
    // A grid's places lie beside each other: the next one is looked for anew.
    if (places.size() > 4) places.clear();
  }
  return found;
}

void adjustHydrogens(Draft& draft, std::uint32_t atom, Layout layout) {
  const Atom& a = draft.atom(atom);
  if (a.atomicNumber <= 1) return;
  const int others = draft.bondOrders(atom, Draft::Counted::WithoutHydrogens);
  if (valenceState(a.atomicNumber, a.formalCharge, a.radicalElectrons, others) ==
      ValenceState::Unknown) {
    return;
  }
  const auto wanted = static_cast<std::size_t>(
      missingHydrogens(a.atomicNumber, a.formalCharge, a.radicalElectrons, others));
  const std::vector<std::uint32_t> hydrogens = draft.plainHydrogensOf(atom);
  if (hydrogens.size() > wanted) removeHydrogens(draft, hydrogens, hydrogens.size() - wanted);
  if (layout == Layout::LayOutAnew && hydrogens.size() != wanted) layOutHydrogens(draft, atom);
  if (hydrogens.size() < wanted) addHydrogens(draft, atom, wanted - hydrogens.size());
}

bool removeHydrogenTowards(Draft& draft, std::uint32_t atom, const Point3& direction) {
  const std::vector<std::uint32_t> hydrogens = draft.plainHydrogensOf(atom);
  if (hydrogens.empty()) return false;
  const auto along = [&](std::uint32_t h) {
    return dot(unit(draft.at(h) - draft.at(atom)), unit(direction));
  };
  draft.removeAtom(
      *std::max_element(hydrogens.begin(), hydrogens.end(),
                        [&](std::uint32_t a, std::uint32_t b) { return along(a) < along(b); }));
  return true;
}

void layOutHydrogens(Draft& draft, std::uint32_t atom) {
  const std::vector<std::uint32_t> hydrogens = draft.plainHydrogensOf(atom);
  if (hydrogens.empty()) return;
  const double length = bondLength(draft.atom(atom).atomicNumber, 1, BondOrder::Single);
  // At the atom's own place they take no direction while new ones are looked for.
  for (const std::uint32_t hydrogen : hydrogens) draft.at(hydrogen) = draft.at(atom);
  const std::vector<Point3> directions = freeDirections(draft, atom, hydrogens.size());
  for (std::size_t i = 0; i < hydrogens.size(); ++i) {
    draft.at(hydrogens[i]) = draft.at(atom) + directions[i] * length;
  }
}

}  // namespace molloquy::chem::edit
