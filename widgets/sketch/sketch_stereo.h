#pragma once

#include <optional>

#include "widgets/sketch/sketch_edits.h"

namespace molloquy::widgets {

/// A click on a bond with a wedge or a hash: the centre is inverted when the bond would then point
/// the other way than the structure does; otherwise nothing needs to be done in space. Wavy:
/// a single bond's centre, or a double bond, gets the other configuration.
SketchAnswer stereoClicked(const SketchScene& scene, BondStroke stroke, BondIndex bond);

/// The end of the bond that is a stereocentre; the narrow end where both are.
std::optional<AtomIndex> centreOf(const SketchScene& scene, BondIndex bond);

/// Handedness of a centre as drawn, +1 or -1, with `marks` in place of the layout's own; 0 when the
/// marks leave it open.
int handedness(const SketchScene& scene, AtomIndex centre,
               const std::vector<chem::MarkedBond>& marks);

}  // namespace molloquy::widgets
