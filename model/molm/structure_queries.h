#pragma once

#include "model/qformer/qformer.h"
#include "model/unimol/encoder.h"

namespace molloquy::molm {

/// Structures as the Q-Former reads them.
struct GraphRows {
  at::Tensor rows;         ///< [B, N, D] after ln_graph; N counts marks and padding.
  at::Tensor paddingMask;  ///< [B, N] bool, true = padding; undefined when nothing is padded.

  /// The structures at `index` [M] int64.
  [[nodiscard]] GraphRows select(const at::Tensor& index) const;
};

/// Texts in WordPiece ids, "[CLS] text [SEP]" and padding.
struct TextRows {
  at::Tensor ids;     ///< [B, L] int64.
  at::Tensor attend;  ///< [B, L] int64 or bool, 1 = a token, 0 = padding.

  [[nodiscard]] TextRows select(const at::Tensor& index) const;
};

/// What all stages have in common: 3D encoder -> norm -> learned queries of the Q-Former.
///
/// Registered: graph_encoder, ln_graph, query_tokens, Qformer: the published names without their
/// prefix. Source: 3D-MoLM (Li et al., ICLR 2024), figure 2; reference blip2.py.
class StructureQueriesImpl : public torch::nn::Module {
 public:
  StructureQueriesImpl(const unimol::Config& unimol, const qformer::Config& qformer,
                       qformer::GraphMaskPolicy policy);

  /// The encoder alone: [B, N, D], padding rows included. The batch has to be padded for the mask
  /// policy (qformer::paddingFor). Any other source of these rows serves `readableRows` as well.
  at::Tensor encodeGraphs(const unimol::GraphBatch& graphs);
  /// The encoder's rows -> rows for the queries.
  GraphRows readableRows(const at::Tensor& encoded, const at::Tensor& paddingMask);
  /// The queries' answers [B, Q, hidden], or [B, Q + L, hidden] with a text that all rows read.
  qformer::QFormerOutput query(const GraphRows& graphs, const TextRows& text = {});

  /// What training keeps of every layer of every part.
  virtual void setActivations(nn::Activations activations);

  [[nodiscard]] unimol::Encoder& encoder() { return m_encoder; }
  [[nodiscard]] qformer::QFormer& queryTransformer() { return m_qformer; }
  /// Learned queries [1, Q, hidden].
  [[nodiscard]] const at::Tensor& queryTokens() const { return m_queryTokens; }
  /// Where the weights are, and in which numbers.
  [[nodiscard]] at::Device device() const { return m_queryTokens.device(); }
  [[nodiscard]] at::ScalarType numberType() const { return m_queryTokens.scalar_type(); }

 private:
  qformer::GraphMaskPolicy m_policy;
  unimol::Encoder m_encoder{nullptr};
  torch::nn::LayerNorm m_graphNorm{nullptr};
  at::Tensor m_queryTokens;  ///< [1, Q, hidden]
  qformer::QFormer m_qformer{nullptr};
};

}  // namespace molloquy::molm
