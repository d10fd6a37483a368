#include "model/qformer/qformer.h"

#include <torch/torch.h>

#include "model/nn/checkpointed.h"
#include "model/nn/unfilled_layers.h"

namespace molloquy::qformer {

QFormerImpl::QFormerImpl(const Config& config) : m_dropout(config.dropout) {
  auto bert = register_module("bert", std::make_shared<torch::nn::Module>());
  auto embeddings = bert->register_module("embeddings", std::make_shared<torch::nn::Module>());
  if (config.textPath) {
    m_words = embeddings->register_module("word_embeddings",
                                          nn::unfilledEmbedding(config.vocab, config.hidden));
    m_positions = embeddings->register_module(
        "position_embeddings", nn::unfilledEmbedding(config.maxPosition, config.hidden));
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
    TORCH_CHECK(input.textIds.size(1) <= m_positions->options.num_embeddings(),
                "QFormer: ", input.textIds.size(1), " text tokens, but ",
                m_positions->options.num_embeddings(), " positions");
    const at::Tensor positions = at::arange(input.textIds.size(1), input.textIds.options());
    const at::Tensor words = m_words->forward(input.textIds) + m_positions->forward(positions);
    rows = rows.defined() ? at::cat({rows, words}, 1) : words;
  }
  rows = m_norm->forward(rows);
  return m_dropout > 0.0 ? at::dropout(rows, m_dropout, is_training()) : rows;
}

at::Tensor QFormerImpl::selfMask(const QFormerInput& input) const {
  constexpr double kPenalty = -10000.0;
  if (!input.attend.defined() && input.textReach == TextReach::Everything) return {};
  const at::Tensor& shape = input.attend.defined() ? input.attend : input.textIds;
  const int64_t B = shape.size(0);
  const int64_t L = shape.size(1);
  const auto numbers = shape.options().dtype(at::kFloat);
  at::Tensor visible = input.attend.defined()
                           ? input.attend.to(at::kFloat).unsqueeze(1)  // [B, 1, L]
                           : at::ones({B, 1, L}, numbers);
  if (input.textReach == TextReach::Causal) {
    visible = visible * at::ones({L, L}, numbers).tril();  // [B, L, L]
  }
  if (input.queryCache != nullptr) {
    const int64_t queries = input.queryCache->front().keys.size(2);
    visible = at::cat({at::ones({B, visible.size(1), queries}, numbers), visible}, 2);
  }
  return ((1.0 - visible) * kPenalty).unsqueeze(1);  // [B, 1, 1 or L, Q + L]
}

LayerOutput QFormerImpl::runLayer(QFormerLayer& layer, const LayerInput& state) const {
  const KeysAndValues before = state.before == nullptr ? KeysAndValues() : *state.before;
  const auto run = [layer, state](const std::vector<at::Tensor>& in) mutable {
    LayerInput input = state;
    const KeysAndValues earlier{in[2], in[3]};
    input.hidden = in[0];
    input.graph = in[1];
    input.before = earlier.keys.defined() ? &earlier : nullptr;
    const LayerOutput out = layer->forward(input);
    return std::vector<at::Tensor>{out.hidden, out.cache.keys, out.cache.values};
  };
  const auto out = nn::checkpointed(m_activations, *layer,
                                    {state.hidden, state.graph, before.keys, before.values}, run);
  return {out[0], {out[1], out[2]}};
}

QFormerOutput QFormerImpl::forward(const QFormerInput& input, std::vector<at::Tensor>* trace) {
  TORCH_CHECK(input.queries.defined() || input.textIds.defined(),
              "QFormer: no queries and no text");
  TORCH_CHECK(!input.queries.defined() ||
                  (input.queryCache == nullptr && input.textReach == TextReach::Everything),
              "QFormer: a query cache and causal text are for text alone");
  TORCH_CHECK(input.queryCache == nullptr || input.queryCache->size() == m_layers.size(),
              "QFormer: the query cache has ", input.queryCache->size(), " layers, the network ",
              m_layers.size());
  LayerInput state;
  state.hidden = embed(input);
  state.queries = input.queries.defined() ? input.queries.size(1) : 0;
  state.graph = input.graph;
  state.graphMask = input.graphMask;
  state.selfMask = selfMask(input);
  if (trace != nullptr) trace->push_back(state.hidden);
  QFormerOutput output;
  for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
    if (input.queryCache != nullptr) state.before = &(*input.queryCache)[layer];
    LayerOutput done = runLayer(m_layers[layer], state);
    state.hidden = done.hidden;
    output.cache.push_back(std::move(done.cache));
    if (trace != nullptr) trace->push_back(state.hidden);
  }
  output.hidden = state.hidden;
  return output;
}

at::Tensor QFormerImpl::wordEmbeddings() const { return m_words ? m_words->weight : at::Tensor(); }

}  // namespace molloquy::qformer
