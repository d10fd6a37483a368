#include "model/molm/molecule_language_model.h"

#include <torch/torch.h>

#include "model/nn/unfilled_layers.h"

namespace molloquy::molm {

MoleculeLanguageModelImpl::MoleculeLanguageModelImpl(const Config& config, LanguageModel language)
    : StructureQueriesImpl(config.unimol, config.qformer, config.graphMask), m_config(config) {
  m_projection =
      register_module("llm_proj", nn::unfilledLinear(config.qformer.hidden, config.llama.hidden));
  if (language == LanguageModel::None) return;
  m_decoder = register_module("llm_model", llama::Decoder(config.llama));
}

void MoleculeLanguageModelImpl::setActivations(nn::Activations activations) {
  StructureQueriesImpl::setActivations(activations);
  if (m_decoder) m_decoder->setActivations(activations);
}

at::Tensor MoleculeLanguageModelImpl::encodeMolecules(const unimol::GraphBatch& graphs,
                                                      MoleculeTrace* trace) {
  return queryMolecules(encodeGraphs(graphs), graphs.paddingMask, trace);
}

at::Tensor MoleculeLanguageModelImpl::queryMolecules(const at::Tensor& encoded,
                                                     const at::Tensor& paddingMask,
                                                     MoleculeTrace* trace) {
  const GraphRows graphs = readableRows(encoded, paddingMask);
  const at::Tensor queried = query(graphs).hidden;
  if (trace != nullptr) *trace = {encoded, graphs.rows, queried};
  return m_projection->forward(queried);  // [B, Q, D]
}

at::Tensor MoleculeLanguageModelImpl::embedPrompt(const at::Tensor& tokens,
                                                  const at::Tensor& moleculeRows,
                                                  const at::Tensor& soft) {
  TORCH_CHECK(moleculeRows.size(0) == soft.size(0) * soft.size(1),
              "embedPrompt: ", moleculeRows.size(0), " molecule tokens for soft tokens ",
              soft.sizes());
  TORCH_CHECK(m_decoder, "embedPrompt: this network was built without a language model");
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
  // OPTIMIZATION: supervised rows only; scores of every prompt token would cost more than the
  // decoder.
  const at::Tensor learnt = hidden.reshape({-1, hidden.size(2)}).index_select(0, text.learntRows);
  return m_decoder->loss(learnt, text.targets);
}

}  // namespace molloquy::molm
