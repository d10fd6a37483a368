#include "model/nn/kv_cache.h"

#include <torch/torch.h>

namespace molloquy::nn {

KvCache::KvCache(int64_t layers, int64_t batch, int64_t kvHeads, int64_t capacity, int64_t headDim,
                 const at::TensorOptions& options)
    : m_capacity(capacity) {
  for (int64_t layer = 0; layer < layers; ++layer) {
    m_keys.push_back(at::empty({batch, kvHeads, capacity, headDim}, options));
    m_values.push_back(at::empty({batch, kvHeads, capacity, headDim}, options));
  }
}

std::pair<at::Tensor, at::Tensor> KvCache::append(int64_t layer, const at::Tensor& k,
                                                  const at::Tensor& v) {
  const int64_t tokens = k.size(2);
  TORCH_CHECK(m_length + tokens <= m_capacity, "KV cache: ", m_length, " + ", tokens,
              " positions do not fit into ", m_capacity);
  at::Tensor& keys = m_keys[static_cast<std::size_t>(layer)];
  at::Tensor& values = m_values[static_cast<std::size_t>(layer)];
  keys.narrow(2, m_length, tokens).copy_(k);
  values.narrow(2, m_length, tokens).copy_(v);
  return {keys.narrow(2, 0, m_length + tokens), values.narrow(2, 0, m_length + tokens)};
}

}  // namespace molloquy::nn
