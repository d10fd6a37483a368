#include "model/nn/rms_norm.h"

#include <torch/torch.h>

#include "model/nn/torch_compat.h"

namespace molloquy::nn {

RmsNormImpl::RmsNormImpl(int64_t width, double eps) : m_eps(eps) {
  weight = register_parameter("weight", torch::ones({width}));
}

at::Tensor RmsNormImpl::forward(const at::Tensor& x) { return rmsNorm(x, weight, m_eps); }

}  // namespace molloquy::nn
