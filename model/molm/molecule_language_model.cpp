#include "model/molm/molecule_language_model.h"

#include <torch/torch.h>

#include "model/qformer/graph_mask.h"

namespace molloquy::molm {

MoleculeLanguageModelImpl::MoleculeLanguageModelImpl(const Config& config) : m_config(config) {
  const qformer::Config& q = config.qformer;
  constexpr double kGraphNormEps = 1e-5;
  m_encoder = register_module("graph_encoder", unimol::Encoder(config.unimol));
  m_graphNorm = register_module(
      "ln_graph",
      torch::nn::LayerNorm(torch::nn::LayerNormOptions({q.encoderWidth}).eps(kGraphNormEps)));
  m_queryTokens = register_parameter("query_tokens", torch::zeros({1, q.queryTokens, q.hidden}));
  m_qformer = register_module("Qformer", qformer::QFormer(q));
  m_projection = register_module("llm_proj", torch::nn::Linear(q.hidden, config.llama.hidden));
  m_decoder = register_module("llm_model", llama::Decoder(config.llama));
}

at::Tensor MoleculeLanguageModelImpl::encodeMolecules(const unimol::GraphBatch& graphs,
                                                      MoleculeTrace* trace) {
  const at::Tensor encoded = m_encoder->forward(graphs);
  const at::Tensor normed = m_graphNorm->forward(encoded);
  qformer::QFormerInput input;
  input.queries = m_queryTokens.expand({normed.size(0), -1, -1});
  input.graph = normed;
  input.graphMask = qformer::crossAttentionMask(m_config.graphMask, graphs.paddingMask);
  const at::Tensor queried = m_qformer->forward(input);
  if (trace != nullptr) *trace = {encoded, normed, queried};
  return m_projection->forward(queried);  // [B, Q, D]
}

at::Tensor MoleculeLanguageModelImpl::embedPrompt(const at::Tensor& tokens,
                                                  const at::Tensor& moleculeRows,
                                                  const at::Tensor& soft) {
  TORCH_CHECK(moleculeRows.size(0) == soft.size(0) * soft.size(1),
              "embedPrompt: ", moleculeRows.size(0), " molecule tokens for soft tokens ",
              soft.sizes());
  const at::Tensor words = m_decoder->embed(tokens);
  const int64_t D = words.size(2);
  return words.view({-1, D})
      .index_copy(0, moleculeRows, soft.reshape({-1, D}).to(words.scalar_type()))
      .view(words.sizes());  // [B, L, D]
}

at::Tensor MoleculeLanguageModelImpl::loss(const unimol::GraphBatch& graphs,
                                           const TextBatch& text) {
  llama::DecoderInput input;
  input.embeddings = embedPrompt(text.tokens, text.moleculeRows, encodeMolecules(graphs));
  input.attend = text.attend;
  const at::Tensor hidden = m_decoder->forward(input);
  // OPTIMIZATION: logits of supervised rows only; a vocabulary-wide row for each prompt token would
  // cost more than the decoder.
  const at::Tensor learnt = hidden.reshape({-1, hidden.size(2)}).index_select(0, text.learntRows);
  return at::cross_entropy_loss(m_decoder->logits(learnt).to(at::kFloat), text.targets);
}

}  // namespace molloquy::molm
