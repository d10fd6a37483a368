#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace molloquy::nn {

/// Keys and values of the tokens seen so far, one preallocated pair per layer, indexed by position.
///
/// Every layer writes at `length()`; `advance` moves on once the last layer has written.
class KvCache {
 public:
  /// capacity  positions in all. Memory: 2 * layers * B * Hkv * capacity * d numbers.
  KvCache(int64_t layers, int64_t batch, int64_t kvHeads, int64_t capacity, int64_t headDim,
          const at::TensorOptions& options);

  /// Writes k and v [B, Hkv, L, d] behind what is there and returns all keys and values so far,
  /// views of [B, Hkv, length() + L, d].
  std::pair<at::Tensor, at::Tensor> append(int64_t layer, const at::Tensor& k, const at::Tensor& v);

  /// The L positions written by every layer count from now on.
  void advance(int64_t tokens) { m_length += tokens; }

  /// Positions filled.
  [[nodiscard]] int64_t length() const { return m_length; }
  [[nodiscard]] int64_t capacity() const { return m_capacity; }

 private:
  std::vector<at::Tensor> m_keys;
  std::vector<at::Tensor> m_values;
  int64_t m_length = 0;
  int64_t m_capacity;
};

}  // namespace molloquy::nn
