#pragma once

#include "model/llama/config.h"
#include "model/llama/key_values.h"
#include "model/nn/lora_linear.h"
#include "model/nn/rms_norm.h"
#include "model/nn/rotary_embedding.h"

namespace molloquy::llama {

/// What all layers of one forward pass share.
struct LayerContext {
  nn::RotaryTable rotary;
  at::Tensor mask;            ///< additive [B or 1, 1, L, S] or undefined.
  bool causal = true;         ///< plain causal attention, no mask needed.
  KeyValues* keys = nullptr;  ///< attends instead, mask and all, when given.
};

/// One pre-norm decoder block: grouped-query attention with rotary positions, then a gated
/// feed-forward: x + W_down(silu(W_gate h) * W_up h).
///
/// x  [B, L, D]  ->  [B, L, D].
/// Registered: input_layernorm, self_attn.{q,k,v,o}_proj, post_attention_layernorm,
/// mlp.{gate,up,down}_proj. q, k and v have biases where config.qkvBias says so; the width of a
/// head need not be D / H. Source: Llama (Touvron et al., 2023), section 2.2; GQA (Ainslie et al.,
/// 2023); SwiGLU (Shazeer, 2020).
class DecoderLayerImpl : public torch::nn::Module {
 public:
  DecoderLayerImpl(const Config& config, int layer);
  at::Tensor forward(const at::Tensor& x, const LayerContext& context);

 private:
  at::Tensor attend(const at::Tensor& x, const LayerContext& context);
  at::Tensor feedForward(const at::Tensor& x);
  at::Tensor dropout(const at::Tensor& x) const;

  int m_layer;
  int m_heads;
  int m_kvHeads;
  double m_dropout;
  nn::RmsNorm m_attentionNorm{nullptr};
  nn::RmsNorm m_feedForwardNorm{nullptr};
  nn::LoraLinear m_q{nullptr};
  nn::LoraLinear m_k{nullptr};
  nn::LoraLinear m_v{nullptr};
  nn::LoraLinear m_o{nullptr};
  nn::LoraLinear m_gate{nullptr};
  nn::LoraLinear m_up{nullptr};
  nn::LoraLinear m_down{nullptr};
};
TORCH_MODULE(DecoderLayer);

}  // namespace molloquy::llama
