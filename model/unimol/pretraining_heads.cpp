#include "model/unimol/pretraining_heads.h"

#include <torch/torch.h>

#include <cmath>

#include "model/nn/unfilled_layers.h"
#include "model/nn/wide_norm.h"

namespace molloquy::unimol {

PairRepresentation pairRepresentation(const EncoderOutput& output, const at::Tensor& paddingMask) {
  at::Tensor pairs = output.pairs;
  at::Tensor deltas = output.pairs - output.pairBias;
  if (paddingMask.defined()) {
    const at::Tensor columns = paddingMask.unsqueeze(1).unsqueeze(2);  // [B, 1, 1, N]
    pairs = pairs.masked_fill(columns, 0.0);
    deltas = deltas.masked_fill(columns, 0.0);
  }
  return {pairs.permute({0, 2, 3, 1}), deltas.permute({0, 2, 3, 1})};
}

at::Tensor normExcess(const at::Tensor& x, const at::Tensor& counts) {
  constexpr double kTiny = 1e-10;
  constexpr double kTolerance = 1.0;
  const double wanted = std::sqrt(static_cast<double>(x.size(-1)));
  const at::Tensor wide = x.scalar_type() == at::kDouble ? x : x.to(at::kFloat);
  const at::Tensor length = (wide.square().sum(-1) + kTiny).sqrt();
  const at::Tensor excess = at::relu((length - wanted).abs() - kTolerance);
  const at::Tensor perMolecule = (excess * counts).flatten(1).sum(1);  // [B]
  return (perMolecule / (counts.flatten(1).sum(1) + kTiny)).mean();
}

MaskedTokenHeadImpl::MaskedTokenHeadImpl(const Config& config) {
  const int D = config.embedDim;
  const auto entries = static_cast<int64_t>(config.dictionary.size());
  m_dense = register_module("dense", nn::unfilledLinear(D, D));
  m_norm = register_module(
      "layer_norm",
      torch::nn::LayerNorm(torch::nn::LayerNormOptions({D}).eps(config.layerNormEps)));
  m_weight = register_parameter("weight", torch::empty({entries, D}));
  m_bias = register_parameter("bias", torch::empty({entries}));
}

at::Tensor MaskedTokenHeadImpl::forward(const at::Tensor& atoms) {
  return at::linear(nn::wideNorm(m_norm, at::gelu(m_dense->forward(atoms))), m_weight, m_bias);
}

DistanceHeadImpl::DistanceHeadImpl(const Config& config) {
  const int H = config.heads;
  m_dense = register_module("dense", nn::unfilledLinear(H, H));
  m_norm = register_module(
      "layer_norm",
      torch::nn::LayerNorm(torch::nn::LayerNormOptions({H}).eps(config.layerNormEps)));
  m_out = register_module("out_proj", nn::unfilledLinear(H, 1));
}

at::Tensor DistanceHeadImpl::forward(const at::Tensor& pairs) {
  const at::Tensor one = m_out->forward(nn::wideNorm(m_norm, at::gelu(m_dense->forward(pairs))));
  const at::Tensor square = one.squeeze(-1);  // [B, N, N]
  return (square + square.transpose(1, 2)) * 0.5;
}

at::Tensor movedCoordinates(const at::Tensor& coordinates, const at::Tensor& weights,
                            const at::Tensor& counts) {
  const at::Tensor atoms = counts.sum(1).view({-1, 1, 1});  // [B, 1, 1]
  const at::Tensor share = weights * counts.unsqueeze(1) * counts.unsqueeze(2) / atoms;
  const at::Tensor lines = coordinates.unsqueeze(1) - coordinates.unsqueeze(2);  // [B, N, N, 3]
  return coordinates + (lines * share.unsqueeze(-1)).sum(2);
}

}  // namespace molloquy::unimol
