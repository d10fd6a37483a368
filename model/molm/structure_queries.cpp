#include "model/molm/structure_queries.h"

#include <torch/torch.h>

#include "model/qformer/graph_mask.h"

namespace molloquy::molm {

GraphRows GraphRows::select(const at::Tensor& index) const {
  return {rows.index_select(0, index),
          paddingMask.defined() ? paddingMask.index_select(0, index) : paddingMask};
}

TextRows TextRows::select(const at::Tensor& index) const {
  return {ids.index_select(0, index), attend.index_select(0, index)};
}

StructureQueriesImpl::StructureQueriesImpl(const unimol::Config& unimol,
                                           const qformer::Config& qformer,
                                           qformer::GraphMaskPolicy policy)
    : m_policy(policy) {
  constexpr double kGraphNormEps = 1e-5;
  m_encoder = register_module("graph_encoder", unimol::Encoder(unimol));
  m_graphNorm = register_module(
      "ln_graph",
      torch::nn::LayerNorm(torch::nn::LayerNormOptions({qformer.encoderWidth}).eps(kGraphNormEps)));
  m_queryTokens =
      register_parameter("query_tokens", torch::empty({1, qformer.queryTokens, qformer.hidden}));
  m_qformer = register_module("Qformer", qformer::QFormer(qformer));
}

at::Tensor StructureQueriesImpl::encodeGraphs(const unimol::GraphBatch& graphs) {
  return m_encoder->forward(graphs);
}

GraphRows StructureQueriesImpl::readableRows(const at::Tensor& encoded,
                                             const at::Tensor& paddingMask) {
  return {m_graphNorm->forward(encoded), paddingMask};
}

qformer::QFormerOutput StructureQueriesImpl::query(const GraphRows& graphs, const TextRows& text) {
  qformer::QFormerInput input;
  input.queries = m_queryTokens.expand({graphs.rows.size(0), -1, -1});
  input.graph = graphs.rows;
  input.graphMask = qformer::crossAttentionMask(m_policy, graphs.paddingMask);
  if (text.ids.defined()) {
    input.textIds = text.ids;
    const at::Tensor queries =
        at::ones({text.ids.size(0), m_queryTokens.size(1)}, text.attend.options());
    input.attend = at::cat({queries, text.attend}, 1);  // [B, Q + L]
  }
  return m_qformer->forward(input);
}

void StructureQueriesImpl::setActivations(nn::Activations activations) {
  m_encoder->setActivations(activations);
  m_qformer->setActivations(activations);
}

}  // namespace molloquy::molm
