#include "model/llama/decoder.h"

#include <torch/torch.h>

#include "model/llama/rotary_frequencies.h"
#include "model/nn/attention.h"
#include "model/nn/checkpointed.h"
#include "model/nn/unfilled_layers.h"
#include "model/nn/vocabulary_loss.h"

namespace molloquy::llama {

DecoderImpl::DecoderImpl(const Config& config)
    : m_config(config), m_frequencies(torch::tensor(rotaryFrequencies(config))) {
  auto model = register_module("model", std::make_shared<torch::nn::Module>());
  m_tokens =
      model->register_module("embed_tokens", nn::unfilledEmbedding(config.vocab, config.hidden));
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

LayerContext DecoderImpl::contextFor(const DecoderInput& input) {
  const int64_t L = input.embeddings.size(1);
  const at::Device device = input.embeddings.device();
  const auto indices = torch::dtype(torch::kInt64).device(device);
  TORCH_CHECK(input.keys == nullptr || (input.positions.defined() && !input.attend.defined()),
              "decoder: with keys, positions are needed and a mask is not looked at");
  const at::Tensor order = at::arange(L, indices);
  if (m_frequencies.device() != device) m_frequencies = m_frequencies.to(device);
  LayerContext context;
  context.rotary =
      nn::rotaryTable(input.positions.defined() ? input.positions : order, m_frequencies);
  context.keys = input.keys;
  const bool windowed = m_config.slidingWindow > 0 && L > m_config.slidingWindow;
  context.causal = !input.attend.defined() && !windowed;
  if (context.causal || context.keys != nullptr) return context;

  const at::Tensor back = order.unsqueeze(1) - order.unsqueeze(0);  // [L, L], rows minus columns
  at::Tensor allowed = back.ge(0);
  if (windowed) allowed = allowed.logical_and(back.lt(m_config.slidingWindow));
  allowed = allowed.unsqueeze(0).unsqueeze(0);  // [1, 1, L, L]
  if (input.attend.defined()) {
    allowed = allowed.logical_and(input.attend.to(at::kBool).unsqueeze(1).unsqueeze(2));
  }
  context.mask = nn::additiveMask(allowed);  // [B or 1, 1, L, L]
  return context;
}

at::Tensor DecoderImpl::forward(const DecoderInput& input, std::vector<at::Tensor>* trace) {
  const LayerContext context = contextFor(input);
  at::Tensor hidden = input.embeddings;
  if (trace != nullptr) trace->push_back(hidden);
  for (DecoderLayer& layer : m_layers) {
    hidden = nn::checkpointed(m_activations, *layer, {hidden},
                              [layer, context](const std::vector<at::Tensor>& in) mutable {
                                return std::vector<at::Tensor>{layer->forward(in[0], context)};
                              })
                 .front();
    if (trace != nullptr) trace->push_back(hidden);
  }
  hidden = m_norm->forward(hidden);
  if (trace != nullptr) trace->push_back(hidden);
  return hidden;
}

at::Tensor DecoderImpl::logits(const at::Tensor& hidden) {
  return m_head ? m_head->forward(hidden) : torch::linear(hidden, m_tokens->weight);
}

at::Tensor DecoderImpl::loss(const at::Tensor& rows, const at::Tensor& targets) {
  // No adapter is ever part of the head: it is built without.
  return nn::vocabularyLoss(rows, m_head ? m_head->weight : m_tokens->weight, {}, targets);
}

}  // namespace molloquy::llama
