#pragma once

#include <cstdint>
#include <span>

#include "model/kernels/aligned_buffer.h"
#include "model/kernels/kernel_table.h"
#include "model/native/kv_store.h"

namespace molloquy::native {

/// One member's scratch for `attend`.
struct AttentionScratch {
  kernels::AlignedBuffer<float> scores;
  kernels::AlignedBuffer<std::uint32_t> weights;
  kernels::AlignedBuffer<float> mixed;
};

/// Queries of one key and value head against blocks of tokens.
struct AttendJob {
  kernels::Operand queries;  ///< [rows, d]
  int rows = 0;
  int layer = 0;
  int head = 0;  ///< of keys and values.
  std::span<const KvBlock* const> blocks;
  /// For every row its [blocks] masks: bit t = may read token t.
  const std::uint32_t* const* masks = nullptr;
  float* const* out = nullptr;  ///< for every row its result [d].
};

/// softmax(q K^T / sqrt(d)) V for every row. A row that may read nothing gets zeros.
/// Source: Attention Is All You Need (Vaswani et al., 2017), equation 1.
void attend(const kernels::KernelTable& table, const KvShape& shape, const AttendJob& job,
            AttentionScratch& scratch);

}  // namespace molloquy::native
