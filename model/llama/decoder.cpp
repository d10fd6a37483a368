#include "model/llama/decoder.h"

#include <torch/torch.h>

#include "model/nn/attention.h"

namespace molloquy::llama {

DecoderImpl::DecoderImpl(const Config& config) : m_config(config) {
  auto model = register_module("model", std::make_shared<torch::nn::Module>());
  m_tokens = model->register_module(
      "embed_tokens",
      torch::nn::Embedding(torch::nn::EmbeddingOptions(config.vocab, config.hidden)
                               ._weight(torch::zeros({config.vocab, config.hidden}))));
  auto layers = model->register_module("layers", std::make_shared<torch::nn::Module>());
  for (int layer = 0; layer < config.layers; ++layer) {
    m_layers.push_back(layers->register_module(std::to_string(layer), DecoderLayer(config, layer)));
  }
  m_norm = model->register_module("norm", nn::RmsNorm(config.hidden, config.rmsNormEps));
  if (!config.tieWordEmbeddings) {
    m_head = register_module("lm_head",
                             nn::LoraLinear(config.hidden, config.vocab, "lm_head", std::nullopt));
  }
}

at::Tensor DecoderImpl::embed(const at::Tensor& ids) { return m_tokens->forward(ids); }

LayerContext DecoderImpl::contextFor(const DecoderInput& input) const {
  const int64_t L = input.embeddings.size(1);
  const int64_t cached = input.cache != nullptr ? input.cache->length() : 0;
  const auto indices = torch::dtype(torch::kInt64).device(input.embeddings.device());
  const at::Tensor positions =
      input.positions.defined() ? input.positions : at::arange(cached, cached + L, indices);
  LayerContext context;
  context.rotary = nn::rotaryTable(positions, m_config.headDim(), m_config.ropeTheta);
  context.cache = input.cache;
  context.causal = cached == 0 && !input.attend.defined();
  if (context.causal || (L == 1 && !input.attend.defined())) return context;

  // Row i stands at position cached + i and reads columns up to itself.
  const at::Tensor rows = at::arange(cached, cached + L, indices).unsqueeze(1);
  const at::Tensor columns = at::arange(cached + L, indices).unsqueeze(0);
  at::Tensor allowed = columns.le(rows).unsqueeze(0).unsqueeze(0);  // [1, 1, L, S]
  if (input.attend.defined()) {
    allowed = allowed.logical_and(input.attend.to(at::kBool).unsqueeze(1).unsqueeze(2));
  }
  context.mask = nn::additiveMask(allowed);  // [B or 1, 1, L, S]
  return context;
}

at::Tensor DecoderImpl::forward(const DecoderInput& input, std::vector<at::Tensor>* trace) {
  const LayerContext context = contextFor(input);
  at::Tensor hidden = input.embeddings;
  if (trace != nullptr) trace->push_back(hidden);
  for (DecoderLayer& layer : m_layers) {
    hidden = layer->forward(hidden, context);
    if (trace != nullptr) trace->push_back(hidden);
  }
  if (input.cache != nullptr) input.cache->advance(input.embeddings.size(1));
  hidden = m_norm->forward(hidden);
  if (trace != nullptr) trace->push_back(hidden);
  return hidden;
}

at::Tensor DecoderImpl::logits(const at::Tensor& hidden) {
  return m_head ? m_head->forward(hidden) : torch::linear(hidden, m_tokens->weight);
}

nn::KvCache DecoderImpl::makeCache(int64_t batch, int64_t capacity) const {
  return nn::KvCache(m_config.layers, batch, m_config.kvHeads, capacity, m_config.headDim(),
                     m_tokens->weight.options().requires_grad(false));
}

}  // namespace molloquy::llama
