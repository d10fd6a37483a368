#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "model/base/result.h"
#include "render/mesh.h"
#include "render/trackball_camera.h"
#include "render/view_style.h"

namespace molloquy::render {

/// A surface without colours (its vertices are black), and how finely it was made.
struct Surface {
  Mesh mesh;
  double spacingAngstrom = 0;  ///< of the grid.
};

/// The van der Waals or solvent-excluded surface (probe 1.4 angstrom) of balls with van der Waals
/// radii, as a closed mesh; Mesh::atoms are the places of the nearest balls. Any thread.
/// Errors: InvalidInput (no balls, a place that is no number, stopped), Unsupported (a structure so
/// large that its surface would be coarser than kCoarsestSpacing).
Result<Surface> surfaceMesh(const std::vector<Ball>& balls, SurfaceKind kind, std::stop_token stop,
                            const std::function<void(double done)>& progress);

/// Spacing beyond which a surface shows atoms no more, angstrom.
inline constexpr double kCoarsestSpacing = 1.25;

}  // namespace molloquy::render
