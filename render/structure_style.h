#pragma once

#include <vector>

#include "model/chem/molecule.h"
#include "render/view_style.h"

namespace molloquy::render {

/// How one atom is drawn.
struct AtomLook {
  Representation representation = Representation::BallAndStick;
  bool shown = true;
  Rgb colour;
};

/// Every atom's look, by atom.
using StructureStyle = std::vector<AtomLook>;

/// What the choices mean for this structure. Colour maps for numbers: blue-white-red for charges,
/// viridis for the rest (both told apart under deuteranopia); chains and residues by a fixed cycle.
StructureStyle resolveStyle(const chem::Molecule& molecule, const ViewStyle& style,
                            const AtomValues& values, const SceneColours& colours);

/// The colours that go with a ground: those of the light or the dark scheme.
const SceneColours& coloursOn(const SceneColours& colours, Ground ground);

/// What is seen where nothing is; equal for all grounds but Gradient.
struct GroundColours {
  Rgb top;
  Rgb bottom;
};
GroundColours groundColours(const SceneColours& colours, Ground ground);

}  // namespace molloquy::render
