// Compiled for AVX2, FMA and F16C; only called where cpu_level says so.
#include <immintrin.h>

#include "model/kernels/level_tables.h"
#include "model/kernels/plain_loops.inl"

namespace molloquy::kernels {
namespace {

inline __m256i load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

/// The even and odd bfloat16 of each 32-bit lane as floats, exact.
inline __m256 evenFloats(__m256i pairs) { return _mm256_castsi256_ps(_mm256_slli_epi32(pairs, 16)); }
inline __m256 oddFloats(__m256i pairs) {
  return _mm256_castsi256_ps(
      _mm256_and_si256(pairs, _mm256_set1_epi32(static_cast<int>(0xFFFF0000U))));
}

inline float sumOf(__m256 v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}

template <int M, int R>
void dotBlock(const DotRowsJob& job, int row) {
  __m256 sums[R][M];
  for (int r = 0; r < R; ++r) {
    for (int i = 0; i < M; ++i) sums[r][i] = _mm256_setzero_ps();
  }
  const std::uint16_t* w = job.w + row * job.wStride;
  int k = 0;
  for (; k + 16 <= job.k; k += 16) {
    const int at = evenWord(k / 2);
    for (int r = 0; r < R; ++r) {
      const __m256i weights = load(w + r * job.wStride + k);
      const __m256 even = evenFloats(weights);
      const __m256 odd = oddFloats(weights);
      for (int i = 0; i < M; ++i) {
        const std::uint32_t* x = job.x.words + i * job.x.stride + at;
        sums[r][i] = _mm256_fmadd_ps(even, _mm256_castsi256_ps(load(x)), sums[r][i]);
        sums[r][i] = _mm256_fmadd_ps(odd, _mm256_castsi256_ps(load(x + 16)), sums[r][i]);
      }
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int i = 0; i < M; ++i) {
      const std::uint32_t* x = job.x.words + i * job.x.stride;
      float sum = sumOf(sums[r][i]);
      for (int rest = k; rest < job.k; ++rest) {
        sum += fromBfloat16(w[r * job.wStride + rest]) *
               bitsToFloat(x[evenWord(rest / 2) + 16 * (rest % 2)]);
      }
      job.y[i * job.yStride + row + r] = sum;
    }
  }
}

template <int M>
void dotRowsOf(const DotRowsJob& job) {
  constexpr int kRows = M == 1 ? 4 : M <= 4 ? 2 : 1;
  int row = 0;
  for (; row + kRows <= job.rows; row += kRows) dotBlock<M, kRows>(job, row);
  for (; row < job.rows; ++row) dotBlock<M, 1>(job, row);
}

/// Sum over four neighbouring bytes of unsigned times signed, without the saturation of maddubs.
inline __m256i quadDots(__m256i unsignedBytes, __m256i signedBytes) {
  const __m256i even16 = _mm256_and_si256(unsignedBytes, _mm256_set1_epi16(255));
  const __m256i odd16 = _mm256_srli_epi16(unsignedBytes, 8);
  const __m256i evenX = _mm256_srai_epi16(_mm256_slli_epi16(signedBytes, 8), 8);
  const __m256i oddX = _mm256_srai_epi16(signedBytes, 8);
  return _mm256_add_epi32(_mm256_madd_epi16(even16, evenX), _mm256_madd_epi16(odd16, oddX));
}

/// The same where the unsigned bytes are at most 15, so that maddubs cannot saturate.
inline __m256i smallQuadDots(__m256i unsignedBytes, __m256i signedBytes) {
  return _mm256_madd_epi16(_mm256_maddubs_epi16(unsignedBytes, signedBytes),
                           _mm256_set1_epi16(1));
}

inline __m256i broadcastQuad(const std::int8_t* codes) {
  int quad;
  __builtin_memcpy(&quad, codes, 4);
  return _mm256_set1_epi32(quad);
}

/// Rows 8 half .. 8 half + 7 of one tile.
template <int M, int Bits>
void halfTile(const TileJob& job, int tile, int half) {
  constexpr int kBytes = kTileRows * kGroup * Bits / 8;
  const __m256i lowHalf = _mm256_set1_epi8(15);
  const std::ptrdiff_t rowBytes = std::ptrdiff_t{job.groups} * kGroup;
  __m256 sums[M];
  for (int i = 0; i < M; ++i) sums[i] = _mm256_setzero_ps();
  for (int g = 0; g < job.groups; ++g) {
    const std::ptrdiff_t group = std::ptrdiff_t{tile} * job.groups + g;
    const std::uint8_t* at = job.tiles + group * kBytes + half * 32;
    const std::int8_t* codes = job.x.codes + g * kGroup;
    __m256i dots[M];
    for (int i = 0; i < M; ++i) {
      dots[i] = _mm256_set1_epi32((Bits == 8 ? -128 : -8) * job.x.sums[i * job.groups + g]);
    }
    for (int v = 0; v < kBytes / 64; ++v) {
      const __m256i bytes = load(at + v * 64);
      for (int i = 0; i < M; ++i) {
        const std::int8_t* x = codes + i * rowBytes;
        if constexpr (Bits == 8) {
          dots[i] = _mm256_add_epi32(dots[i], quadDots(bytes, broadcastQuad(x + v * 4)));
        } else {
          const __m256i low = _mm256_and_si256(bytes, lowHalf);
          const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), lowHalf);
          dots[i] = _mm256_add_epi32(dots[i], smallQuadDots(low, broadcastQuad(x + v * 4)));
          dots[i] = _mm256_add_epi32(dots[i], smallQuadDots(high, broadcastQuad(x + (v + 8) * 4)));
        }
      }
    }
    const __m256 scales = _mm256_cvtph_ps(_mm_loadu_si128(
        reinterpret_cast<const __m128i*>(job.scales + group * kTileRows + half * 8)));
    for (int i = 0; i < M; ++i) {
      const __m256 factor =
          _mm256_mul_ps(scales, _mm256_set1_ps(job.x.scales[i * job.groups + g]));
      sums[i] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots[i]), factor, sums[i]);
    }
  }
  for (int i = 0; i < M; ++i) {
    _mm256_storeu_ps(job.y + i * job.yStride + tile * kTileRows + half * 8, sums[i]);
  }
}

template <int M, int Bits>
void tilesOf(const TileJob& job) {
  for (int tile = 0; tile < job.tileCount; ++tile) {
    halfTile<M, Bits>(job, tile, 0);
    halfTile<M, Bits>(job, tile, 1);
  }
}

template <int M>
void int8Of(const TileJob& job) {
  tilesOf<M, 8>(job);
}

template <int M>
void int4Of(const TileJob& job) {
  tilesOf<M, 4>(job);
}

/// 16 columns, M rows: at most 12 accumulators of the 16 registers.
template <int M>
void panelHalf(const PanelJob& job, int firstRow, int column) {
  __m256 left[M];
  __m256 right[M];
  for (int i = 0; i < M; ++i) {
    const float* c = job.c + (firstRow + i) * job.cStride + column;
    const bool add = job.output == PanelJob::Output::Add;
    left[i] = add ? _mm256_loadu_ps(c) : _mm256_setzero_ps();
    right[i] = add ? _mm256_loadu_ps(c + 8) : _mm256_setzero_ps();
  }
  for (int pair = 0; pair < job.pairs; ++pair) {
    const std::uint16_t* panel = job.panel + pair * job.panelStride + 2 * column;
    const __m256i first = load(panel);
    const __m256i second = load(panel + 16);
    for (int i = 0; i < M; ++i) {
      const std::uint32_t* x = job.x.words + (firstRow + i) * job.x.stride + evenWord(pair);
      const __m256 even = _mm256_set1_ps(bitsToFloat(x[0]));
      const __m256 odd = _mm256_set1_ps(bitsToFloat(x[16]));
      left[i] = _mm256_fmadd_ps(evenFloats(first), even, left[i]);
      left[i] = _mm256_fmadd_ps(oddFloats(first), odd, left[i]);
      right[i] = _mm256_fmadd_ps(evenFloats(second), even, right[i]);
      right[i] = _mm256_fmadd_ps(oddFloats(second), odd, right[i]);
    }
  }
  for (int i = 0; i < M; ++i) {
    float* c = job.c + (firstRow + i) * job.cStride + column;
    _mm256_storeu_ps(c, left[i]);
    _mm256_storeu_ps(c + 8, right[i]);
  }
}

template <int M>
void panelOf(const PanelJob& job) {
  for (int column = 0; column < kPanelColumns; column += 16) {
    int row = 0;
    for (; row + 4 <= M; row += 4) panelHalf<4>(job, row, column);
    for (; row < M; ++row) panelHalf<1>(job, row, column);
  }
}

template <int M>
void floatPanelHalf(const FloatPanelJob& job, int firstRow, int column) {
  __m256 left[M];
  __m256 right[M];
  for (int i = 0; i < M; ++i) {
    const float* c = job.c + (firstRow + i) * job.cStride + column;
    const bool add = job.output == PanelJob::Output::Add;
    left[i] = add ? _mm256_loadu_ps(c) : _mm256_setzero_ps();
    right[i] = add ? _mm256_loadu_ps(c + 8) : _mm256_setzero_ps();
  }
  for (int k = 0; k < job.k; ++k) {
    const __m256 first = _mm256_loadu_ps(job.panel + k * kPanelColumns + column);
    const __m256 second = _mm256_loadu_ps(job.panel + k * kPanelColumns + column + 8);
    for (int i = 0; i < M; ++i) {
      const __m256 x = _mm256_set1_ps(job.x[(firstRow + i) * job.xStride + k]);
      left[i] = _mm256_fmadd_ps(first, x, left[i]);
      right[i] = _mm256_fmadd_ps(second, x, right[i]);
    }
  }
  for (int i = 0; i < M; ++i) {
    float* c = job.c + (firstRow + i) * job.cStride + column;
    _mm256_storeu_ps(c, left[i]);
    _mm256_storeu_ps(c + 8, right[i]);
  }
}

template <int M>
void floatPanelOf(const FloatPanelJob& job) {
  for (int column = 0; column < kPanelColumns; column += 16) {
    int row = 0;
    for (; row + 6 <= M; row += 6) floatPanelHalf<6>(job, row, column);
    for (; row < M; ++row) floatPanelHalf<1>(job, row, column);
  }
}

void packRows(const std::uint16_t* w, std::ptrdiff_t wStride, int k, std::uint16_t* panel) {
  for (int n = 0; n < kPanelColumns; ++n) {
    const std::uint16_t* row = w + n * wStride;
    for (int pair = 0; pair < k / 2; ++pair) {
      __builtin_memcpy(panel + pair * 2 * kPanelColumns + 2 * n, row + 2 * pair, 4);
    }
  }
}

void unpackInt8(const std::uint8_t* tiles, const std::uint16_t* scales, int groups,
                std::uint16_t* panel) {
  unpackTile(tiles, scales, groups, 8, panel);
}

void unpackInt4(const std::uint8_t* tiles, const std::uint16_t* scales, int groups,
                std::uint16_t* panel) {
  unpackTile(tiles, scales, groups, 4, panel);
}

/// Registers of sums, enough to hide the latency of two multipliers.
constexpr int kPeakRegisters = 12;
constexpr double kPeakLoopOperations = 2.0 * 8 * kPeakRegisters;

float peakLoop(int rounds, float seed) {
  __m256 sums[kPeakRegisters];
  for (int i = 0; i < kPeakRegisters; ++i) sums[i] = _mm256_set1_ps(seed * static_cast<float>(i));
  const auto a = _mm256_set1_ps(0.999F);
  const auto b = _mm256_set1_ps(seed);
  for (int round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
    for (int i = 0; i < kPeakRegisters; ++i) sums[i] = _mm256_fmadd_ps(sums[i], a, b);
  }
  __m256 all = sums[0];
  for (int i = 1; i < kPeakRegisters; ++i) all = _mm256_add_ps(all, sums[i]);
  return sumOf(all);
}

#include "model/kernels/row_count_switch.inl"

}  // namespace

const KernelTable kAvx2Kernels = {
    32,               toFloatOperand,    dotRows,         multiplyInt8,      multiplyInt4,
    panelMultiply,    floatPanelMultiply, packRows, expandPanelPlain, unpackInt8,        unpackInt4,
    quantizeRowPlain, squaresPlain,       scaleByPlain,    siluMultiplyPlain, exponentialsPlain,
    addScaledPlain,   rotatePlain,        geluBiasPlain,   pairAttentionPlain, gaussiansPlain,
    peakLoop,
    kPeakLoopOperations, readLoopPlain, layerNormPlain};

}  // namespace molloquy::kernels
