#pragma once

#include <torch/nn/modules/embedding.h>

#include <vector>

#include "model/llama/decoder_layer.h"

namespace molloquy::llama {

/// One pass over L new positions behind those in the cache.
struct DecoderInput {
  at::Tensor embeddings;         ///< [B, L, D]
  at::Tensor attend;             ///< [B, cached + L] bool or 0/1, which positions may be read;
                                 ///< undefined = all of them.
  at::Tensor positions;          ///< [L] or [B, L] int64; undefined = cached .. cached + L - 1.
  nn::KvCache* cache = nullptr;  ///< read and extended when given.
};

/// The language model: embeddings in, hidden states or logits out.
///
/// Registered: model.embed_tokens, model.layers.N.*, model.norm, lm_head (unless tied): the
/// published Hugging Face names. Source: Llama 2 (Touvron et al., 2023).
class DecoderImpl : public torch::nn::Module {
 public:
  explicit DecoderImpl(const Config& config);

  /// [B, L] int64 -> [B, L, D].
  at::Tensor embed(const at::Tensor& ids);
  /// Hidden states after the final norm, [B, L, D]. trace  gets the embeddings, then every layer's
  /// output, then the normed output, when given.
  at::Tensor forward(const DecoderInput& input, std::vector<at::Tensor>* trace = nullptr);
  /// [..., D] -> [..., V].
  at::Tensor logits(const at::Tensor& hidden);

  /// An empty cache for B sequences of at most `capacity` positions, on the weights' device.
  nn::KvCache makeCache(int64_t batch, int64_t capacity) const;

  [[nodiscard]] const Config& config() const { return m_config; }

 private:
  LayerContext contextFor(const DecoderInput& input) const;

  Config m_config;
  torch::nn::Embedding m_tokens{nullptr};
  std::vector<DecoderLayer> m_layers;
  nn::RmsNorm m_norm{nullptr};
  nn::LoraLinear m_head{nullptr};  ///< null when tied to the embeddings
};
TORCH_MODULE(Decoder);

}  // namespace molloquy::llama
