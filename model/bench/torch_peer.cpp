#include "model/bench/torch_peer.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include "model/nn/attention.h"
#include "model/nn/torch_compat.h"

namespace molloquy::bench {
namespace {

at::Tensor view(const native::Matrix& matrix) {
  return torch::from_blob(const_cast<std::uint16_t*>(matrix.bfloat16),
                          {matrix.rows, matrix.columns}, torch::kBFloat16);
}

at::Tensor copyOf(const std::vector<float>& numbers) {
  return torch::tensor(numbers).to(torch::kBFloat16);
}

struct Layer {
  at::Tensor attentionNorm, feedForwardNorm, q, k, v, o, gate, up, down;
  at::Tensor keys, values;  ///< [1, Hkv, capacity, d]
};

/// Rotates [1, H, L, d], rotate-half layout, in the usual five operators.
at::Tensor rotated(const at::Tensor& x, const at::Tensor& cosine, const at::Tensor& sine) {
  const auto halves = x.chunk(2, -1);
  return x * cosine + at::cat({-halves[1], halves[0]}, -1) * sine;
}

}  // namespace

struct TorchPeer::Parts {
  llama::Config config;
  std::shared_ptr<const native::LlamaWeights> weights;
  std::vector<Layer> layers;
  at::Tensor embedding, norm, head, cosine, sine;
  std::int64_t past = 0;  ///< positions held.

  void forward(std::span<const TokenId> tokens);
};

TorchPeer::TorchPeer(const llama::Config& config,
                     std::shared_ptr<const native::LlamaWeights> weights, int threads,
                     int capacity)
    : m_parts(std::make_unique<Parts>()) {
  at::set_num_threads(threads);
  m_parts->config = config;
  for (const native::LlamaLayer& layer : weights->layers) {
    const at::Tensor room = torch::zeros({1, config.kvHeads, capacity, config.headDim()},
                                         torch::kBFloat16);
    m_parts->layers.push_back({copyOf(layer.attentionNorm), copyOf(layer.feedForwardNorm),
                               view(layer.q), view(layer.k), view(layer.v), view(layer.o),
                               view(layer.gate), view(layer.up), view(layer.down),
                               room, room.clone()});
  }
  m_parts->embedding = view(weights->embedding);
  m_parts->norm = copyOf(weights->norm);
  m_parts->head = view(weights->head);
  const int half = config.headDim() / 2;
  const at::Tensor frequencies =
      at::pow(config.ropeTheta, at::arange(half, torch::kFloat) / -static_cast<double>(half));
  const at::Tensor angles = at::outer(at::arange(capacity, torch::kFloat), frequencies);
  m_parts->cosine = at::cat({angles.cos(), angles.cos()}, -1).to(torch::kBFloat16);
  m_parts->sine = at::cat({angles.sin(), angles.sin()}, -1).to(torch::kBFloat16);
  m_parts->weights = std::move(weights);
}

TorchPeer::~TorchPeer() = default;

void TorchPeer::readPrompt(std::span<const TokenId> tokens) {
  m_parts->past = 0;
  m_parts->forward(tokens);
}

void TorchPeer::step(TokenId token) { m_parts->forward({&token, 1}); }

void TorchPeer::Parts::forward(std::span<const TokenId> tokens) {
  const c10::InferenceMode inference;
  std::vector<std::int64_t> ids;
  for (const TokenId token : tokens) ids.push_back(token.value);
  const auto L = static_cast<std::int64_t>(ids.size());
  at::Tensor hidden = at::embedding(embedding, torch::tensor(ids, torch::kInt64)).unsqueeze(0);
  const at::Tensor cos = cosine.narrow(0, past, L);
  const at::Tensor sin = sine.narrow(0, past, L);
  const auto reach = L > 1 ? nn::AttentionReach::Causal : nn::AttentionReach::Everything;
  for (const Layer& layer : layers) {
    const at::Tensor x = nn::rmsNorm(hidden, layer.attentionNorm, config.rmsNormEps);
    const at::Tensor q = rotated(nn::splitHeads(at::linear(x, layer.q), config.heads), cos, sin);
    const at::Tensor k = rotated(nn::splitHeads(at::linear(x, layer.k), config.kvHeads), cos, sin);
    const at::Tensor v = nn::splitHeads(at::linear(x, layer.v), config.kvHeads);
    layer.keys.narrow(2, past, L).copy_(k);
    layer.values.narrow(2, past, L).copy_(v);
    const at::Tensor attended = nn::attention(q, layer.keys.narrow(2, 0, past + L),
                                              layer.values.narrow(2, 0, past + L), {}, reach);
    hidden = hidden + at::linear(nn::mergeHeads(attended), layer.o);
    const at::Tensor y = nn::rmsNorm(hidden, layer.feedForwardNorm, config.rmsNormEps);
    hidden = hidden + at::linear(at::silu(at::linear(y, layer.gate)) * at::linear(y, layer.up),
                                 layer.down);
  }
  past += L;
  at::linear(nn::rmsNorm(hidden.narrow(1, L - 1, 1), norm, config.rmsNormEps), head);
}

}  // namespace molloquy::bench
