#include "widgets/sketch/sketch_scene.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

namespace molloquy::widgets {
namespace {

using chem::Point2;
using Complex = std::complex<double>;

constexpr double kPi = std::numbers::pi;

Complex of(const Point2& place) { return {place[0], place[1]}; }
Point2 point(const Complex& z) { return {z.real(), z.imag()}; }
double distance(const Point2& a, const Point2& b) { return std::abs(of(a) - of(b)); }

double distanceToSegment(const Point2& place, const Point2& begin, const Point2& end) {
  const Complex along = of(end) - of(begin);
  const Complex to = of(place) - of(begin);
  const double length = std::norm(along);
  const double part =
      length > 1e-12 ? std::clamp((std::conj(along) * to).real() / length, 0.0, 1.0) : 0.0;
  return std::abs(to - part * along);
}

/// How far the nearest drawn atom is from a place; `except` does not count.
double room(const SketchScene& scene, const Point2& place, AtomIndex except) {
  double nearest = std::numeric_limits<double>::max();
  for (std::uint32_t index = 0; index < scene.layout.places.size(); ++index) {
    if (AtomIndex(index) == except || !scene.layout.places[index]) continue;
    nearest = std::min(nearest, distance(*scene.layout.places[index], place));
  }
  return nearest;
}

double circumradius(int size) { return chem::kLayoutBond / (2 * std::sin(kPi / size)); }

}  // namespace

std::optional<Point2> SketchScene::placeOf(AtomIndex atom) const {
  return atom.value < layout.places.size() ? layout.places[atom.value] : std::nullopt;
}

std::vector<AtomIndex> SketchScene::drawnNeighbours(AtomIndex atom) const {
  std::vector<AtomIndex> drawn;
  if (molecule == nullptr) return drawn;
  for (const AtomIndex neighbour : molecule->neighbours(atom))
    if (placeOf(neighbour)) drawn.push_back(neighbour);
  return drawn;
}

std::optional<BondIndex> SketchScene::bondBetween(AtomIndex first, AtomIndex second) const {
  if (molecule == nullptr) return std::nullopt;
  for (std::uint32_t index = 0; index < molecule->bonds().size(); ++index) {
    const chem::Bond& bond = molecule->bonds()[index];
    if ((bond.begin == first && bond.end == second) || (bond.begin == second && bond.end == first))
      return BondIndex(index);
  }
  return std::nullopt;
}

SketchHit hitAt(const SketchScene& scene, const Point2& place, double reach) {
  SketchHit hit;
  if (!scene.hasAtoms()) return hit;
  double nearest = reach;
  for (std::uint32_t index = 0; index < scene.layout.places.size(); ++index) {
    if (!scene.layout.places[index]) continue;
    const double away = distance(*scene.layout.places[index], place);
    if (away >= nearest) continue;
    nearest = away;
    hit.atom = AtomIndex(index);
  }
  if (hit.atom) return hit;
  nearest = reach;
  for (std::uint32_t index = 0; index < scene.molecule->bonds().size(); ++index) {
    const chem::Bond& bond = scene.molecule->bonds()[index];
    const auto begin = scene.placeOf(bond.begin);
    const auto end = scene.placeOf(bond.end);
    if (!begin || !end) continue;
    const double away = distanceToSegment(place, *begin, *end);
    if (away >= nearest) continue;
    nearest = away;
    hit.bond = BondIndex(index);
  }
  return hit;
}

std::vector<AtomIndex> atomsInside(const SketchScene& scene, const QPolygonF& paper) {
  std::vector<AtomIndex> inside;
  for (std::uint32_t index = 0; index < scene.layout.places.size(); ++index) {
    const auto& place = scene.layout.places[index];
    if (place && paper.containsPoint(QPointF((*place)[0], (*place)[1]), Qt::OddEvenFill))
      inside.push_back(AtomIndex(index));
  }
  return inside;
}

Point2 snappedEnd(const Point2& from, const Point2& pointer) {
  constexpr double kStep = kPi / 6;
  const double angle = std::round(std::arg(of(pointer) - of(from)) / kStep) * kStep;
  return point(of(from) + std::polar(chem::kLayoutBond, angle));
}

Point2 sproutPlace(const SketchScene& scene, AtomIndex atom) {
  const Complex here = of(scene.placeOf(atom).value_or(Point2{0, 0}));
  std::vector<double> angles;
  for (const AtomIndex neighbour : scene.drawnNeighbours(atom))
    angles.push_back(std::arg(of(*scene.placeOf(neighbour)) - here));
  const auto at = [&](double angle) { return point(here + std::polar(chem::kLayoutBond, angle)); };
  if (angles.empty()) return at(kPi / 6);
  std::vector<Point2> choices;
  if (angles.size() == 1) {
    choices = {at(angles[0] + 2 * kPi / 3), at(angles[0] - 2 * kPi / 3)};
  } else {
    std::sort(angles.begin(), angles.end());
    angles.push_back(angles.front() + 2 * kPi);
    double widest = 0;
    for (std::size_t i = 0; i + 1 < angles.size(); ++i) {
      const double gap = angles[i + 1] - angles[i];
      if (gap < widest - 1e-6) continue;
      if (gap > widest + 1e-6) choices.clear();
      widest = std::max(widest, gap);
      choices.push_back(at((angles[i] + angles[i + 1]) / 2));
    }
  }
  return *std::max_element(choices.begin(), choices.end(), [&](const Point2& a, const Point2& b) {
    return room(scene, a, atom) < room(scene, b, atom) - 1e-6;
  });
}

std::vector<Point2> ringAround(const Point2& middle, int size) {
  std::vector<Point2> corners;
  // A flat edge below reads best for odd rings; six stands on a corner like every drawn benzene.
  const double first = size % 2 == 0 && size != 6 ? kPi / 2 + kPi / size : kPi / 2;
  for (int corner = 0; corner < size; ++corner)
    corners.push_back(
        point(of(middle) + std::polar(circumradius(size), first + 2 * kPi * corner / size)));
  return corners;
}

std::vector<Point2> ringFrom(const Point2& corner, const Point2& towards, int size) {
  const Complex out = of(towards) - of(corner);
  const double angle = std::abs(out) > 1e-9 ? std::arg(out) : 0.0;
  const Complex middle = of(corner) + std::polar(circumradius(size), angle);
  std::vector<Point2> corners;
  for (int index = 0; index < size; ++index)
    corners.push_back(
        point(middle + std::polar(circumradius(size), angle + kPi + 2 * kPi * index / size)));
  return corners;
}

std::vector<Point2> ringOnBond(const SketchScene& scene, BondIndex bond, int size) {
  const chem::Bond& base = scene.molecule->bonds()[bond.value];
  const Complex begin = of(scene.placeOf(base.begin).value_or(Point2{0, 0}));
  const Complex end = of(scene.placeOf(base.end).value_or(Point2{0, 0}));
  std::vector<Point2> best;
  double bestRoom = -1;
  for (const double side : {1.0, -1.0}) {
    std::vector<Point2> corners{point(begin), point(end)};
    Complex step = end - begin;
    Complex last = end;
    double free = std::numeric_limits<double>::max();
    for (int index = 2; index < size; ++index) {
      step *= std::polar(1.0, side * 2 * kPi / size);
      last += step;
      corners.push_back(point(last));
      free = std::min(free, room(scene, corners.back(), AtomIndex(~std::uint32_t{0})));
    }
    if (free <= bestRoom + 1e-6) continue;
    bestRoom = free;
    best = std::move(corners);
  }
  return best;
}

}  // namespace molloquy::widgets
