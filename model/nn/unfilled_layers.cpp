#include "model/nn/unfilled_layers.h"

#include <torch/torch.h>

namespace molloquy::nn {

torch::nn::Linear unfilledLinear(int64_t in, int64_t out) {
  // libtorch's constructor draws random weights; a layer of one number makes that free.
  torch::nn::Linear linear(1, 1);
  linear->weight.set_data(torch::empty({out, in}));
  linear->bias.set_data(torch::empty({out}));
  linear->options.in_features(in).out_features(out);
  return linear;
}

torch::nn::Embedding unfilledEmbedding(int64_t rows, int64_t width) {
  return torch::nn::Embedding(
      torch::nn::EmbeddingOptions(rows, width)._weight(torch::empty({rows, width})));
}

}  // namespace molloquy::nn
