#include "model/nn/rms_norm.h"

#include <torch/torch.h>

namespace molloquy::nn {

RmsNormImpl::RmsNormImpl(int64_t width, double eps) : m_eps(eps) {
  weight = register_parameter("weight", torch::ones({width}));
}

at::Tensor RmsNormImpl::forward(const at::Tensor& x) {
  const at::Tensor wide = x.to(at::kFloat);
  const at::Tensor inverse = at::rsqrt(wide.square().mean(-1, /*keepdim=*/true) + m_eps);
  return weight * (wide * inverse).to(x.scalar_type());
}

}  // namespace molloquy::nn
