#include "model/unimol/pretraining_model.h"

#include <torch/torch.h>

#include "model/nn/checkpointed.h"
#include "model/nn/wide_norm.h"

namespace molloquy::unimol {

PretrainingModelImpl::PretrainingModelImpl(const Config& config)
    : EncoderImpl(config), m_config(config) {
  m_deltaNorm = named_children()["encoder"]->register_module(
      "final_head_layer_norm",
      torch::nn::LayerNorm(torch::nn::LayerNormOptions({config.heads}).eps(config.layerNormEps)));
  m_tokenHead = register_module("lm_head", MaskedTokenHead(config));
  m_coordinateHead = register_module("pair2coord_proj", PairProjection(config.heads, 1));
  m_distanceHead = register_module("dist_head", DistanceHead(config));
}

at::Tensor PretrainingModelImpl::onPairs(const at::Tensor& pairs,
                                         const std::function<at::Tensor(const at::Tensor&)>& head) {
  return nn::checkpointed(activations(), *this, {pairs},
                          [head](const std::vector<at::Tensor>& in) {
                            return std::vector<at::Tensor>{head(in[0])};
                          })
      .front();
}

Denoised PretrainingModelImpl::denoise(const GraphBatch& batch, const at::Tensor& coordinates,
                                       const at::Tensor& masked) {
  const EncoderOutput encoded = encode(batch);
  const PairRepresentation pairs = pairRepresentation(encoded, batch.paddingMask);
  const at::Tensor counts = batch.tokens.ne(Config::kPad).to(coordinates.scalar_type());  // [B, N]
  Denoised result;
  // 1. Which element was there.
  result.tokenScores =
      m_tokenHead->forward(encoded.atoms.flatten(0, 1).index_select(0, masked));  // [M, V]
  // 2. Where it was, from what the layers changed in the pairs.
  const at::Tensor weights = onPairs(pairs.deltas, [this](const at::Tensor& deltas) {
    return m_coordinateHead->forward(nn::wideNorm(m_deltaNorm, deltas)).squeeze(-1);
  });
  result.coordinates = movedCoordinates(coordinates, weights, counts);
  // 3. How far it was from the others.
  result.distances = onPairs(
      pairs.pairs, [this](const at::Tensor& logits) { return m_distanceHead->forward(logits); });
  // 4. What keeps numbers in bounds.
  result.atomNorm = normExcess(encoded.rawAtoms, counts);
  result.pairNorm = normExcess(pairs.deltas, counts.unsqueeze(1) * counts.unsqueeze(2));
  return result;
}

}  // namespace molloquy::unimol
