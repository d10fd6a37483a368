#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>

#include "model/qformer/config.h"
#include "model/qformer/pretraining_config.h"

namespace molloquy::qformer {

/// Text rows -> one score a word: dense, GELU, norm, then the word embeddings once more.
///
/// hidden  [B, L, hidden];  words [V, hidden], the embeddings that the head shares.
/// returns [B, L, V].
/// Registered: predictions.transform.{dense,LayerNorm}, predictions.bias [V]. The published files
/// hold words and bias a second time as predictions.decoder.{weight,bias}; here they exist once.
/// Source: BERT (Devlin et al., 2019), masked language model head; LAVIS Qformer.py,
/// BertLMPredictionHead.
class CaptionHeadImpl : public torch::nn::Module {
 public:
  explicit CaptionHeadImpl(const Config& config);
  at::Tensor forward(const at::Tensor& hidden, const at::Tensor& words);
  /// Mean cross-entropy of the next word, smoothed; padding is not learnt. Scores of all rows never
  /// exist at once. ids  [B, L] int64, the decoder's input that made `hidden`.
  at::Tensor loss(const at::Tensor& hidden, const at::Tensor& words, const at::Tensor& ids,
                  const PretrainingConfig& config);

 private:
  at::Tensor transform(const at::Tensor& hidden);

  torch::nn::Linear m_dense{nullptr};
  torch::nn::LayerNorm m_norm{nullptr};
  at::Tensor m_bias;  ///< [V]
};
TORCH_MODULE(CaptionHead);

/// How well structures and texts fit, already divided by the temperature.
struct Similarities {
  at::Tensor graphToText;  ///< [B, M] row: structure of this batch, column: text of all.
  at::Tensor textToGraph;  ///< [B, M] row: text of this batch, column: structure of all.
};

/// Cosine of the best query: max over q of <graph[i, q], text[j]>, divided by the temperature.
///
/// graphs, texts        [B, Q, P], [B, P]: unit features of this batch.
/// allGraphs, allTexts  [M, Q, P], [M, P]: those of all batches that run side by side; the
///                      reference gathers them without gradient.
Similarities similarities(const at::Tensor& graphs, const at::Tensor& texts,
                          const at::Tensor& allGraphs, const at::Tensor& allTexts,
                          const PretrainingConfig& config);

/// Mean of the cross-entropies of both directions; row i fits column firstColumn + i.
at::Tensor contrastiveLoss(const Similarities& fit, std::int64_t firstColumn = 0);

/// Partners that do not belong together, for matching.
struct Negatives {
  at::Tensor graphOfText;  ///< [B] int64: a structure that text b does not describe.
  at::Tensor textOfGraph;  ///< [B] int64: a text that does not describe structure b.
};

/// Chances with which a negative is drawn: softmax of each row + 1e-4, the diagonal never.
/// similarity  [B, B], B >= 2.  returns [B, B], not normalised.
at::Tensor negativeWeights(const at::Tensor& similarity);

/// Draws one negative for every text and structure from the local block of the similarities.
/// Precondition: two pairs at least (TORCH_CHECK).
Negatives drawNegatives(const Similarities& local, const at::Generator& generator);

/// Cross-entropy of pairs [positives | others]: the first `positives` rows match.
/// logits  [pairs, 2]; class 1 = match.
at::Tensor matchingLoss(const at::Tensor& logits, std::int64_t positives);

/// x / |x| over the last dimension.
at::Tensor unitLength(const at::Tensor& x);

}  // namespace molloquy::qformer
