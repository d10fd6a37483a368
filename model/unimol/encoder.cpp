#include "model/unimol/encoder.h"

#include <torch/torch.h>

#include <limits>

#include "model/nn/checkpointed.h"
#include "model/nn/unfilled_layers.h"

namespace molloquy::unimol {

EncoderImpl::EncoderImpl(const Config& config) : m_dropout(config.dropout) {
  const auto norm = torch::nn::LayerNormOptions({config.embedDim}).eps(config.layerNormEps);
  m_tokens = register_module(
      "embed_tokens",
      nn::unfilledEmbedding(static_cast<int64_t>(config.dictionary.size()), config.embedDim));
  auto encoder = register_module("encoder", std::make_shared<torch::nn::Module>());
  m_embeddingNorm = encoder->register_module("emb_layer_norm", torch::nn::LayerNorm(norm));
  m_finalNorm = encoder->register_module("final_layer_norm", torch::nn::LayerNorm(norm));
  auto layers = encoder->register_module("layers", std::make_shared<torch::nn::Module>());
  for (int layer = 0; layer < config.layers; ++layer) {
    m_layers.push_back(layers->register_module(std::to_string(layer), EncoderLayer(config)));
  }
  m_gaussians = register_module("gbf", GaussianBasis(config));
  m_pairProjection =
      register_module("gbf_proj", PairProjection(config.gaussianKernels, config.heads));
}

at::Tensor EncoderImpl::pairBias(const GraphBatch& batch, EncoderTrace* trace) {
  const auto made = [this, trace](const std::vector<at::Tensor>& in) {
    const at::Tensor gaussians = m_gaussians->forward(in[0], in[1]);
    if (trace != nullptr) trace->gaussians = gaussians;
    return std::vector<at::Tensor>{
        m_pairProjection->forward(gaussians).permute({0, 3, 1, 2}).contiguous()};
  };
  const auto activations = trace == nullptr ? m_activations : nn::Activations::Keep;
  at::Tensor pairs =
      nn::checkpointed(activations, *this, {batch.distances, batch.edgeTypes}, made).front();
  if (trace != nullptr) trace->pairBias = pairs;
  return pairs;  // [B, H, N, N]
}

EncoderState EncoderImpl::embed(const GraphBatch& batch, EncoderTrace* trace) {
  // 1. Distances as Gaussians, then one bias a head.
  at::Tensor pairs = pairBias(batch, trace);
  // 2. Atom kinds; padding starts from zero and is never looked at.
  at::Tensor atoms = m_embeddingNorm->forward(m_tokens->forward(batch.tokens));
  if (m_dropout > 0.0) atoms = at::dropout(atoms, m_dropout, is_training());
  if (batch.paddingMask.defined()) {
    atoms = atoms.masked_fill(batch.paddingMask.unsqueeze(-1), 0.0);
    pairs = pairs.masked_fill(batch.paddingMask.unsqueeze(1).unsqueeze(2),
                              -std::numeric_limits<double>::infinity());
  }
  return {atoms, pairs};
}

EncoderOutput EncoderImpl::encode(const GraphBatch& batch, EncoderTrace* trace) {
  EncoderState state = embed(batch, trace);
  EncoderOutput output;
  output.pairBias = state.pairs;
  for (EncoderLayer& layer : m_layers) {
    const auto next = nn::checkpointed(m_activations, *layer, {state.atoms, state.pairs},
                                       [layer](const std::vector<at::Tensor>& in) mutable {
                                         const EncoderState out = layer->forward({in[0], in[1]});
                                         return std::vector<at::Tensor>{out.atoms, out.pairs};
                                       });
    state = {next[0], next[1]};
    if (trace != nullptr) trace->layers.push_back(state.atoms);
  }
  if (trace != nullptr) trace->pairs = state.pairs;
  output.rawAtoms = state.atoms;
  output.pairs = state.pairs;
  output.atoms = m_finalNorm->forward(state.atoms);
  return output;
}

at::Tensor EncoderImpl::forward(const GraphBatch& batch, EncoderTrace* trace) {
  return encode(batch, trace).atoms;
}

}  // namespace molloquy::unimol
