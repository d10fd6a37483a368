#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>

#include "model/qformer/config.h"

namespace molloquy::qformer {

/// Keys and values of one attention, [B, heads, S, d] each.
struct KeysAndValues {
  at::Tensor keys;
  at::Tensor values;
};

/// Multi-head attention with its output projection, residual and norm (post-norm BERT).
///
/// x        [B, L, hidden] asks; `context` answers.
/// mask     additive, broadcast to [B, heads, L, S], or undefined.
/// returns  LN(dense(attention) + x), [B, L, hidden].
/// Registered: self.{query,key,value}, output.{dense,LayerNorm}.
class BertAttentionImpl : public torch::nn::Module {
 public:
  BertAttentionImpl(const Config& config, int contextWidth);
  at::Tensor forward(const at::Tensor& x, const KeysAndValues& context, const at::Tensor& mask);

  /// Keys and values of rows [B, S, contextWidth].
  KeysAndValues keysAndValues(const at::Tensor& rows);

 private:
  int m_heads;
  double m_dropout;
  torch::nn::Linear m_query{nullptr};
  torch::nn::Linear m_key{nullptr};
  torch::nn::Linear m_value{nullptr};
  torch::nn::Linear m_dense{nullptr};
  torch::nn::LayerNorm m_norm{nullptr};
};
TORCH_MODULE(BertAttention);

/// What a layer's self-attention may use: the running rows, the masks and the encoder's rows.
struct LayerInput {
  at::Tensor hidden;     ///< [B, Q + L, hidden]: queries in front, text behind.
  int64_t queries = 0;   ///< rows that are queries.
  at::Tensor selfMask;   ///< additive [B, 1, 1 or Q + L, P + Q + L] or undefined.
  at::Tensor graph;      ///< [B, N, encoderWidth]; undefined without queries.
  at::Tensor graphMask;  ///< additive [B, 1, 1, N] or undefined.
  /// Keys and values of P rows that came before, read in front of the layer's own; null = none.
  const KeysAndValues* before = nullptr;
};

/// A layer's rows, and the keys and values that its self-attention made of its input.
struct LayerOutput {
  at::Tensor hidden;    ///< [B, Q + L, hidden]
  KeysAndValues cache;  ///< of the layer's own Q + L rows.
};

/// One Q-Former layer: shared self-attention; queries read the encoder in even layers and have
/// their own feed-forward; text rows use the text feed-forward.
///
/// Source: BLIP-2 (Li et al., ICML 2023), section 3.1; LAVIS Qformer.py, class BertLayer.
class QFormerLayerImpl : public torch::nn::Module {
 public:
  QFormerLayerImpl(const Config& config, int layer);
  LayerOutput forward(const LayerInput& input);

 private:
  /// Two linears with residual and norm: "intermediate" and "output", or their query twins.
  struct FeedForward {
    torch::nn::Linear inner{nullptr};
    torch::nn::Linear outer{nullptr};
    torch::nn::LayerNorm norm{nullptr};
  };
  FeedForward registerFeedForward(const Config& config, const std::string& suffix);
  /// Rows after self-attention -> rows after cross-attention and feed-forward.
  at::Tensor transform(const at::Tensor& attended, const LayerInput& input);
  at::Tensor feedForward(FeedForward& part, const at::Tensor& x) const;

  double m_dropout;
  BertAttention m_attention{nullptr};
  BertAttention m_crossAttention{nullptr};  ///< even layers only
  FeedForward m_queryFeedForward;
  FeedForward m_textFeedForward;  ///< with the text path only
};
TORCH_MODULE(QFormerLayer);

}  // namespace molloquy::qformer
