// Compiled for AVX-512 with VNNI and BF16; only called where cpu_level says so.
#include <immintrin.h>

#include "model/kernels/level_tables.h"
#include "model/kernels/plain_loops.inl"

namespace molloquy::kernels {
namespace {

#include "model/kernels/avx512_common.inl"

inline __m512bh asBfloat16(__m512i bits) { return reinterpret_cast<__m512bh>(bits); }

/// Rows row, row + step, ... (R of them) of w with M rows of x.
template <int M, int R>
void dotBlock(const DotRowsJob& job, int row, int step) {
  const std::ptrdiff_t apart = step * job.wStride;
  __m512 sums[R][M];
  for (int r = 0; r < R; ++r) {
    for (int i = 0; i < M; ++i) sums[r][i] = _mm512_setzero_ps();
  }
  const std::uint16_t* w = job.w + row * job.wStride;
  int k = 0;
  for (; k + 32 <= job.k; k += 32) {
    __m512i x[M];
    for (int i = 0; i < M; ++i) x[i] = _mm512_loadu_si512(job.x.words + i * job.x.stride + k / 2);
    for (int r = 0; r < R; ++r) {
      const std::uint16_t* at = w + r * apart + k;
      prefetch(at);
      const __m512i weights = _mm512_loadu_si512(at);
      for (int i = 0; i < M; ++i) {
        sums[r][i] = _mm512_dpbf16_ps(sums[r][i], asBfloat16(weights), asBfloat16(x[i]));
      }
    }
  }
  if (k < job.k) {
    const auto mask = static_cast<__mmask32>((1U << (job.k - k)) - 1U);
    for (int r = 0; r < R; ++r) {
      const __m512i weights = _mm512_maskz_loadu_epi16(mask, w + r * apart + k);
      for (int i = 0; i < M; ++i) {
        const __m512i x = _mm512_loadu_si512(job.x.words + i * job.x.stride + k / 2);
        sums[r][i] = _mm512_dpbf16_ps(sums[r][i], asBfloat16(weights), asBfloat16(x));
      }
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int i = 0; i < M; ++i) job.y[i * job.yStride + row + r * step] = _mm512_reduce_add_ps(sums[r][i]);
  }
}

template <int M>
void dotRowsOf(const DotRowsJob& job) {
  constexpr int kRows = M <= 2 ? 8 : 4;
  // Each of the kRows rows runs on into its own next row, so that what is fetched ahead is needed.
  const int part = job.rows / kRows;
  for (int row = 0; row < part; ++row) dotBlock<M, kRows>(job, row, part);
  for (int row = part * kRows; row < job.rows; ++row) dotBlock<M, 1>(job, row, 1);
}

template <int M>
void panelOf(const PanelJob& job) {
  __m512 left[M];
  __m512 right[M];
  for (int i = 0; i < M; ++i) {
    const float* c = job.c + i * job.cStride;
    const bool add = job.output == PanelJob::Output::Add;
    left[i] = add ? _mm512_loadu_ps(c) : _mm512_setzero_ps();
    right[i] = add ? _mm512_loadu_ps(c + 16) : _mm512_setzero_ps();
  }
  const std::uint16_t* panel = job.panel;
  for (int pair = 0; pair < job.pairs; ++pair) {
    const __m512bh first = asBfloat16(_mm512_loadu_si512(panel));
    const __m512bh second = asBfloat16(_mm512_loadu_si512(panel + 32));
    panel += job.panelStride;
    for (int i = 0; i < M; ++i) {
      const auto both = static_cast<int>(job.x.words[i * job.x.stride + pair]);
      const __m512bh x = asBfloat16(_mm512_set1_epi32(both));
      left[i] = _mm512_dpbf16_ps(left[i], first, x);
      right[i] = _mm512_dpbf16_ps(right[i], second, x);
    }
  }
  for (int i = 0; i < M; ++i) {
    _mm512_storeu_ps(job.c + i * job.cStride, left[i]);
    _mm512_storeu_ps(job.c + i * job.cStride + 16, right[i]);
  }
}

/// Registers of sums, enough to hide the latency of two multipliers.
constexpr int kPeakRegisters = 24;
constexpr double kPeakLoopOperations = 2.0 * 32 * kPeakRegisters;

float peakLoop(int rounds, float seed) {
  __m512 sums[kPeakRegisters];
  for (int i = 0; i < kPeakRegisters; ++i) sums[i] = _mm512_set1_ps(seed * static_cast<float>(i));
  const auto a = asBfloat16(_mm512_castps_si512(_mm512_set1_ps(seed)));
  const auto b = asBfloat16(_mm512_set1_epi32(0x3F003F00));
  for (int round = 0; round < rounds; ++round) {
#pragma GCC unroll 24
    for (int i = 0; i < kPeakRegisters; ++i) sums[i] = _mm512_dpbf16_ps(sums[i], a, b);
  }
  __m512 all = sums[0];
  for (int i = 1; i < kPeakRegisters; ++i) all = _mm512_add_ps(all, sums[i]);
  return _mm512_reduce_add_ps(all);
}

#include "model/kernels/row_count_switch.inl"

}  // namespace

const KernelTable kAvx512Bfloat16Kernels = {
    16,               toPairOperand ,    dotRows,         multiplyInt8,      multiplyInt4,
    panelMultiply,    floatPanelMultiply, packRows, nullptr, unpackInt8,        unpackInt4,
    quantizeRow, squaresPlain,       scaleByPlain,    siluMultiplyPlain, exponentials,
    addScaledPlain,   rotatePlain,        geluBiasPlain,   pairAttention, gaussiansPlain,
    peakLoop,
    kPeakLoopOperations, readLoopPlain, layerNormPlain};

}  // namespace molloquy::kernels
