#pragma once

#include <torch/torch.h>

#include "model/molm/molecule_language_model.h"
#include "model/train/initialize.h"

namespace molloquy::tests {

/// Smallest sizes that still have every part: two layers each, shared key heads, tied embeddings.
inline molm::Config tinyConfig() {
  molm::Config config;
  config.name = "tiny";
  config.unimol.layers = 2;
  config.unimol.embedDim = 16;
  config.unimol.ffnDim = 32;
  config.unimol.heads = 2;
  config.unimol.gaussianKernels = 8;
  config.unimol.dropout = 0.0;
  config.qformer = {.hidden = 16,
                    .layers = 2,
                    .heads = 2,
                    .intermediate = 32,
                    .crossAttentionFreq = 2,
                    .queryTokens = 2,
                    .encoderWidth = 16};
  config.qformer.dropout = 0.0;
  config.llama.vocab = 24;
  config.llama.hidden = 16;
  config.llama.intermediate = 32;
  config.llama.layers = 2;
  config.llama.heads = 4;
  config.llama.kvHeads = 2;
  config.llama.tieWordEmbeddings = true;
  config.llama.maxPosition = 64;
  config.special = {TokenId(1), TokenId(2), TokenId(22), TokenId(23)};
  config.generation = {.maxNewTokens = 16, .minNewTokens = 0, .repetitionPenalty = 1.0};
  return config;
}

/// A model with seeded weights, large enough to make outputs differ visibly.
inline molm::MoleculeLanguageModel tinyModel(const molm::Config& config = tinyConfig()) {
  molm::MoleculeLanguageModel model(config);
  train::initializeWeights(*model, {config.unimol.layers, config.llama.layers}, 3);
  const torch::NoGradGuard noGrad;
  for (auto& parameter : model->named_parameters()) {
    if (parameter.value().dim() > 1) parameter.value().mul_(10.0);
  }
  model->eval();
  return model;
}

/// Ethanol's heavy atoms and a longer chain.
inline std::vector<unimol::TokenizedMolecule> twoMolecules(const unimol::Config& config) {
  const std::vector<std::string> ethanol = {"C", "C", "O"};
  const std::vector<std::array<float, 3>> ethanolAt = {
      {-0.9F, 0.2F, 0.0F}, {0.5F, -0.5F, 0.0F}, {1.4F, 0.3F, 0.6F}};
  const std::vector<std::string> chain = {"C", "N", "C", "S", "C", "F", "C"};
  std::vector<std::array<float, 3>> chainAt;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    chainAt.push_back({1.3F * static_cast<float>(i), i % 2 == 0 ? 0.4F : -0.4F, 0.1F});
  }
  return {*unimol::tokenizeAtoms(ethanol, ethanolAt, config),
          *unimol::tokenizeAtoms(chain, chainAt, config)};
}

inline double largestDifference(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

}  // namespace molloquy::tests
