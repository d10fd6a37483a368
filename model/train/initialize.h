#pragma once

#include <torch/nn/module.h>

#include <cstdint>
#include <string>

namespace molloquy::train {

/// Layers whose results add up in a residual stream; 0: there are none of the kind.
struct ResidualLayers {
  int encoder = 0;
  int language = 0;
};

/// Fresh weights, the same for the same seed on every machine.
///
/// Matrices N(0, 0.02), those that write into a residual stream divided by sqrt(2 * layers); biases
/// 0, norms 1; the Gaussian basis spread over 0..3 as in Uni-Mol; adapters: A uniform, B zero.
/// Source: GPT-2 (Radford et al., 2019), section 2.3; BERT (Devlin et al., 2019),
/// initializer_range; Uni-Mol unimol.py, class GaussianLayer; LoRA (Hu et al., 2022), section 4.1.
void initializeWeights(torch::nn::Module& module, const ResidualLayers& layers, std::uint64_t seed);

/// Stage 1's query feed-forward starts as a copy of the text feed-forward (every parameter of whose
/// name "_query" is a part). Source: reference blip2qformer.py, constructor.
void copyTextFeedForward(torch::nn::Module& module);

}  // namespace molloquy::train
