#include "model/qformer/pretraining_heads.h"

#include <torch/torch.h>

#include "model/nn/unfilled_layers.h"
#include "model/nn/vocabulary_loss.h"
#include "model/nn/wide_norm.h"

namespace molloquy::qformer {

CaptionHeadImpl::CaptionHeadImpl(const Config& config) {
  auto predictions = register_module("predictions", std::make_shared<torch::nn::Module>());
  m_bias = predictions->register_parameter("bias", torch::empty({config.vocab}));
  auto transform = predictions->register_module("transform", std::make_shared<torch::nn::Module>());
  m_dense = transform->register_module("dense", nn::unfilledLinear(config.hidden, config.hidden));
  m_norm = transform->register_module(
      "LayerNorm",
      torch::nn::LayerNorm(torch::nn::LayerNormOptions({config.hidden}).eps(config.layerNormEps)));
}

at::Tensor CaptionHeadImpl::forward(const at::Tensor& hidden, const at::Tensor& words) {
  return torch::linear(transform(hidden), words, m_bias);
}

at::Tensor CaptionHeadImpl::loss(const at::Tensor& hidden, const at::Tensor& words,
                                 const at::Tensor& ids, const PretrainingConfig& config) {
  const std::int64_t L = ids.size(1);
  const at::Tensor next = ids.narrow(1, 1, L - 1);
  const at::Tensor labels = next.masked_fill(next.eq(config.padId), nn::kNotLearnt);
  const at::Tensor rows = transform(hidden.narrow(1, 0, L - 1)).flatten(0, 1);  // [B (L - 1), D]
  return nn::vocabularyLoss(rows, words, m_bias, labels.reshape({-1}), {config.labelSmoothing});
}

at::Tensor CaptionHeadImpl::transform(const at::Tensor& hidden) {
  return nn::wideNorm(m_norm, at::gelu(m_dense->forward(hidden)));
}

Similarities similarities(const at::Tensor& graphs, const at::Tensor& texts,
                          const at::Tensor& allGraphs, const at::Tensor& allTexts,
                          const PretrainingConfig& config) {
  TORCH_CHECK(graphs.dim() == 3 && texts.dim() == 2 && graphs.size(2) == texts.size(1),
              "similarities: got structures ", graphs.sizes(), " and texts ", texts.sizes());
  // [B, Q, P] x [P, M] and [B, P] x [M, P, Q], the best query of each.
  const at::Tensor graphToText = at::matmul(graphs, allTexts.t()).amax(1);  // [B, M]
  const at::Tensor textToGraph =
      at::matmul(allGraphs, texts.t()).amax(1).t();  // [M, Q, B] -> [M, B] -> [B, M]
  return {graphToText / config.temperature, textToGraph / config.temperature};
}

at::Tensor contrastiveLoss(const Similarities& fit, std::int64_t firstColumn) {
  const std::int64_t B = fit.graphToText.size(0);
  const at::Tensor partner = at::arange(
      firstColumn, firstColumn + B, at::TensorOptions(at::kLong).device(fit.graphToText.device()));
  return (at::cross_entropy_loss(fit.graphToText, partner) +
          at::cross_entropy_loss(fit.textToGraph, partner)) /
         2;
}

at::Tensor negativeWeights(const at::Tensor& similarity) {
  TORCH_CHECK(
      similarity.dim() == 2 && similarity.size(0) == similarity.size(1) && similarity.size(0) >= 2,
      "negativeWeights: needs two pairs or more, got ", similarity.sizes());
  constexpr double kSmallestChance = 1e-4;
  const at::Tensor own = at::eye(similarity.size(0), similarity.options().dtype(at::kBool));
  return (at::softmax(similarity, 1) + kSmallestChance).masked_fill(own, 0.0);
}

Negatives drawNegatives(const Similarities& local, const at::Generator& generator) {
  const torch::NoGradGuard noGrad;
  const auto draw = [&](const at::Tensor& similarity) {
    return at::multinomial(negativeWeights(similarity), 1, /*replacement=*/false, generator)
        .view({-1});
  };
  Negatives negatives;
  negatives.graphOfText = draw(local.textToGraph);
  negatives.textOfGraph = draw(local.graphToText);
  return negatives;
}

at::Tensor matchingLoss(const at::Tensor& logits, std::int64_t positives) {
  at::Tensor labels = at::zeros({logits.size(0)}, logits.options().dtype(at::kLong));
  labels.narrow(0, 0, positives).fill_(1);
  return at::cross_entropy_loss(logits, labels);
}

at::Tensor unitLength(const at::Tensor& x) {
  constexpr double kSmallestNorm = 1e-12;
  return x / x.norm(2, -1, /*keepdim=*/true).clamp_min(kSmallestNorm);
}

}  // namespace molloquy::qformer
