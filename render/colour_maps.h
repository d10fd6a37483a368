#pragma once

#include <cstddef>

#include "render/style.h"

namespace molloquy::render {

/// A share on the way from purple over green to yellow, lightness rising evenly; told apart under
/// every common colour deficiency. Outside 0..1 the ends hold.
/// Source: viridis, van der Walt and Smith (CC0), nine of its 256 steps, linear between them.
Rgb viridis(double share);

/// -1 red, 0 white, 1 blue: charges as chemists colour them, negative red. Outside -1..1 the ends
/// hold.
Rgb redWhiteBlue(double share);

/// From a to b, by equal steps of sRGB.
Rgb mixed(const Rgb& a, const Rgb& b, double share);

/// WCAG relative luminance, 0..1.
double luminance(const Rgb& colour);

/// The colour, moved away from a ground of that luminance when it could not be told from it: lines
/// have no silhouette.
Rgb legible(const Rgb& colour, double groundLuminance);

}  // namespace molloquy::render
