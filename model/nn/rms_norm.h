#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

namespace molloquy::nn {

/// Root mean square norm: x / sqrt(mean(x^2) + eps) * weight.
///
/// x        [..., D] float or bf16.  returns the same shape and type.
/// The mean is accumulated in float32 whatever the type of x.
/// Source: RMSNorm (Zhang and Sennrich, 2019), equation 4; Llama.
class RmsNormImpl : public torch::nn::Module {
 public:
  RmsNormImpl(int64_t width, double eps);
  at::Tensor forward(const at::Tensor& x);

  at::Tensor weight;  ///< [D]

 private:
  double m_eps;
};
TORCH_MODULE(RmsNorm);

}  // namespace molloquy::nn
