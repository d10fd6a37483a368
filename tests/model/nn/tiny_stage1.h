#pragma once

#include <torch/torch.h>

#include "model/molm/stage1_model.h"
#include "tests/model/nn/tiny_model.h"

namespace molloquy::tests {

inline constexpr int kDecoderStart = 9;

/// The tiny encoder and Q-Former with ten words.
inline molm::Stage1Config tinyStage1Config() {
  const molm::Config base = tinyConfig();
  molm::Stage1Config config{base.unimol, base.qformer, {}, qformer::GraphMaskPolicy::AllTokens};
  config.qformer.textPath = true;
  config.qformer.vocab = 10;
  config.qformer.maxPosition = 8;
  config.pretraining = {.projectionDim = 6,
                        .temperature = 0.1,
                        .labelSmoothing = 0.1,
                        .textMaxLength = 8,
                        .padId = 0,
                        .clsId = 1,
                        .sepId = 2,
                        .decoderStartId = kDecoderStart};
  return config;
}

/// A network with seeded weights, in eval mode.
inline molm::Stage1Model tinyStage1() {
  molm::Stage1Model model(tinyStage1Config());
  torch::manual_seed(7);
  const torch::NoGradGuard noGrad;
  for (auto& parameter : model->named_parameters()) {
    if (parameter.value().dim() > 1) parameter.value().normal_(0.0, 0.3);
    if (parameter.value().dim() == 1) parameter.value().uniform_(0.5, 1.5);
  }
  model->eval();
  return model;
}

/// Ethanol and a longer chain side by side.
inline unimol::GraphBatch twoGraphs() {
  const unimol::Config config = tinyConfig().unimol;
  return unimol::collateGraphs(twoMolecules(config), config, unimol::GraphPadding::ToMultiple);
}

/// [CLS] words [SEP] and padding.
inline molm::TextRows twoTexts() {
  const at::Tensor ids = torch::tensor({{1, 5, 6, 7, 2, 0}, {1, 8, 2, 0, 0, 0}}, torch::kInt64);
  return {ids, ids.ne(0).to(torch::kInt64)};
}

}  // namespace molloquy::tests
