#pragma once

#include <torch/nn/modules/normalization.h>

namespace molloquy::nn {

/// The norm of x in the numbers of its weights. Autocast casts so by itself on CUDA; on processors
/// libtorch 1.13 refuses bfloat16 rows with float32 weights.
inline at::Tensor wideNorm(torch::nn::LayerNorm& norm, const at::Tensor& x) {
  return norm->forward(x.to(norm->weight.scalar_type()));
}

}  // namespace molloquy::nn
