#pragma once

#include <vector>

#include "model/nn/activations.h"
#include "model/unimol/encoder_layer.h"
#include "model/unimol/gaussian_basis.h"
#include "model/unimol/graph_batch.h"

namespace molloquy::unimol {

/// What the encoder passed through, for comparisons.
struct EncoderTrace {
  at::Tensor gaussians;            ///< [B, N, N, K]
  at::Tensor pairBias;             ///< [B, H, N, N] before masking
  std::vector<at::Tensor> layers;  ///< [B, N, D] after each layer
  at::Tensor pairs;                ///< [B, H, N, N] logits of the last layer
};

/// What the encoder makes of a batch, for its pretraining.
struct EncoderOutput {
  at::Tensor atoms;     ///< [B, N, D] after the final norm, padding rows included.
  at::Tensor rawAtoms;  ///< [B, N, D] before it.
  at::Tensor pairBias;  ///< [B, H, N, N] what the first layer starts from; -inf in padded columns.
  at::Tensor pairs;     ///< [B, H, N, N] logits of the last layer; -inf in padded columns.
};

/// The 3D structure encoder: invariant to rotation and translation because it sees distances only.
///
/// batch    N counts marks and padding.
/// returns  [B, N, D] after the final norm, padding rows included.
/// Registered names equal the published checkpoint's (embed_tokens, encoder.*, gbf.*, gbf_proj.*).
/// Source: Uni-Mol (Zhou et al., ICLR 2023), section on the SE(3)-invariant transformer; reference
/// unimol.py, class SimpleUniMolModel.
class EncoderImpl : public torch::nn::Module {
 public:
  explicit EncoderImpl(const Config& config);
  /// trace  filled when given.
  at::Tensor forward(const GraphBatch& batch, EncoderTrace* trace = nullptr);
  /// The same rows with what else there is.
  EncoderOutput encode(const GraphBatch& batch, EncoderTrace* trace = nullptr);

  /// What training keeps of every layer.
  void setActivations(nn::Activations activations) { m_activations = activations; }
  [[nodiscard]] nn::Activations activations() const { return m_activations; }

 private:
  at::Tensor pairBias(const GraphBatch& batch, EncoderTrace* trace);
  EncoderState embed(const GraphBatch& batch, EncoderTrace* trace);

  double m_dropout;
  nn::Activations m_activations = nn::Activations::Keep;
  torch::nn::Embedding m_tokens{nullptr};
  GaussianBasis m_gaussians{nullptr};
  PairProjection m_pairProjection{nullptr};
  torch::nn::LayerNorm m_embeddingNorm{nullptr};
  torch::nn::LayerNorm m_finalNorm{nullptr};
  std::vector<EncoderLayer> m_layers;
};
TORCH_MODULE(Encoder);

}  // namespace molloquy::unimol
