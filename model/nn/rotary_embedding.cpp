#include "model/nn/rotary_embedding.h"

#include <torch/torch.h>

namespace molloquy::nn {

RotaryTable rotaryTable(const at::Tensor& positions, const at::Tensor& frequencies) {
  TORCH_CHECK(positions.dim() == 1 || positions.dim() == 2, "rotary: got positions ",
              positions.sizes());
  at::Tensor angles = positions.to(at::kFloat).unsqueeze(-1) * frequencies;  // [.., L, d/2]
  if (angles.dim() == 2) angles = angles.unsqueeze(0);
  angles = angles.unsqueeze(1);  // [1 or B, 1, L, d/2]
  const at::Tensor cosine = angles.cos();
  const at::Tensor sine = angles.sin();
  return {at::cat({cosine, cosine}, -1), at::cat({sine.neg(), sine}, -1)};  // [1 or B, 1, L, d]
}

at::Tensor applyRotary(const at::Tensor& x, const RotaryTable& table) {
  // rotate_half(x) * sin = (-x2, x1) * (sin, sin) = (x2, x1) * (-sin, sin): a roll by half a head.
  const at::Tensor swapped = at::roll(x, x.size(3) / 2, -1);
  return x * table.cosine.to(x.scalar_type()) + swapped * table.signedSine.to(x.scalar_type());
}

}  // namespace molloquy::nn
