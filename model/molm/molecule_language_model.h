#pragma once

#include "model/llama/decoder.h"
#include "model/molm/config.h"
#include "model/molm/structure_queries.h"
#include "model/molm/text_batch.h"

namespace molloquy::molm {

/// Intermediate results of the structure side.
struct MoleculeTrace {
  at::Tensor encoded;  ///< [B, N, D] from the encoder
  at::Tensor normed;   ///< [B, N, D] after ln_graph
  at::Tensor queried;  ///< [B, Q, hidden] from the Q-Former
};

/// Whether the network holds libtorch's language model. Without it the structure side works as
/// ever, and another decoder reads its soft tokens.
enum class LanguageModel { Torch, None };

/// The whole network: 3D encoder -> norm -> Q-Former -> projection -> Q soft tokens inside the
/// language model's prompt.
///
/// Registered: graph_encoder, ln_graph, query_tokens, Qformer, llm_proj, llm_model: the names in
/// model.safetensors. Parameters are unwritten until weights are loaded or initialised.
/// Source: 3D-MoLM (Li et al., ICLR 2024), figure 2 and section 2; reference blip2_llama.py.
class MoleculeLanguageModelImpl : public StructureQueriesImpl {
 public:
  /// Precondition: config.validate() holds.
  explicit MoleculeLanguageModelImpl(const Config& config,
                                     LanguageModel language = LanguageModel::Torch);

  void setActivations(nn::Activations activations) override;

  /// Structures -> soft tokens [B, Q, D of the language model].
  at::Tensor encodeMolecules(const unimol::GraphBatch& graphs, MoleculeTrace* trace = nullptr);
  /// Rows of the encoder [B, N, D] -> soft tokens; what encodeMolecules does behind encodeGraphs.
  /// paddingMask  [B, N] bool, true = padding; undefined when nothing is padded.
  at::Tensor queryMolecules(const at::Tensor& encoded, const at::Tensor& paddingMask,
                            MoleculeTrace* trace = nullptr);

  /// Token embeddings with the molecule tokens' rows replaced by soft tokens.
  /// tokens [B, L] int64; moleculeRows [B * Q] flat positions; soft [B, Q, D].  returns [B, L, D].
  /// Precondition of this and `loss`: the language model is there.
  at::Tensor embedPrompt(const at::Tensor& tokens, const at::Tensor& moleculeRows,
                         const at::Tensor& soft);

  /// Mean cross-entropy over the supervised tokens, a single number on the device.
  at::Tensor loss(const unimol::GraphBatch& graphs, const TextBatch& text);

  [[nodiscard]] bool hasDecoder() const { return !m_decoder.is_empty(); }
  /// Precondition: hasDecoder().
  [[nodiscard]] llama::Decoder& decoder() { return m_decoder; }
  [[nodiscard]] const Config& config() const { return m_config; }

 private:
  Config m_config;
  torch::nn::Linear m_projection{nullptr};
  llama::Decoder m_decoder{nullptr};
};
TORCH_MODULE(MoleculeLanguageModel);

}  // namespace molloquy::molm
