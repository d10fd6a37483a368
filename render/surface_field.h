#pragma once

#include <array>
#include <functional>
#include <stop_token>
#include <vector>

#include "render/trackball_camera.h"
#include "render/vector_math.h"

namespace molloquy::render {

/// A grid of values; x runs fastest.
struct SurfaceField {
  Vec3 origin{};
  double spacing = 1;  ///< angstrom.
  std::array<int, 3> counts{};
  /// Near the surface the distance to it, angstrom: positive inside, negative outside. Farther away
  /// the sign holds.
  std::vector<float> values;
};

/// Radius of the ball that stands for a water molecule, angstrom.
inline constexpr double kProbeRadius = 1.4;
/// Spacing for up to kFinestAtoms; it grows with the cube root of their number up to kUsualSpacing,
/// and beyond that where the grid would have too many points.
inline constexpr double kFinestSpacing = 0.16;
inline constexpr double kUsualSpacing = 0.5;
inline constexpr double kFinestAtoms = 60;
inline constexpr double kMostGridPoints = 1.2e7;

/// The grid's spacing for these atoms, angstrom: fine for few, coarser so that the grid keeps its
/// size. `margin` is what lies around the atoms' balls.
double spacingFor(const std::vector<Ball>& atoms, double margin);

/// The union of the balls.
/// `progress` gets 0..1; a stopped field is incomplete.
SurfaceField unionField(const std::vector<Ball>& atoms, double spacing, std::stop_token stop,
                        const std::function<void(double)>& progress);

/// The solvent-excluded body: what a rolling probe cannot enter. Its surface is everywhere one
/// probe radius below that of the balls grown by the probe; the distance to the latter is found
/// from the nearest points on single balls and from probes that touch two.
/// Sources: Richards, Annu. Rev. Biophys. Bioeng. 6 (1977) 151; Connolly, J. Appl. Cryst. 16 (1983)
/// 548.
SurfaceField solventExcludedField(const std::vector<Ball>& atoms, double spacing,
                                  std::stop_token stop,
                                  const std::function<void(double)>& progress);

}  // namespace molloquy::render
