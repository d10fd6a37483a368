#pragma once

#include "model/llama/decoder.h"
#include "model/molm/config.h"
#include "model/molm/text_batch.h"
#include "model/qformer/qformer.h"
#include "model/unimol/encoder.h"

namespace molloquy::molm {

/// Intermediate results of the structure side.
struct MoleculeTrace {
  at::Tensor encoded;  ///< [B, N, D] from the encoder
  at::Tensor normed;   ///< [B, N, D] after ln_graph
  at::Tensor queried;  ///< [B, Q, hidden] from the Q-Former
};

/// The whole network: 3D encoder -> norm -> Q-Former -> projection -> Q soft tokens inside the
/// language model's prompt.
///
/// Registered: graph_encoder, ln_graph, query_tokens, Qformer, llm_proj, llm_model: the names in
/// model.safetensors.
/// Source: 3D-MoLM (Li et al., ICLR 2024), figure 2 and section 2; reference blip2_llama.py.
class MoleculeLanguageModelImpl : public torch::nn::Module {
 public:
  /// Precondition: config.validate() holds.
  explicit MoleculeLanguageModelImpl(const Config& config);

  /// Structures -> soft tokens [B, Q, D of the language model].
  at::Tensor encodeMolecules(const unimol::GraphBatch& graphs, MoleculeTrace* trace = nullptr);

  /// Token embeddings with the molecule tokens' rows replaced by soft tokens.
  /// tokens [B, L] int64; moleculeRows [B * Q] flat positions; soft [B, Q, D].  returns [B, L, D].
  at::Tensor embedPrompt(const at::Tensor& tokens, const at::Tensor& moleculeRows,
                         const at::Tensor& soft);

  /// Mean cross-entropy over the supervised tokens, a single number on the device.
  at::Tensor loss(const unimol::GraphBatch& graphs, const TextBatch& text);

  [[nodiscard]] unimol::Encoder& encoder() { return m_encoder; }
  [[nodiscard]] qformer::QFormer& queryTransformer() { return m_qformer; }
  [[nodiscard]] llama::Decoder& decoder() { return m_decoder; }
  /// Learned queries [1, Q, hidden].
  [[nodiscard]] const at::Tensor& queryTokens() const { return m_queryTokens; }
  [[nodiscard]] const Config& config() const { return m_config; }
  /// Where the weights are.
  [[nodiscard]] at::Device device() const { return m_queryTokens.device(); }

 private:
  Config m_config;
  unimol::Encoder m_encoder{nullptr};
  torch::nn::LayerNorm m_graphNorm{nullptr};
  at::Tensor m_queryTokens;  ///< [1, Q, hidden]
  qformer::QFormer m_qformer{nullptr};
  torch::nn::Linear m_projection{nullptr};
  llama::Decoder m_decoder{nullptr};
};
TORCH_MODULE(MoleculeLanguageModel);

}  // namespace molloquy::molm
