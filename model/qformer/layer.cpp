#include "model/qformer/layer.h"

#include <torch/torch.h>

#include "model/nn/attention.h"
#include "model/nn/unfilled_layers.h"

namespace molloquy::qformer {
namespace {

torch::nn::LayerNormOptions normOptions(const Config& config) {
  return torch::nn::LayerNormOptions({config.hidden}).eps(config.layerNormEps);
}

}  // namespace

BertAttentionImpl::BertAttentionImpl(const Config& config, int contextWidth)
    : m_heads(config.heads), m_dropout(config.dropout) {
  auto self = register_module("self", std::make_shared<torch::nn::Module>());
  m_query = self->register_module("query", nn::unfilledLinear(config.hidden, config.hidden));
  m_key = self->register_module("key", nn::unfilledLinear(contextWidth, config.hidden));
  m_value = self->register_module("value", nn::unfilledLinear(contextWidth, config.hidden));
  auto output = register_module("output", std::make_shared<torch::nn::Module>());
  m_dense = output->register_module("dense", nn::unfilledLinear(config.hidden, config.hidden));
  m_norm = output->register_module("LayerNorm", torch::nn::LayerNorm(normOptions(config)));
}

KeysAndValues BertAttentionImpl::keysAndValues(const at::Tensor& rows) {
  return {nn::splitHeads(m_key->forward(rows), m_heads),
          nn::splitHeads(m_value->forward(rows), m_heads)};
}

at::Tensor BertAttentionImpl::forward(const at::Tensor& x, const KeysAndValues& context,
                                      const at::Tensor& mask) {
  const double dropout = is_training() ? m_dropout : 0.0;
  const at::Tensor read =
      nn::attention(nn::splitHeads(m_query->forward(x), m_heads), context.keys, context.values,
                    mask, nn::AttentionReach::Everything, dropout);
  at::Tensor projected = m_dense->forward(nn::mergeHeads(read));  // [B, L, hidden]
  if (dropout > 0.0) projected = at::dropout(projected, dropout, true);
  return m_norm->forward(projected + x);
}

QFormerLayerImpl::QFormerLayerImpl(const Config& config, int layer) : m_dropout(config.dropout) {
  m_attention = register_module("attention", BertAttention(config, config.hidden));
  if (config.hasCrossAttention(layer)) {
    m_crossAttention =
        register_module("crossattention", BertAttention(config, config.encoderWidth));
  }
  m_queryFeedForward = registerFeedForward(config, "_query");
  if (config.textPath) m_textFeedForward = registerFeedForward(config, "");
}

QFormerLayerImpl::FeedForward QFormerLayerImpl::registerFeedForward(const Config& config,
                                                                    const std::string& suffix) {
  auto inner = register_module("intermediate" + suffix, std::make_shared<torch::nn::Module>());
  auto outer = register_module("output" + suffix, std::make_shared<torch::nn::Module>());
  FeedForward part;
  part.inner =
      inner->register_module("dense", nn::unfilledLinear(config.hidden, config.intermediate));
  part.outer =
      outer->register_module("dense", nn::unfilledLinear(config.intermediate, config.hidden));
  part.norm = outer->register_module("LayerNorm", torch::nn::LayerNorm(normOptions(config)));
  return part;
}

at::Tensor QFormerLayerImpl::feedForward(FeedForward& part, const at::Tensor& x) const {
  at::Tensor y = part.outer->forward(at::gelu(part.inner->forward(x)));
  if (m_dropout > 0.0 && is_training()) y = at::dropout(y, m_dropout, true);
  return part.norm->forward(y + x);
}

LayerOutput QFormerLayerImpl::forward(const LayerInput& input) {
  const KeysAndValues own = m_attention->keysAndValues(input.hidden);
  KeysAndValues read = own;
  if (input.before != nullptr) {
    read.keys = at::cat({input.before->keys, own.keys}, 2);  // [B, heads, P + Q + L, d]
    read.values = at::cat({input.before->values, own.values}, 2);
  }
  const at::Tensor attended = m_attention->forward(input.hidden, read, input.selfMask);
  return {transform(attended, input), own};
}

at::Tensor QFormerLayerImpl::transform(const at::Tensor& attended, const LayerInput& input) {
  const int64_t text = attended.size(1) - input.queries;
  if (input.queries == 0) return feedForward(m_textFeedForward, attended);

  at::Tensor queries = attended.narrow(1, 0, input.queries);
  if (m_crossAttention) {
    queries = m_crossAttention->forward(queries, m_crossAttention->keysAndValues(input.graph),
                                        input.graphMask);
  }
  queries = feedForward(m_queryFeedForward, queries);
  if (text == 0) return queries;
  const at::Tensor words = feedForward(m_textFeedForward, attended.narrow(1, input.queries, text));
  return at::cat({queries, words}, 1);  // [B, Q + L, hidden]
}

}  // namespace molloquy::qformer
