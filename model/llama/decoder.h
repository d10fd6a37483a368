#pragma once

#include <torch/nn/modules/embedding.h>

#include <vector>

#include "model/llama/decoder_layer.h"
#include "model/nn/activations.h"

namespace molloquy::llama {

/// One pass over L positions, by themselves or behind those that `keys` holds.
struct DecoderInput {
  at::Tensor embeddings;  ///< [B, L, D]
  /// [B, L] bool or 0/1, which positions may be read; undefined = all of them. Not with `keys`.
  at::Tensor attend;
  at::Tensor positions;       ///< [L] or [B, L] int64; undefined = 0 .. L - 1. Needed with `keys`.
  KeyValues* keys = nullptr;  ///< holds earlier positions and takes in these.
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
  /// Mean cross-entropy of targets [M] from hidden rows [M, D], without logits of all rows at once.
  at::Tensor loss(const at::Tensor& rows, const at::Tensor& targets);

  /// What training keeps of every layer.
  void setActivations(nn::Activations activations) { m_activations = activations; }

  /// Where the weights are, and in which numbers.
  [[nodiscard]] at::Device device() const { return m_tokens->weight.device(); }
  [[nodiscard]] at::ScalarType numberType() const { return m_tokens->weight.scalar_type(); }
  [[nodiscard]] const Config& config() const { return m_config; }

 private:
  LayerContext contextFor(const DecoderInput& input);

  Config m_config;
  nn::Activations m_activations = nn::Activations::Keep;
  at::Tensor m_frequencies;  ///< [d / 2] float; follows the weights to their device.
  torch::nn::Embedding m_tokens{nullptr};
  std::vector<DecoderLayer> m_layers;
  nn::RmsNorm m_norm{nullptr};
  nn::LoraLinear m_head{nullptr};  ///< null when tied to the embeddings
};
TORCH_MODULE(Decoder);

}  // namespace molloquy::llama
