#pragma once

#include <functional>

#include "model/unimol/pretraining_heads.h"

namespace molloquy::unimol {

/// What the heads say about a batch of spoilt structures.
struct Denoised {
  at::Tensor tokenScores;  ///< [M, V], one row a masked atom.
  at::Tensor coordinates;  ///< [B, N, 3] angstrom, float32 or wider.
  at::Tensor distances;    ///< [B, N, N] normalised.
  at::Tensor atomNorm;     ///< single numbers, see normExcess.
  at::Tensor pairNorm;
};

/// The encoder with the heads of its pretraining.
///
/// Registered: the encoder's names, lm_head, pair2coord_proj, dist_head and
/// encoder.final_head_layer_norm: those of a published Uni-Mol file.
/// Source: Uni-Mol (Zhou et al., ICLR 2023), section 2.2; reference unimol.py, class UniMolModel.
class PretrainingModelImpl : public EncoderImpl {
 public:
  explicit PretrainingModelImpl(const Config& config);

  /// batch        spoilt structures.
  /// coordinates  [B, N, 3] of them; 0 at the marks and in padding.
  /// masked       [M] int64, masked atoms as places in the flattened [B * N] tokens.
  Denoised denoise(const GraphBatch& batch, const at::Tensor& coordinates,
                   const at::Tensor& masked);

  [[nodiscard]] const Config& config() const { return m_config; }

 private:
  /// A head of pairs, its inside kept or forgotten as the layers' is.
  at::Tensor onPairs(const at::Tensor& pairs,
                     const std::function<at::Tensor(const at::Tensor&)>& head);

  Config m_config;
  torch::nn::LayerNorm m_deltaNorm{nullptr};
  MaskedTokenHead m_tokenHead{nullptr};
  PairProjection m_coordinateHead{nullptr};  ///< H -> 1
  DistanceHead m_distanceHead{nullptr};
};
TORCH_MODULE(PretrainingModel);

}  // namespace molloquy::unimol
