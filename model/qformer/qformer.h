#pragma once

#include <torch/nn/modules/embedding.h>

#include <vector>

#include "model/nn/activations.h"
#include "model/qformer/layer.h"

namespace molloquy::qformer {

/// Which text rows a text row reads: all of them, or itself and those before it.
enum class TextReach { Everything, Causal };

/// Queries, text or both; at least one of the two.
struct QFormerInput {
  at::Tensor queries;    ///< [B, Q, hidden] or undefined.
  at::Tensor graph;      ///< [B, N, encoderWidth], needed with queries.
  at::Tensor graphMask;  ///< additive [B, 1, 1, N], see crossAttentionMask; or undefined.
  at::Tensor textIds;    ///< [B, L] int64 or undefined.
  at::Tensor attend;     ///< [B, Q + L], 1 = attend; undefined = everything. Text only: [B, L].
  /// Keys and values that queries left in each layer: text rows read them in front of their own,
  /// always, and see the structure through them alone. Null = none. Not together with queries.
  const std::vector<KeysAndValues>* queryCache = nullptr;
  TextReach textReach =
      TextReach::Everything;  ///< Causal: text only, perhaps behind a query cache.
};

/// Rows, and what later text may read of them.
struct QFormerOutput {
  at::Tensor hidden;                 ///< [B, Q + L, hidden]
  std::vector<KeysAndValues> cache;  ///< self-attention of each layer, [B, heads, Q + L, d]
};

/// The querying transformer between structure and language.
///
/// Two masking constants, as in the reference: -10000 in self-attention, the most negative float in
/// cross-attention. Registered names equal the published ones below "Qformer." (bert.embeddings.*,
/// bert.encoder.layer.N.*).
/// Source: BLIP-2 (Li et al., ICML 2023), section 3.1; LAVIS Qformer.py, class BertModel.
class QFormerImpl : public torch::nn::Module {
 public:
  explicit QFormerImpl(const Config& config);
  /// trace  gets the embeddings, then each layer's rows, [B, Q + L, hidden], when given.
  QFormerOutput forward(const QFormerInput& input, std::vector<at::Tensor>* trace = nullptr);

  /// What training keeps of every layer.
  void setActivations(nn::Activations activations) { m_activations = activations; }

  /// Word embeddings [V, hidden]; undefined without the text path.
  [[nodiscard]] at::Tensor wordEmbeddings() const;

 private:
  at::Tensor embed(const QFormerInput& input);
  LayerOutput runLayer(QFormerLayer& layer, const LayerInput& state) const;
  at::Tensor selfMask(const QFormerInput& input) const;

  double m_dropout;
  nn::Activations m_activations = nn::Activations::Keep;
  torch::nn::Embedding m_words{nullptr};      ///< with the text path only
  torch::nn::Embedding m_positions{nullptr};  ///< with the text path only
  torch::nn::LayerNorm m_norm{nullptr};
  std::vector<QFormerLayer> m_layers;
};
TORCH_MODULE(QFormer);

}  // namespace molloquy::qformer
