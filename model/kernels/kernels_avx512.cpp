// Compiled for AVX-512 F, BW, VL, DQ and VNNI; only called where cpu_level says so.
#include <immintrin.h>

#include "model/kernels/level_tables.h"
#include "model/kernels/plain_loops.inl"

namespace molloquy::kernels {
namespace {

#include "model/kernels/avx512_common.inl"

/// The even and odd bfloat16 of each lane as floats, exact.
inline __m512 evenFloats(__m512i pairs) { return _mm512_castsi512_ps(_mm512_slli_epi32(pairs, 16)); }
inline __m512 oddFloats(__m512i pairs) {
  return _mm512_castsi512_ps(
      _mm512_and_si512(pairs, _mm512_set1_epi32(static_cast<int>(0xFFFF0000U))));
}

/// Columns 0-15 and 16-31 of a pair of rows.
void expandPanel(const std::uint16_t* panel, int pairs, float* floats) {
  for (int pair = 0; pair < (pairs + 15) / 16 * 16; ++pair) {
    float* even = floats + evenWord(pair) * kPanelColumns;
    float* odd = even + 16 * kPanelColumns;
    for (int half = 0; half < 2; ++half) {
      const __m512i both = pair < pairs
                               ? _mm512_loadu_si512(panel + pair * 2 * kPanelColumns + half * 32)
                               : _mm512_setzero_si512();
      _mm512_storeu_ps(even + 16 * half, evenFloats(both));
      _mm512_storeu_ps(odd + 16 * half, oddFloats(both));
    }
  }
}

/// Rows row, row + step, ... (R of them) of w with M rows of x.
template <int M, int R>
void dotBlock(const DotRowsJob& job, int row, int step) {
  const std::ptrdiff_t apart = step * job.wStride;
  __m512 sums[R][M];
  for (int r = 0; r < R; ++r) {
    for (int i = 0; i < M; ++i) sums[r][i] = _mm512_setzero_ps();
  }
  const std::uint16_t* w = job.w + row * job.wStride;
  for (int k = 0; k < job.k; k += 32) {
    const int count = job.k - k < 32 ? job.k - k : 32;
    const auto mask = static_cast<__mmask32>(count == 32 ? ~0U : (1U << count) - 1U);
    __m512 evenX[M];
    __m512 oddX[M];
    for (int i = 0; i < M; ++i) {
      const std::uint32_t* x = job.x.words + i * job.x.stride + k;
      evenX[i] = _mm512_loadu_ps(x);
      oddX[i] = _mm512_loadu_ps(x + 16);
    }
    for (int r = 0; r < R; ++r) {
      const std::uint16_t* at = w + r * apart + k;
      prefetch(at);
      const __m512i weights = _mm512_maskz_loadu_epi16(mask, at);
      const __m512 even = evenFloats(weights);
      const __m512 odd = oddFloats(weights);
      for (int i = 0; i < M; ++i) {
        sums[r][i] = _mm512_fmadd_ps(even, evenX[i], sums[r][i]);
        sums[r][i] = _mm512_fmadd_ps(odd, oddX[i], sums[r][i]);
      }
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int i = 0; i < M; ++i) job.y[i * job.yStride + row + r * step] = _mm512_reduce_add_ps(sums[r][i]);
  }
}

template <int M>
void dotRowsOf(const DotRowsJob& job) {
  constexpr int kRows = M <= 2 ? 8 : M <= 5 ? 3 : 2;
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
    const __m512i first = _mm512_loadu_si512(panel);
    const __m512i second = _mm512_loadu_si512(panel + 32);
    panel += job.panelStride;
    const std::uint32_t* words = job.x.words + evenWord(pair);
    const __m512 firstEven = evenFloats(first);
    const __m512 secondEven = evenFloats(second);
    for (int i = 0; i < M; ++i) {
      const __m512 x = _mm512_set1_ps(bitsToFloat(words[i * job.x.stride]));
      left[i] = _mm512_fmadd_ps(firstEven, x, left[i]);
      right[i] = _mm512_fmadd_ps(secondEven, x, right[i]);
    }
    const __m512 firstOdd = oddFloats(first);
    const __m512 secondOdd = oddFloats(second);
    for (int i = 0; i < M; ++i) {
      const __m512 x = _mm512_set1_ps(bitsToFloat(words[i * job.x.stride + 16]));
      left[i] = _mm512_fmadd_ps(firstOdd, x, left[i]);
      right[i] = _mm512_fmadd_ps(secondOdd, x, right[i]);
    }
  }
  for (int i = 0; i < M; ++i) {
    _mm512_storeu_ps(job.c + i * job.cStride, left[i]);
    _mm512_storeu_ps(job.c + i * job.cStride + 16, right[i]);
  }
}

/// Registers of sums, enough to hide the latency of two multipliers.
constexpr int kPeakRegisters = 24;
constexpr double kPeakLoopOperations = 2.0 * 16 * kPeakRegisters;

float peakLoop(int rounds, float seed) {
  __m512 sums[kPeakRegisters];
  for (int i = 0; i < kPeakRegisters; ++i) sums[i] = _mm512_set1_ps(seed * static_cast<float>(i));
  const auto a = _mm512_set1_ps(0.999F);
  const auto b = _mm512_set1_ps(seed);
  for (int round = 0; round < rounds; ++round) {
#pragma GCC unroll 24
    for (int i = 0; i < kPeakRegisters; ++i) sums[i] = _mm512_fmadd_ps(sums[i], a, b);
  }
  __m512 all = sums[0];
  for (int i = 1; i < kPeakRegisters; ++i) all = _mm512_add_ps(all, sums[i]);
  return _mm512_reduce_add_ps(all);
}

#include "model/kernels/row_count_switch.inl"

}  // namespace

const KernelTable kAvx512Kernels = {
    32,               toFloatOperandWide,    dotRows,         multiplyInt8,      multiplyInt4,
    panelMultiply,    floatPanelMultiply, packRows, expandPanel, unpackInt8,        unpackInt4,
    quantizeRow, squaresPlain,       scaleByPlain,    siluMultiplyPlain, exponentials,
    addScaledPlain,   rotatePlain,        geluBiasPlain,   pairAttention, gaussiansPlain,
    peakLoop,
    kPeakLoopOperations, readLoopPlain, layerNormPlain};

}  // namespace molloquy::kernels
