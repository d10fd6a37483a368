#pragma once

#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/linear.h>

namespace molloquy::nn {

/// Layers of libtorch whose parameters are allocated but not written: every network here is filled
/// from a file or by train::initializeWeights, and memory nobody has written to costs nothing.
///
/// x [..., in] -> [..., out], with bias.
torch::nn::Linear unfilledLinear(int64_t in, int64_t out);
/// ids -> [..., width].
torch::nn::Embedding unfilledEmbedding(int64_t rows, int64_t width);

}  // namespace molloquy::nn
