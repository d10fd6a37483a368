#include "model/llama/decoder_layer.h"

#include <torch/torch.h>

#include "model/nn/attention.h"

namespace molloquy::llama {

DecoderLayerImpl::DecoderLayerImpl(const Config& config, int layer)
    : m_layer(layer), m_heads(config.heads), m_kvHeads(config.kvHeads), m_dropout(config.dropout) {
  const int64_t D = config.hidden;
  const int64_t width = int64_t{config.heads} * config.headDim();
  const int64_t kvWidth = int64_t{config.kvHeads} * config.headDim();
  const auto linear = [&config](torch::nn::Module& parent, const std::string& name, int64_t in,
                                int64_t out, nn::Bias bias = nn::Bias::No) {
    return parent.register_module(name, nn::LoraLinear(in, out, name, config.lora, bias));
  };
  const nn::Bias bias = config.qkvBias ? nn::Bias::Yes : nn::Bias::No;
  m_attentionNorm = register_module("input_layernorm", nn::RmsNorm(D, config.rmsNormEps));
  auto attention = register_module("self_attn", std::make_shared<torch::nn::Module>());
  m_q = linear(*attention, "q_proj", D, width, bias);
  m_k = linear(*attention, "k_proj", D, kvWidth, bias);
  m_v = linear(*attention, "v_proj", D, kvWidth, bias);
  m_o = linear(*attention, "o_proj", width, D);
  m_feedForwardNorm =
      register_module("post_attention_layernorm", nn::RmsNorm(D, config.rmsNormEps));
  auto mlp = register_module("mlp", std::make_shared<torch::nn::Module>());
  m_gate = linear(*mlp, "gate_proj", D, config.intermediate);
  m_up = linear(*mlp, "up_proj", D, config.intermediate);
  m_down = linear(*mlp, "down_proj", config.intermediate, D);
}

at::Tensor DecoderLayerImpl::forward(const at::Tensor& x, const LayerContext& context) {
  const at::Tensor attended = x + dropout(attend(m_attentionNorm->forward(x), context));
  return attended + dropout(feedForward(m_feedForwardNorm->forward(attended)));
}

at::Tensor DecoderLayerImpl::attend(const at::Tensor& x, const LayerContext& context) {
  const at::Tensor q = nn::applyRotary(nn::splitHeads(m_q->forward(x), m_heads), context.rotary);
  const at::Tensor k = nn::applyRotary(nn::splitHeads(m_k->forward(x), m_kvHeads), context.rotary);
  const at::Tensor v = nn::splitHeads(m_v->forward(x), m_kvHeads);  // [B, Hkv, L, d]
  if (context.keys != nullptr) {
    return m_o->forward(nn::mergeHeads(context.keys->attend(m_layer, q, k, v)));
  }
  const auto reach = context.causal ? nn::AttentionReach::Causal : nn::AttentionReach::Everything;
  return m_o->forward(nn::mergeHeads(nn::attention(q, k, v, context.mask, reach)));
}

at::Tensor DecoderLayerImpl::feedForward(const at::Tensor& x) {
  return m_down->forward(at::silu(m_gate->forward(x)) * m_up->forward(x));
}

at::Tensor DecoderLayerImpl::dropout(const at::Tensor& x) const {
  return m_dropout > 0.0 && is_training() ? at::dropout(x, m_dropout, true) : x;
}

}  // namespace molloquy::llama
