#pragma once

namespace molloquy::nn {

/// What a forward pass that gradients will follow keeps of a layer's inside.
///
/// Keep       everything that the gradient needs.
/// Recompute  the layer's inputs alone; its inside is computed again when the gradient asks for it:
///            about a third more arithmetic, and memory of one layer instead of all of them.
enum class Activations { Keep, Recompute };

}  // namespace molloquy::nn
