#include "model/qformer/qformer.h"

#include <torch/torch.h>

namespace molloquy::qformer {

QFormerImpl::QFormerImpl(const Config& config) : m_dropout(config.dropout) {
  auto bert = register_module("bert", std::make_shared<torch::nn::Module>());
  auto embeddings = bert->register_module("embeddings", std::make_shared<torch::nn::Module>());
  if (config.textPath) {
    m_words = embeddings->register_module("word_embeddings",
                                          torch::nn::Embedding(config.vocab, config.hidden));
    m_positions = embeddings->register_module(
        "position_embeddings", torch::nn::Embedding(config.maxPosition, config.hidden));
  }
  m_norm = embeddings->register_module(
      "LayerNorm",
      torch::nn::LayerNorm(torch::nn::LayerNormOptions({config.hidden}).eps(config.layerNormEps)));
  auto encoder = bert->register_module("encoder", std::make_shared<torch::nn::Module>());
  auto layers = encoder->register_module("layer", std::make_shared<torch::nn::Module>());
  for (int layer = 0; layer < config.layers; ++layer) {
    m_layers.push_back(layers->register_module(std::to_string(layer), QFormerLayer(config, layer)));
  }
}

at::Tensor QFormerImpl::embed(const QFormerInput& input) {
  // Queries go in front without positions; text positions start at 0.
  at::Tensor rows = input.queries;
  if (input.textIds.defined()) {
    TORCH_CHECK(m_words, "QFormer: this model has no text path");
    const at::Tensor positions = at::arange(input.textIds.size(1), input.textIds.options());
    const at::Tensor words = m_words->forward(input.textIds) + m_positions->forward(positions);
    rows = rows.defined() ? at::cat({rows, words}, 1) : words;
  }
  rows = m_norm->forward(rows);
  return m_dropout > 0.0 ? at::dropout(rows, m_dropout, is_training()) : rows;
}

at::Tensor QFormerImpl::forward(const QFormerInput& input, QFormerTrace* trace) {
  TORCH_CHECK(input.queries.defined() || input.textIds.defined(),
              "QFormer: no queries and no text");
  constexpr double kSelfAttentionPenalty = -10000.0;
  LayerInput state;
  state.hidden = embed(input);
  state.queries = input.queries.defined() ? input.queries.size(1) : 0;
  state.graph = input.graph;
  state.graphMask = input.graphMask;
  if (input.attend.defined()) {
    state.selfMask = ((1.0 - input.attend.to(at::kFloat)) * kSelfAttentionPenalty)
                         .unsqueeze(1)
                         .unsqueeze(2);  // [B, 1, 1, Q + L]
  }
  if (trace != nullptr) trace->hidden.push_back(state.hidden);
  for (QFormerLayer& layer : m_layers) {
    if (trace != nullptr) {
      const auto [keys, values] = layer->selfAttention()->keysAndValues(state.hidden);
      trace->keys.push_back(keys);
      trace->values.push_back(values);
    }
    state.hidden = layer->forward(state);
    if (trace != nullptr) trace->hidden.push_back(state.hidden);
  }
  return state.hidden;
}

}  // namespace molloquy::qformer
