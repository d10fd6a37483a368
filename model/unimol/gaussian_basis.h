#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>

#include "model/unimol/config.h"

namespace molloquy::unimol {

/// Pairwise distances expanded in learned Gaussians, after an affine map by kind of pair.
///
/// distances  [B, N, N] float, angstrom.   edgeTypes  [B, N, N] int64.
/// returns    [B, N, N, K] in the type of the parameters; not masked.
/// Evaluated in float32, in double when the parameters are. Registered: means, stds, mul, bias (embeddings).
/// Source: Uni-Mol (Zhou et al., ICLR 2023), pair-type aware Gaussian kernel; reference unimol.py,
/// class GaussianLayer.
/// Deviation: none. The reference's pi = 3.14159 and floor 1e-5 are kept: weights were trained so.
class GaussianBasisImpl : public torch::nn::Module {
 public:
  explicit GaussianBasisImpl(const Config& config);
  at::Tensor forward(const at::Tensor& distances, const at::Tensor& edgeTypes);

 private:
  torch::nn::Embedding m_means{nullptr};  ///< [1, K]
  torch::nn::Embedding m_stds{nullptr};   ///< [1, K]
  torch::nn::Embedding m_mul{nullptr};    ///< [edge types, 1]
  torch::nn::Embedding m_bias{nullptr};   ///< [edge types, 1]
};
TORCH_MODULE(GaussianBasis);

/// Features of pairs -> others: linear1, GELU, linear2. From K Gaussians it makes one bias a head.
///
/// [B, N, N, in] -> [B, N, N, out].
/// Source: reference unimol.py, class NonLinearHead.
class PairProjectionImpl : public torch::nn::Module {
 public:
  PairProjectionImpl(int64_t in, int64_t out);
  at::Tensor forward(const at::Tensor& gaussians);

 private:
  torch::nn::Linear m_linear1{nullptr};
  torch::nn::Linear m_linear2{nullptr};
};
TORCH_MODULE(PairProjection);

}  // namespace molloquy::unimol
