#pragma once

#include <vector>

#include "render/mesh.h"
#include "render/ribbon_path.h"

namespace molloquy::render {

/// Proportions of ribbons, angstrom.
inline constexpr double kTubeRadius = 0.28;
inline constexpr double kHelixHalfWidth = 1.35;
inline constexpr double kStrandHalfWidth = 1.05;
inline constexpr double kArrowHalfWidth = 1.75;
inline constexpr double kRibbonHalfThickness = 0.19;
inline constexpr double kNucleicRadius = 0.55;
inline constexpr double kRungRadius = 0.3;

/// The ribbons of all paths: helices as coiled ribbons, strands as arrows, coil as a tube, nucleic
/// acids as a thicker tube with a rung for every base. Closed at both ends.
/// colours  by residue (place in Biopolymer::residues).
/// Fewer triangles a residue for more residues, so that a million atoms stay below 100 MiB.
Mesh ribbonMesh(const std::vector<RibbonPath>& paths, const std::vector<Rgb>& colours);

}  // namespace molloquy::render
