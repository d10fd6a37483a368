#pragma once

#include <functional>

#include "model/molm/stage1_config.h"
#include "model/molm/structure_queries.h"
#include "model/qformer/pretraining_heads.h"

namespace molloquy::molm {

/// Features of both sides, of unit length.
struct Stage1Features {
  at::Tensor graphs;  ///< [B, Q, P]
  at::Tensor texts;   ///< [B, P]
};

/// The three objectives of stage 1, single numbers on the device.
struct Stage1Losses {
  at::Tensor contrast;
  at::Tensor matching;
  at::Tensor captioning;

  [[nodiscard]] at::Tensor total() const { return contrast + matching + captioning; }
};

/// The stage-1 network: structures and texts in one space, a judge of pairs, and a writer that
/// reads the structure through the queries alone. Retrieval uses the first two.
///
/// Registered: those of StructureQueries, Qformer.cls, graph_proj, text_proj, gtm_head: the names
/// of a stage-1 checkpoint without its prefix. The encoder stays in eval mode and gets no gradient.
/// Source: 3D-MoLM (Li et al., ICLR 2024), section 2.2; BLIP-2 (Li et al., ICML 2023), section 3.2;
/// reference blip2qformer.py.
class Stage1ModelImpl : public StructureQueriesImpl {
 public:
  /// Precondition: config.validate() holds.
  explicit Stage1ModelImpl(const Stage1Config& config);
  void train(bool on = true) override;

  /// Encoder and norm; no gradient reaches the encoder.
  GraphRows readGraphs(const unimol::GraphBatch& graphs);

  /// graph_forward: queries [B, Q, hidden] -> unit features [B, Q, P].
  at::Tensor graphFeatures(const at::Tensor& queries);
  /// text_forward: unit features [B, P] of the [CLS] rows.
  at::Tensor textFeatures(const TextRows& text);

  /// Logits [B, 2] of structure b with text b: class 1 = they belong together.
  at::Tensor matchLogits(const GraphRows& graphs, const TextRows& text);
  /// The logit of "match" alone, [B]; what re-ranking adds to the cosine.
  at::Tensor matchScores(const GraphRows& graphs, const TextRows& text);
  /// Positives, then texts with a wrong structure, then structures with a wrong text: [3 B, 2].
  at::Tensor matchLogitsWithNegatives(const GraphRows& graphs, const TextRows& text,
                                      const qformer::Negatives& negatives);

  /// `ids` with [DEC] in place of [CLS]: what the writer reads.
  at::Tensor captionInput(const at::Tensor& ids) const;
  /// Next-word logits [B, L, V]; text reads the cached queries and itself up to its own position.
  at::Tensor captionLogits(const std::vector<qformer::KeysAndValues>& queryCache,
                           const at::Tensor& captionIds, const at::Tensor& attend);
  /// Mean smoothed cross-entropy of the next words, a single number.
  at::Tensor captioningLoss(const std::vector<qformer::KeysAndValues>& queryCache,
                            const at::Tensor& captionIds, const at::Tensor& attend);

  /// Shares the features of this batch, without gradient, with those that run side by side and
  /// returns all of them.
  using Gather = std::function<Stage1Features(const Stage1Features& own)>;

  /// gather     unset: this batch alone.
  /// firstPair  row of this batch's first pair in what is gathered.
  /// negatives  as drawn by drawNegatives, or undefined tensors to draw with `generator`.
  struct LossInput {
    unimol::GraphBatch graphs;
    TextRows text;
    Gather gather;
    std::int64_t firstPair = 0;
    qformer::Negatives negatives;
    at::Generator generator;
    bool withMatching = true;
    bool withCaptioning = true;
  };
  /// The losses of a batch of pairs; those that are left out are zero.
  Stage1Losses losses(const LossInput& input);

  [[nodiscard]] const Stage1Config& config() const { return m_config; }

 private:
  at::Tensor captionRows(const std::vector<qformer::KeysAndValues>& queryCache,
                         const at::Tensor& captionIds, const at::Tensor& attend);

  Stage1Config m_config;
  qformer::CaptionHead m_captionHead{nullptr};
  torch::nn::Linear m_graphProjection{nullptr};
  torch::nn::Linear m_textProjection{nullptr};
  torch::nn::Linear m_matchHead{nullptr};
};
TORCH_MODULE(Stage1Model);

}  // namespace molloquy::molm
