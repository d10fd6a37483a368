#include "model/unimol/encoder_layer.h"

#include <torch/torch.h>

#include <cmath>

#include "model/nn/attention.h"
#include "model/nn/unfilled_layers.h"

namespace molloquy::unimol {

EncoderLayerImpl::EncoderLayerImpl(const Config& config)
    : m_heads(config.heads), m_dropout(config.dropout) {
  const int D = config.embedDim;
  const auto norm = torch::nn::LayerNormOptions({D}).eps(config.layerNormEps);
  auto attention = register_module("self_attn", std::make_shared<torch::nn::Module>());
  m_inProj = attention->register_module("in_proj", nn::unfilledLinear(D, 3 * D));
  m_outProj = attention->register_module("out_proj", nn::unfilledLinear(D, D));
  m_attentionNorm = register_module("self_attn_layer_norm", torch::nn::LayerNorm(norm));
  m_fc1 = register_module("fc1", nn::unfilledLinear(D, config.ffnDim));
  m_fc2 = register_module("fc2", nn::unfilledLinear(config.ffnDim, D));
  m_feedForwardNorm = register_module("final_layer_norm", torch::nn::LayerNorm(norm));
}

EncoderState EncoderLayerImpl::forward(const EncoderState& state) {
  // 1. Attention with the pair logits as bias.
  const std::vector<at::Tensor> qkv =
      m_inProj->forward(m_attentionNorm->forward(state.atoms)).chunk(3, -1);
  const at::Tensor q = nn::splitHeads(qkv[0], m_heads);  // [B, H, N, d]
  const at::Tensor k = nn::splitHeads(qkv[1], m_heads);
  const at::Tensor v = nn::splitHeads(qkv[2], m_heads);
  const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(3)));
  // OPTIMIZATION: scale, product and bias in one pass over [B, H, N, N], which is what costs here.
  const at::Tensor logits =
      at::baddbmm(state.pairs.flatten(0, 1), q.flatten(0, 1), k.transpose(2, 3).flatten(0, 1),
                  /*beta=*/1.0, scale)
          .view(state.pairs.sizes());
  const at::Tensor weights = dropout(at::softmax(logits, -1)).to(v.scalar_type());
  const at::Tensor context = nn::mergeHeads(at::matmul(weights, v));  // [B, N, D]
  at::Tensor atoms = state.atoms + dropout(m_outProj->forward(context));

  // 2. Feed-forward.
  const at::Tensor inner = at::gelu(m_fc1->forward(m_feedForwardNorm->forward(atoms)));
  atoms = atoms + dropout(m_fc2->forward(inner));

  // 3. The logits before softmax are what the next layer starts from.
  return {atoms, logits};
}

at::Tensor EncoderLayerImpl::dropout(const at::Tensor& x) const {
  return m_dropout > 0.0 && is_training() ? at::dropout(x, m_dropout, true) : x;
}

}  // namespace molloquy::unimol
