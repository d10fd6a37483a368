#include "model/chem/edit/attachment.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/chem/edit/hydrogens.h"
#include "model/chem/vector3.h"

namespace molloquy::chem::edit {
namespace {

constexpr int kTurns = 24;

double crowding(const Positions& group, const std::vector<Point3>& obstacles) {
  double sum = 0;
  for (const Point3& a : group) {
    for (const Point3& b : obstacles) {
      const Point3 apart = b - a;
      const double square = std::max(dot(apart, apart), 0.05);
      sum += 1 / (square * square * square);
    }
  }
  return sum;
}

}  // namespace

Positions placed(const Positions& group, const Placement& placement,
                 const std::vector<Point3>& obstacles) {
  const Point3 from = unit(placement.arm);
  const Point3 to = unit(placement.direction);
  Point3 axis = cross(from, to);
  const double degrees = std::atan2(lengthOf(axis), dot(from, to));
  axis = lengthOf(axis) < 1e-9 ? perpendicular(from) : unit(axis);
  Positions turnedGroup;
  for (const Point3& p : group) {
    turnedGroup.push_back(placement.place + turned(p - placement.pivot, axis, degrees));
  }
  if (lengthOf(to) == 0 || obstacles.empty()) return turnedGroup;
  Positions best = turnedGroup;
  double least = std::numeric_limits<double>::infinity();
  for (int turn = 0; turn < kTurns; ++turn) {
    const double radians = 360.0 / kTurns * turn * kRadiansPerDegree;
    Positions candidate;
    candidate.reserve(turnedGroup.size());
    for (const Point3& p : turnedGroup) {
      candidate.push_back(placement.place + turned(p - placement.place, to, radians));
    }
    const double crowd = crowding(candidate, obstacles);
    if (crowd >= least * (1 - 1e-6)) continue;
    least = crowd;
    best = std::move(candidate);
  }
  return best;
}

std::vector<Point3> obstaclesNear(const Draft& draft, const Point3& place, double reachAngstrom,
                                  const std::vector<bool>& without) {
  std::vector<Point3> obstacles;
  for (std::uint32_t i = 0; i < draft.size(); ++i) {
    const bool left = i < without.size() && without[i];
    if (!draft.has(i) || left || distanceOf(draft.at(i), place) > reachAngstrom) continue;
    obstacles.push_back(draft.at(i));
  }
  return obstacles;
}

Point3 roomiestDirection(const Draft& draft, std::uint32_t atom) {
  std::vector<Point3> directions;
  for (const std::uint32_t hydrogen : draft.plainHydrogensOf(atom)) {
    directions.push_back(unit(draft.at(hydrogen) - draft.at(atom)));
  }
  if (directions.empty()) return freeDirections(draft, atom, 1).front();
  constexpr double kProbeAngstrom = 2.5;
  std::vector<bool> own(draft.size(), false);
  own[atom] = true;
  for (const std::uint32_t hydrogen : draft.plainHydrogensOf(atom)) own[hydrogen] = true;
  const std::vector<Point3> obstacles = obstaclesNear(draft, draft.at(atom), 8, own);
  const auto crowdOf = [&](const Point3& direction) {
    return crowding({draft.at(atom) + direction * kProbeAngstrom}, obstacles);
  };
  return *std::min_element(
      directions.begin(), directions.end(),
      [&](const Point3& a, const Point3& b) { return crowdOf(a) < crowdOf(b) * (1 - 1e-6); });
}

}  // namespace molloquy::chem::edit
