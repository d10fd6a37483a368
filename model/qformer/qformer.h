#pragma once

#include <torch/nn/modules/embedding.h>

#include <vector>

#include "model/qformer/layer.h"

namespace molloquy::qformer {

/// Queries, text or both; at least one of the two.
struct QFormerInput {
  at::Tensor queries;    ///< [B, Q, hidden] or undefined.
  at::Tensor graph;      ///< [B, N, encoderWidth], needed with queries.
  at::Tensor graphMask;  ///< additive [B, 1, 1, N], see crossAttentionMask; or undefined.
  at::Tensor textIds;    ///< [B, L] int64 or undefined.
  at::Tensor attend;     ///< [B, Q + L], 1 = attend; undefined = everything. Text only: [B, L].
};

/// What passed through, for comparisons.
struct QFormerTrace {
  std::vector<at::Tensor> hidden;  ///< embeddings, then after each layer, [B, Q + L, hidden]
  std::vector<at::Tensor> keys;    ///< self-attention keys of each layer, [B, heads, Q + L, d]
  std::vector<at::Tensor> values;
};

/// The querying transformer between structure and language.
///
/// returns [B, Q + L, hidden].
/// Two masking constants, as in the reference: -10000 in self-attention, the most negative float in
/// cross-attention. Registered names equal the published ones below "Qformer." (bert.embeddings.*,
/// bert.encoder.layer.N.*).
/// Source: BLIP-2 (Li et al., ICML 2023), section 3.1; LAVIS Qformer.py, class BertModel.
class QFormerImpl : public torch::nn::Module {
 public:
  explicit QFormerImpl(const Config& config);
  /// trace  filled when given.
  at::Tensor forward(const QFormerInput& input, QFormerTrace* trace = nullptr);

 private:
  at::Tensor embed(const QFormerInput& input);

  double m_dropout;
  torch::nn::Embedding m_words{nullptr};      ///< with the text path only
  torch::nn::Embedding m_positions{nullptr};  ///< with the text path only
  torch::nn::LayerNorm m_norm{nullptr};
  std::vector<QFormerLayer> m_layers;
};
TORCH_MODULE(QFormer);

}  // namespace molloquy::qformer
