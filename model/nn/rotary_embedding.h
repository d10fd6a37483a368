#pragma once

#include <ATen/core/Tensor.h>

namespace molloquy::nn {

/// Cosines and sines of the rotation angles, float32, [1 or B, 1, L, d]: the first d/2 columns are
/// repeated in the second half, where the sines change sign: (-sin, sin).
struct RotaryTable {
  at::Tensor cosine;
  at::Tensor signedSine;
};

/// Angles position * frequency for the pair (i, i + d/2).
///
/// positions    [L] or [B, L] int64.
/// frequencies  [d / 2] float on the same device, radians a position (llama::rotaryFrequencies).
/// Source: RoFormer (Su et al., 2021), section 3.2; the rotate-half layout of the Llama weights.
RotaryTable rotaryTable(const at::Tensor& positions, const at::Tensor& frequencies);

/// Rotates queries or keys [B, H, L, d]; returns the same shape and type.
at::Tensor applyRotary(const at::Tensor& x, const RotaryTable& table);

}  // namespace molloquy::nn
