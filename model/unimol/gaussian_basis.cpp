#include "model/unimol/gaussian_basis.h"

#include <torch/torch.h>

#include <cmath>

#include "model/nn/unfilled_layers.h"

namespace molloquy::unimol {

GaussianBasisImpl::GaussianBasisImpl(const Config& config) {
  m_means = register_module("means", nn::unfilledEmbedding(1, config.gaussianKernels));
  m_stds = register_module("stds", nn::unfilledEmbedding(1, config.gaussianKernels));
  m_mul = register_module("mul", nn::unfilledEmbedding(config.edgeTypes(), 1));
  m_bias = register_module("bias", nn::unfilledEmbedding(config.edgeTypes(), 1));
}

at::Tensor GaussianBasisImpl::forward(const at::Tensor& distances, const at::Tensor& edgeTypes) {
  TORCH_CHECK(distances.sizes() == edgeTypes.sizes() && distances.dim() == 3,
              "GaussianBasis: got distances ", distances.sizes(), " and edge types ",
              edgeTypes.sizes());
  constexpr double kReferencePi = 3.14159;
  constexpr double kSmallestStd = 1e-5;
  const at::Tensor d = distances.unsqueeze(-1);  // [B, N, N, 1]
  const at::Tensor u = m_mul->forward(edgeTypes) * d + m_bias->forward(edgeTypes);
  const auto wide = m_means->weight.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
  const at::Tensor mean = m_means->weight.to(wide).view({-1});                     // [K]
  const at::Tensor std = m_stds->weight.to(wide).view({-1}).abs() + kSmallestStd;  // [K]
  const at::Tensor z = (u.to(wide) - mean) / std;                                  // [B, N, N, K]
  const double root = std::sqrt(2.0 * kReferencePi);
  return (at::exp(z.square() * -0.5) / (std * root)).to(m_means->weight.scalar_type());
}

PairProjectionImpl::PairProjectionImpl(int64_t in, int64_t out) {
  m_linear1 = register_module("linear1", nn::unfilledLinear(in, in));
  m_linear2 = register_module("linear2", nn::unfilledLinear(in, out));
}

at::Tensor PairProjectionImpl::forward(const at::Tensor& gaussians) {
  return m_linear2->forward(at::gelu(m_linear1->forward(gaussians)));
}

}  // namespace molloquy::unimol
