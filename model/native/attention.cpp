#include "model/native/attention.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace molloquy::native {
namespace {

using kernels::kMaxPanelRows;
using kernels::kPanelColumns;
static_assert(kBlockTokens == kPanelColumns);

/// At most kMaxPanelRows rows from `first` on.
void attendRows(const kernels::KernelTable& table, const KvShape& shape, const AttendJob& job,
                int first, int m, AttentionScratch& scratch) {
  // OPTIMIZATION: blocks that none of these rows may read, half of a prompt's, are passed over.
  const auto isRead = [&](int b) {
    for (int i = 0; i < m; ++i) {
      if (job.masks[first + i][b] != 0) return true;
    }
    return false;
  };
  int begin = 0;
  auto end = static_cast<int>(job.blocks.size());
  while (end > 0 && !isRead(end - 1)) --end;
  while (begin < end && !isRead(begin)) ++begin;
  if (begin == end) {
    for (int i = 0; i < m; ++i) std::fill_n(job.out[first + i], shape.headDim, 0.0F);
    return;
  }
  const int blocks = end - begin;
  const int S = blocks * kBlockTokens;
  const int words = kernels::operandWords(table, S);
  const int width = shape.paddedDim();
  // 1. Scores [m, S].
  float* scores = scratch.scores.data();
  kernels::Operand queries = job.queries;
  queries.words += first * queries.stride;
  for (int b = 0; b < blocks; ++b) {
    table.panelMultiply({job.blocks[static_cast<std::size_t>(begin + b)]->keys(job.layer, job.head),
                         2 * kBlockTokens, shape.headDim / 2, queries, m,
                         scores + b * kBlockTokens, S});
  }
  // 2. Weights: masked softmax, not yet divided by its sum.
  float sums[kMaxPanelRows];
  const float scale = 1.0F / std::sqrt(static_cast<float>(shape.headDim));
  for (int i = 0; i < m; ++i) {
    float* row = scores + std::ptrdiff_t{i} * S;
    std::uint32_t any = 0;
    for (int b = 0; b < blocks; ++b) {
      const std::uint32_t mask = job.masks[first + i][begin + b];
      any |= mask;
      if (mask == ~0U) continue;
      for (int t = 0; t < kBlockTokens; ++t) {
        if ((mask >> t & 1U) == 0) row[b * kBlockTokens + t] = -std::numeric_limits<float>::infinity();
      }
    }
    if (any == 0) {
      std::fill_n(row, S, 0.0F);
      sums[i] = 1.0F;
    } else {
      sums[i] = table.exponentials(row, S, scale);
    }
    table.toOperand(row, S, scratch.weights.data() + std::ptrdiff_t{i} * words);
  }
  // 3. Mixed values [m, padded d].
  float* mixed = scratch.mixed.data();
  for (int b = 0; b < blocks; ++b) {
    const kernels::Operand weights{
        scratch.weights.data() + kernels::operandWords(table, b * kBlockTokens), words};
    const std::uint16_t* values =
        job.blocks[static_cast<std::size_t>(begin + b)]->values(job.layer, job.head);
    for (int column = 0; column < width; column += kPanelColumns) {
      table.panelMultiply({values + std::ptrdiff_t{2} * column, std::ptrdiff_t{2} * width,
                           kBlockTokens / 2, weights, m, mixed + column, width,
                           b == 0 ? kernels::PanelJob::Output::Overwrite
                                  : kernels::PanelJob::Output::Add});
    }
  }
  for (int i = 0; i < m; ++i) {
    float* out = job.out[first + i];
    for (int c = 0; c < shape.headDim; ++c) out[c] = mixed[std::ptrdiff_t{i} * width + c] / sums[i];
  }
}

}  // namespace

void attend(const kernels::KernelTable& table, const KvShape& shape, const AttendJob& job,
            AttentionScratch& scratch) {
  const auto S = job.blocks.size() * kBlockTokens;
  scratch.scores.reserve(kMaxPanelRows * S);
  scratch.weights.reserve(kMaxPanelRows *
                          static_cast<std::size_t>(kernels::operandWords(table, static_cast<int>(S))));
  scratch.mixed.reserve(kMaxPanelRows * static_cast<std::size_t>(shape.paddedDim()));
  for (int first = 0; first < job.rows; first += kMaxPanelRows) {
    attendRows(table, shape, job, first, std::min(kMaxPanelRows, job.rows - first), scratch);
  }
}

}  // namespace molloquy::native
