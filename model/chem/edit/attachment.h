#pragma once

#include <cstdint>
#include <vector>

#include "model/chem/edit/draft.h"
#include "model/chem/geometry.h"

/// Rigid groups put to a place, turned out of the way of others.
namespace molloquy::chem::edit {

/// A rigid group and where it goes.
struct Placement {
  Point3 pivot{};  ///< of the group, comes to `place`.
  Point3 arm{};    ///< direction of the group, comes to `direction`.
  Point3 place{};
  Point3 direction{};
};

/// The group's points at their place, turned about the direction to where they have most room from
/// the obstacles (24 turns are tried; the first of equal ones is taken).
Positions placed(const Positions& group, const Placement& placement,
                 const std::vector<Point3>& obstacles);

/// Atoms within reach of a group at a place; those in `without` are left out.
std::vector<Point3> obstaclesNear(const Draft& draft, const Point3& place, double reachAngstrom,
                                  const std::vector<bool>& without);

/// The direction in which a new group at `atom` has most room: that of one of its hydrogens, or a
/// free one.
Point3 roomiestDirection(const Draft& draft, std::uint32_t atom);

}  // namespace molloquy::chem::edit
