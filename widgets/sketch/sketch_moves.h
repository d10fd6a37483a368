#pragma once

#include <vector>

#include "model/chem/layout.h"

/// Changes of the drawing that leave the structure as it is.
namespace molloquy::widgets {

enum class Mirror { LeftRight, TopBottom };

/// `atoms` moved on paper; all of them when empty, here and below.
chem::Layout2D movedOnPaper(chem::Layout2D layout, const std::vector<AtomIndex>& atoms,
                            const chem::Point2& by);
/// Turned about the middle of the atoms, degrees, counter-clockwise.
chem::Layout2D turnedOnPaper(chem::Layout2D layout, const std::vector<AtomIndex>& atoms,
                             double degrees);
/// Mirrored about the middle of the atoms; wedges of their centres become hashes.
chem::Layout2D mirroredOnPaper(chem::Layout2D layout, const std::vector<AtomIndex>& atoms,
                               Mirror mirror);

}  // namespace molloquy::widgets
