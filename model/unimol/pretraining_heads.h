#pragma once

#include "model/unimol/encoder.h"

namespace molloquy::unimol {

/// Pairs of atoms as the heads read them; 0 in padded columns.
struct PairRepresentation {
  at::Tensor pairs;   ///< [B, N, N, H] attention logits after the last layer.
  at::Tensor deltas;  ///< [B, N, N, H] what the layers added to the first bias.
};

/// paddingMask  [B, N], true = padding; or undefined.
/// Source: reference transformer_encoder_with_pair.py.
PairRepresentation pairRepresentation(const EncoderOutput& output, const at::Tensor& paddingMask);

/// How far rows are from length sqrt(width), beyond a tolerance of 1: the mean over what counts,
/// then over molecules.
///
/// x       [B, ..., width]; computed in float32 or wider.
/// counts  [B, ...], 1 = counts, 0 = padding.   returns  a single number.
/// Source: reference transformer_encoder_with_pair.py, the norm losses.
at::Tensor normExcess(const at::Tensor& x, const at::Tensor& counts);

/// Rows of masked atoms -> a score for every dictionary entry: dense, GELU, norm, and an output
/// matrix of its own with a bias.
///
/// [M, D] -> [M, V].   Registered: dense, layer_norm, weight, bias.
/// Source: reference unimol.py, class MaskLMHead.
class MaskedTokenHeadImpl : public torch::nn::Module {
 public:
  explicit MaskedTokenHeadImpl(const Config& config);
  at::Tensor forward(const at::Tensor& atoms);

 private:
  torch::nn::Linear m_dense{nullptr};
  torch::nn::LayerNorm m_norm{nullptr};
  at::Tensor m_weight;  ///< [V, D]
  at::Tensor m_bias;    ///< [V]
};
TORCH_MODULE(MaskedTokenHead);

/// The distance of every pair, normalised by kDistanceMean and kDistanceDeviation, from both
/// directions' mean.
///
/// [B, N, N, H] -> [B, N, N].   Registered: dense, layer_norm, out_proj.
/// Source: reference unimol.py, class DistanceHead.
class DistanceHeadImpl : public torch::nn::Module {
 public:
  explicit DistanceHeadImpl(const Config& config);
  at::Tensor forward(const at::Tensor& pairs);

 private:
  torch::nn::Linear m_dense{nullptr};
  torch::nn::LayerNorm m_norm{nullptr};
  torch::nn::Linear m_out{nullptr};
};
TORCH_MODULE(DistanceHead);

/// Mean and standard deviation of distances in the reference's pretraining data, angstrom.
/// Source: reference losses/unimol.py, class UniMolLoss.
inline constexpr double kDistanceMean = 6.312581655060595;
inline constexpr double kDistanceDeviation = 3.3899264663911888;

/// Atoms moved along the lines to all others, each by the pair's weight over the number of atoms:
/// x_i + sum_j w_ij (x_j - x_i) / n, marks counted.
///
/// coordinates  [B, N, 3] angstrom.   weights  [B, N, N].   counts  [B, N], 1 = atom or mark.
/// returns      [B, N, 3].
/// Source: Uni-Mol (Zhou et al., ICLR 2023), the SE(3)-equivariant coordinate head; reference
/// unimol.py.
at::Tensor movedCoordinates(const at::Tensor& coordinates, const at::Tensor& weights,
                            const at::Tensor& counts);

}  // namespace molloquy::unimol
