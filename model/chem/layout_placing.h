#pragma once

#include <optional>
#include <vector>

#include "model/chem/layout.h"

/// Arithmetic of places on paper; no RDKit.
namespace molloquy::chem {

/// Turns, moves and if need be mirrors each connected part of `places` so that its atoms come as
/// near as they can to where `fixed` has them, then puts those exactly there. A part with no fixed
/// atom goes beside the others.
void settle(const Molecule& molecule, const std::vector<std::optional<Point2>>& fixed,
            std::vector<std::optional<Point2>>& places);

/// Turns and moves each connected part of `places` to lie on `goal` as well as it can; never
/// mirrors it unless that fits much better.
void layOver(const Molecule& molecule, const std::vector<std::optional<Point2>>& goal,
             std::vector<std::optional<Point2>>& places);

}  // namespace molloquy::chem
