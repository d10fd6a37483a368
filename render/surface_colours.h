#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "render/mesh.h"
#include "render/trackball_camera.h"

namespace molloquy::render {

/// A number for every vertex of a surface, and what its colours mean.
struct SurfaceValues {
  std::vector<double> values;
  double range = 0;  ///< the colours run from -range to +range.
};

/// Coulomb's potential of point charges in vacuum at every vertex, kcal/(mol e). Charges farther
/// than some cells away count together, as monopole and dipole of their cell. charges  elementary
/// charges, by ball (Mesh::atoms are no part of this). range    what 95 of 100 vertices stay
/// within, rounded up to 1, 2 or 5 times a power of ten.
SurfaceValues electrostaticPotential(const Mesh& mesh, const std::vector<Vec3>& places,
                                     const std::vector<double>& charges, std::stop_token stop);

/// Lipophilicity at every vertex: the shares of logP nearby, weighted by a step that falls off
/// about 4 angstrom away. Positive is hydrophobic. Source: Heiden, Moeckel and Brickmann, J.
/// Comput.-Aided Mol. Des. 7 (1993) 503, their distance function and normalisation, with Crippen's
/// shares.
SurfaceValues lipophilicity(const Mesh& mesh, const std::vector<Vec3>& places,
                            const std::vector<double>& shares, std::stop_token stop);

/// Red (negative), white, blue.
std::vector<Rgb> potentialColours(const SurfaceValues& values);
/// Teal (hydrophilic), white, amber (hydrophobic); told apart under every common colour deficiency.
std::vector<Rgb> lipophilicityColours(const SurfaceValues& values);

}  // namespace molloquy::render
