#include "model/molm/stage1_model.h"

#include <torch/torch.h>

#include "model/nn/unfilled_layers.h"

namespace molloquy::molm {

Stage1ModelImpl::Stage1ModelImpl(const Stage1Config& config)
    : StructureQueriesImpl(config.unimol, config.qformer, config.graphMask), m_config(config) {
  constexpr int kClasses = 2;  // no match, match
  const int hidden = config.qformer.hidden;
  const int projected = config.pretraining.projectionDim;
  m_captionHead = queryTransformer()->register_module("cls", qformer::CaptionHead(config.qformer));
  m_graphProjection = register_module("graph_proj", nn::unfilledLinear(hidden, projected));
  m_textProjection = register_module("text_proj", nn::unfilledLinear(hidden, projected));
  m_matchHead = register_module("gtm_head", nn::unfilledLinear(hidden, kClasses));
}

void Stage1ModelImpl::train(bool on) {
  torch::nn::Module::train(on);
  encoder()->eval();
}

GraphRows Stage1ModelImpl::readGraphs(const unimol::GraphBatch& graphs) {
  at::Tensor encoded;
  {
    const torch::NoGradGuard noGrad;
    encoded = encodeGraphs(graphs);
  }
  return readableRows(encoded, graphs.paddingMask);
}

at::Tensor Stage1ModelImpl::graphFeatures(const at::Tensor& queries) {
  return qformer::unitLength(m_graphProjection->forward(queries));
}

at::Tensor Stage1ModelImpl::textFeatures(const TextRows& text) {
  qformer::QFormerInput input;
  input.textIds = text.ids;
  input.attend = text.attend;
  const at::Tensor cls = queryTransformer()->forward(input).hidden.select(1, 0);  // [B, hidden]
  return qformer::unitLength(m_textProjection->forward(cls));
}

at::Tensor Stage1ModelImpl::matchLogits(const GraphRows& graphs, const TextRows& text) {
  const at::Tensor queries = query(graphs, text).hidden.narrow(1, 0, m_config.qformer.queryTokens);
  return m_matchHead->forward(queries).mean(1);  // [B, 2]
}

at::Tensor Stage1ModelImpl::matchScores(const GraphRows& graphs, const TextRows& text) {
  return matchLogits(graphs, text).select(1, 1);
}

at::Tensor Stage1ModelImpl::matchLogitsWithNegatives(const GraphRows& graphs, const TextRows& text,
                                                     const qformer::Negatives& negatives) {
  const auto own = at::arange(text.ids.size(0), negatives.graphOfText.options());
  return matchLogits(graphs.select(at::cat({own, negatives.graphOfText, own})),
                     text.select(at::cat({own, own, negatives.textOfGraph})));
}

at::Tensor Stage1ModelImpl::captionInput(const at::Tensor& ids) const {
  at::Tensor input = ids.clone();
  input.select(1, 0).fill_(m_config.pretraining.decoderStartId);
  return input;
}

at::Tensor Stage1ModelImpl::captionRows(const std::vector<qformer::KeysAndValues>& queryCache,
                                        const at::Tensor& captionIds, const at::Tensor& attend) {
  qformer::QFormerInput input;
  input.textIds = captionIds;
  input.attend = attend;
  input.queryCache = &queryCache;
  input.textReach = qformer::TextReach::Causal;
  return queryTransformer()->forward(input).hidden;
}

at::Tensor Stage1ModelImpl::captionLogits(const std::vector<qformer::KeysAndValues>& queryCache,
                                          const at::Tensor& captionIds, const at::Tensor& attend) {
  return m_captionHead->forward(captionRows(queryCache, captionIds, attend),
                                queryTransformer()->wordEmbeddings());
}

at::Tensor Stage1ModelImpl::captioningLoss(const std::vector<qformer::KeysAndValues>& queryCache,
                                           const at::Tensor& captionIds, const at::Tensor& attend) {
  return m_captionHead->loss(captionRows(queryCache, captionIds, attend),
                             queryTransformer()->wordEmbeddings(), captionIds,
                             m_config.pretraining);
}

Stage1Losses Stage1ModelImpl::losses(const LossInput& input) {
  const std::int64_t B = input.text.ids.size(0);
  const GraphRows graphs = readGraphs(input.graphs);
  const qformer::QFormerOutput queries = query(graphs);

  // 1. Contrast, against everything gathered.
  const Stage1Features own{graphFeatures(queries.hidden), textFeatures(input.text)};
  const Stage1Features resting{own.graphs.detach(), own.texts.detach()};
  const Stage1Features all = input.gather ? input.gather(resting) : resting;
  const qformer::Similarities fit =
      qformer::similarities(own.graphs, own.texts, all.graphs, all.texts, m_config.pretraining);
  Stage1Losses losses;
  losses.contrast = qformer::contrastiveLoss(fit, input.firstPair);
  losses.matching = losses.captioning = at::zeros_like(losses.contrast);

  // 2. Matching, with negatives of this batch.
  if (input.withMatching) {
    qformer::Negatives negatives = input.negatives;
    if (!negatives.graphOfText.defined()) {
      const qformer::Similarities local{fit.graphToText.narrow(1, input.firstPair, B),
                                        fit.textToGraph.narrow(1, input.firstPair, B)};
      negatives = qformer::drawNegatives(local, input.generator);
    }
    losses.matching =
        qformer::matchingLoss(matchLogitsWithNegatives(graphs, input.text, negatives), B);
  }

  // 3. Captioning through the queries' keys and values.
  if (input.withCaptioning) {
    const at::Tensor ids = captionInput(input.text.ids);
    losses.captioning = captioningLoss(queries.cache, ids, input.text.attend);
  }
  return losses;
}

}  // namespace molloquy::molm
