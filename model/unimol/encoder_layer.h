#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>

#include "model/unimol/config.h"

namespace molloquy::unimol {

/// Atoms and pairs between two layers.
struct EncoderState {
  at::Tensor atoms;  ///< [B, N, D]
  at::Tensor pairs;  ///< [B, H, N, N] attention logits; -inf in padded columns.
};

/// One pre-norm transformer layer whose attention logits become the next layer's pair bias.
///
/// Registered: self_attn.{in_proj,out_proj}, self_attn_layer_norm, fc1, fc2, final_layer_norm.
/// Source: Uni-Mol (Zhou et al., ICLR 2023), atom-to-pair communication; Uni-Core's
/// TransformerEncoderLayer and reference transformer_encoder_with_pair.py.
class EncoderLayerImpl : public torch::nn::Module {
 public:
  explicit EncoderLayerImpl(const Config& config);
  EncoderState forward(const EncoderState& state);

 private:
  at::Tensor dropout(const at::Tensor& x) const;

  int m_heads;
  double m_dropout;
  torch::nn::Linear m_inProj{nullptr};  ///< D -> 3 D in the order q, k, v
  torch::nn::Linear m_outProj{nullptr};
  torch::nn::LayerNorm m_attentionNorm{nullptr};
  torch::nn::Linear m_fc1{nullptr};
  torch::nn::Linear m_fc2{nullptr};
  torch::nn::LayerNorm m_feedForwardNorm{nullptr};
};
TORCH_MODULE(EncoderLayer);

}  // namespace molloquy::unimol
