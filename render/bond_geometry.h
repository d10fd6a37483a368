#pragma once

#include <vector>

#include "model/chem/molecule.h"
#include "render/trackball_camera.h"

namespace molloquy::render {

/// One cylinder of a bond, from one atom's centre (or beside it) to the other's.
struct Stick {
  Vec3 from{};  ///< at the bond's begin atom, angstrom.
  Vec3 to{};    ///< at the bond's end atom.
  double radius = 0;
  BondIndex bond;
  AtomIndex begin;
  AtomIndex end;
};

/// The solid shape of the ball-and-stick picture. The picture, the picker and the halos all use
/// this one description, so what is seen is what is picked.
struct BallsAndSticks {
  std::vector<Ball> balls;    ///< by atom.
  std::vector<Stick> sticks;  ///< a double bond has two, a triple bond three, in bond order.
  Ball bounds;                ///< contains every ball.

  [[nodiscard]] bool isEmpty() const { return balls.empty(); }
};

/// Builds the shape. Double and triple bonds are parallel sticks in the plane of the neighbouring
/// bonds; aromatic bonds follow the Kekule alternation.
/// Precondition: the conformer has a position for every atom.
BallsAndSticks ballsAndSticks(const chem::Molecule& molecule, const chem::Conformer& conformer);

}  // namespace molloquy::render
