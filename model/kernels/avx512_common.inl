// What both AVX-512 levels share: quantised tiles, float panels, packing. Inside the unnamed namespace
// of the including file, behind <immintrin.h>.

constexpr int kPrefetchBytes = 1536;

inline void prefetch(const void* from) {
  _mm_prefetch(static_cast<const char*>(from) + kPrefetchBytes, _MM_HINT_T0);
}

inline __m512i broadcastQuad(const std::int8_t* codes) {
  int quad;
  __builtin_memcpy(&quad, codes, 4);
  return _mm512_set1_epi32(quad);
}

/// Tiles tile, tile + step, ... (T of them) with M rows of x.
template <int M, int T>
void int8Block(const TileJob& job, int tile, int step) {
  constexpr int kBytes = kTileRows * kGroup;
  __m512 sums[T][M];
  for (int t = 0; t < T; ++t) {
    for (int i = 0; i < M; ++i) sums[t][i] = _mm512_setzero_ps();
  }
  for (int g = 0; g < job.groups; ++g) {
    __m512i dots[T][M];
    for (int i = 0; i < M; ++i) {
      const __m512i offset = _mm512_set1_epi32(-128 * job.x.sums[i * job.groups + g]);
      for (int t = 0; t < T; ++t) dots[t][i] = offset;
    }
    const std::int8_t* codes = job.x.codes + g * kGroup;
    const std::ptrdiff_t rowBytes = std::ptrdiff_t{job.groups} * kGroup;
#pragma GCC unroll 16
    for (int v = 0; v < 16; ++v) {
      __m512i x[M];
      for (int i = 0; i < M; ++i) x[i] = broadcastQuad(codes + i * rowBytes + v * 4);
      for (int t = 0; t < T; ++t) {
        const std::uint8_t* at =
            job.tiles + (std::ptrdiff_t{tile + t * step} * job.groups + g) * kBytes + v * 64;
        prefetch(at);
        const __m512i weights = _mm512_loadu_si512(at);
        for (int i = 0; i < M; ++i) dots[t][i] = _mm512_dpbusd_epi32(dots[t][i], weights, x[i]);
      }
    }
    for (int t = 0; t < T; ++t) {
      const std::uint16_t* halves =
          job.scales + (std::ptrdiff_t{tile + t * step} * job.groups + g) * kTileRows;
      const __m512 scales = _mm512_cvtph_ps(
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(halves)));
      for (int i = 0; i < M; ++i) {
        const __m512 factor =
            _mm512_mul_ps(scales, _mm512_set1_ps(job.x.scales[i * job.groups + g]));
        sums[t][i] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots[t][i]), factor, sums[t][i]);
      }
    }
  }
  for (int t = 0; t < T; ++t) {
    for (int i = 0; i < M; ++i) {
      _mm512_storeu_ps(job.y + i * job.yStride + (tile + t * step) * kTileRows, sums[t][i]);
    }
  }
}

template <int M, int T>
void int4Block(const TileJob& job, int tile, int step) {
  constexpr int kBytes = kTileRows * kGroup / 2;
  const __m512i lowHalf = _mm512_set1_epi8(15);
  __m512 sums[T][M];
  for (int t = 0; t < T; ++t) {
    for (int i = 0; i < M; ++i) sums[t][i] = _mm512_setzero_ps();
  }
  for (int g = 0; g < job.groups; ++g) {
    __m512i dots[T][M];
    for (int i = 0; i < M; ++i) {
      const __m512i offset = _mm512_set1_epi32(-8 * job.x.sums[i * job.groups + g]);
      for (int t = 0; t < T; ++t) dots[t][i] = offset;
    }
    const std::int8_t* codes = job.x.codes + g * kGroup;
    const std::ptrdiff_t rowBytes = std::ptrdiff_t{job.groups} * kGroup;
#pragma GCC unroll 8
    for (int v = 0; v < 8; ++v) {
      __m512i low[T];
      __m512i high[T];
      for (int t = 0; t < T; ++t) {
        const std::uint8_t* at =
            job.tiles + (std::ptrdiff_t{tile + t * step} * job.groups + g) * kBytes + v * 64;
        prefetch(at);
        const __m512i both = _mm512_loadu_si512(at);
        low[t] = _mm512_and_si512(both, lowHalf);
        high[t] = _mm512_and_si512(_mm512_srli_epi16(both, 4), lowHalf);
      }
      for (int i = 0; i < M; ++i) {
        const __m512i first = broadcastQuad(codes + i * rowBytes + v * 4);
        const __m512i second = broadcastQuad(codes + i * rowBytes + (v + 8) * 4);
        for (int t = 0; t < T; ++t) {
          dots[t][i] = _mm512_dpbusd_epi32(dots[t][i], low[t], first);
          dots[t][i] = _mm512_dpbusd_epi32(dots[t][i], high[t], second);
        }
      }
    }
    for (int t = 0; t < T; ++t) {
      const std::uint16_t* halves =
          job.scales + (std::ptrdiff_t{tile + t * step} * job.groups + g) * kTileRows;
      const __m512 scales = _mm512_cvtph_ps(
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(halves)));
      for (int i = 0; i < M; ++i) {
        const __m512 factor =
            _mm512_mul_ps(scales, _mm512_set1_ps(job.x.scales[i * job.groups + g]));
        sums[t][i] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots[t][i]), factor, sums[t][i]);
      }
    }
  }
  for (int t = 0; t < T; ++t) {
    for (int i = 0; i < M; ++i) {
      _mm512_storeu_ps(job.y + i * job.yStride + (tile + t * step) * kTileRows, sums[t][i]);
    }
  }
}

template <int M>
void int8Of(const TileJob& job) {
  constexpr int kTiles = M == 1 ? 4 : M <= 5 ? 2 : 1;
  const int part = job.tileCount / kTiles;
  for (int tile = 0; tile < part; ++tile) int8Block<M, kTiles>(job, tile, part);
  for (int tile = part * kTiles; tile < job.tileCount; ++tile) int8Block<M, 1>(job, tile, 1);
}

template <int M>
void int4Of(const TileJob& job) {
  constexpr int kTiles = M == 1 ? 4 : M <= 5 ? 2 : 1;
  const int part = job.tileCount / kTiles;
  for (int tile = 0; tile < part; ++tile) int4Block<M, kTiles>(job, tile, part);
  for (int tile = part * kTiles; tile < job.tileCount; ++tile) int4Block<M, 1>(job, tile, 1);
}

template <int M>
void floatPanelOf(const FloatPanelJob& job) {
  __m512 left[M];
  __m512 right[M];
  for (int i = 0; i < M; ++i) {
    const float* c = job.c + i * job.cStride;
    const bool add = job.output == PanelJob::Output::Add;
    left[i] = add ? _mm512_loadu_ps(c) : _mm512_setzero_ps();
    right[i] = add ? _mm512_loadu_ps(c + 16) : _mm512_setzero_ps();
  }
  const float* panel = job.panel;
  for (int k = 0; k < job.k; ++k) {
    const __m512 first = _mm512_loadu_ps(panel);
    const __m512 second = _mm512_loadu_ps(panel + 16);
    panel += kPanelColumns;
    for (int i = 0; i < M; ++i) {
      const __m512 x = _mm512_set1_ps(job.x[i * job.xStride + k]);
      left[i] = _mm512_fmadd_ps(first, x, left[i]);
      right[i] = _mm512_fmadd_ps(second, x, right[i]);
    }
  }
  for (int i = 0; i < M; ++i) {
    _mm512_storeu_ps(job.c + i * job.cStride, left[i]);
    _mm512_storeu_ps(job.c + i * job.cStride + 16, right[i]);
  }
}

/// 16 vectors of 16 dwords become their transpose.
void transpose(__m512i v[16]) {
  __m512i a[16];
  for (int i = 0; i < 8; ++i) {
    a[2 * i] = _mm512_unpacklo_epi32(v[2 * i], v[2 * i + 1]);
    a[2 * i + 1] = _mm512_unpackhi_epi32(v[2 * i], v[2 * i + 1]);
  }
  __m512i b[16];
  for (int i = 0; i < 4; ++i) {
    b[4 * i] = _mm512_unpacklo_epi64(a[4 * i], a[4 * i + 2]);
    b[4 * i + 1] = _mm512_unpackhi_epi64(a[4 * i], a[4 * i + 2]);
    b[4 * i + 2] = _mm512_unpacklo_epi64(a[4 * i + 1], a[4 * i + 3]);
    b[4 * i + 3] = _mm512_unpackhi_epi64(a[4 * i + 1], a[4 * i + 3]);
  }
  for (int j = 0; j < 4; ++j) {
    const __m512i low = _mm512_shuffle_i32x4(b[j], b[4 + j], 0x88);
    const __m512i high = _mm512_shuffle_i32x4(b[j], b[4 + j], 0xDD);
    const __m512i lowEnd = _mm512_shuffle_i32x4(b[8 + j], b[12 + j], 0x88);
    const __m512i highEnd = _mm512_shuffle_i32x4(b[8 + j], b[12 + j], 0xDD);
    v[j] = _mm512_shuffle_i32x4(low, lowEnd, 0x88);
    v[8 + j] = _mm512_shuffle_i32x4(low, lowEnd, 0xDD);
    v[4 + j] = _mm512_shuffle_i32x4(high, highEnd, 0x88);
    v[12 + j] = _mm512_shuffle_i32x4(high, highEnd, 0xDD);
  }
}

void packRows(const std::uint16_t* w, std::ptrdiff_t wStride, int k, std::uint16_t* panel) {
  for (int half = 0; half < 2; ++half) {
    const std::uint16_t* rows = w + half * 16 * wStride;
    for (int at = 0; at < k; at += 32) {
      const int count = k - at < 32 ? k - at : 32;
      const auto mask = static_cast<__mmask32>(count == 32 ? ~0U : (1U << count) - 1U);
      __m512i v[16];
      for (int r = 0; r < 16; ++r) v[r] = _mm512_maskz_loadu_epi16(mask, rows + r * wStride + at);
      transpose(v);
      for (int pair = 0; pair < count / 2; ++pair) {
        _mm512_storeu_si512(panel + (at / 2 + pair) * 2 * kPanelColumns + half * 32, v[pair]);
      }
    }
  }
}

/// Nearest bfloat16, ties to even, in the upper half of each lane.
inline __m512i roundedToBfloat16(__m512 value) {
  const __m512i bits = _mm512_castps_si512(value);
  const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
  return _mm512_add_epi32(bits, _mm512_add_epi32(odd, _mm512_set1_epi32(0x7FFF)));
}

/// Four columns (one 32-bit lane a row) -> two vectors of pairs.
inline void storeQuad(__m512i codes, __m512 scales, int offset, std::uint16_t* panel) {
  const __m512i byte = _mm512_set1_epi32(255);
  const auto column = [&](__m512i shifted) {
    const __m512i whole = _mm512_sub_epi32(_mm512_and_si512(shifted, byte),
                                           _mm512_set1_epi32(offset));
    return _mm512_mul_ps(_mm512_cvtepi32_ps(whole), scales);
  };
  const auto pair = [](__m512 even, __m512 odd) {
    const __m512i low = _mm512_srli_epi32(roundedToBfloat16(even), 16);
    return _mm512_mask_blend_epi16(0xAAAAAAAAU, low, roundedToBfloat16(odd));
  };
  _mm512_storeu_si512(panel, pair(column(codes), column(_mm512_srli_epi32(codes, 8))));
  _mm512_storeu_si512(panel + 2 * kPanelColumns, pair(column(_mm512_srli_epi32(codes, 16)),
                                                      column(_mm512_srli_epi32(codes, 24))));
}

inline __m512 halvesToFloats(const std::uint16_t* halves) {
  return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(halves)));
}

void unpackInt8(const std::uint8_t* tiles, const std::uint16_t* scales, int groups,
                std::uint16_t* panel) {
  for (int g = 0; g < groups; ++g) {
    const __m512 factor = halvesToFloats(scales + g * kTileRows);
    for (int quad = 0; quad < 16; ++quad) {
      const __m512i codes = _mm512_loadu_si512(tiles + g * kTileRows * kGroup + quad * 64);
      storeQuad(codes, factor, 128, panel + (g * 32 + quad * 2) * 2 * kPanelColumns);
    }
  }
}

void unpackInt4(const std::uint8_t* tiles, const std::uint16_t* scales, int groups,
                std::uint16_t* panel) {
  const __m512i lowHalf = _mm512_set1_epi8(15);
  for (int g = 0; g < groups; ++g) {
    const __m512 factor = halvesToFloats(scales + g * kTileRows);
    for (int v = 0; v < 8; ++v) {
      const __m512i both = _mm512_loadu_si512(tiles + g * kTileRows * kGroup / 2 + v * 64);
      storeQuad(_mm512_and_si512(both, lowHalf), factor, 8,
                panel + (g * 32 + v * 2) * 2 * kPanelColumns);
      storeQuad(_mm512_and_si512(_mm512_srli_epi16(both, 4), lowHalf), factor, 8,
                panel + (g * 32 + (v + 8) * 2) * 2 * kPanelColumns);
    }
  }
}

/// Of each 32 columns first the even ones, then the odd ones, as floats that a bfloat16 can hold.
[[maybe_unused]] void toFloatOperandWide(const float* x, int k, std::uint32_t* words) {
  const __m512i evens = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
  const __m512i odds = _mm512_add_epi32(evens, _mm512_set1_epi32(1));
  const __m512i upper = _mm512_set1_epi32(static_cast<int>(0xFFFF0000U));
  int block = 0;
  for (; block + 32 <= k; block += 32) {
    const __m512i first = _mm512_and_si512(roundedToBfloat16(_mm512_loadu_ps(x + block)), upper);
    const __m512i second =
        _mm512_and_si512(roundedToBfloat16(_mm512_loadu_ps(x + block + 16)), upper);
    _mm512_storeu_si512(words + block, _mm512_permutex2var_epi32(first, evens, second));
    _mm512_storeu_si512(words + block + 16, _mm512_permutex2var_epi32(first, odds, second));
  }
  if (block < k) toFloatOperand(x + block, k - block, words + block);
}

void quantizeRow(const float* x, int n, std::int8_t* codes, float* scales, std::int32_t* sums) {
  for (int g = 0; g < n / kGroup; ++g) {
    __m512 values[4];
    __m512 largest = _mm512_setzero_ps();
    for (int i = 0; i < 4; ++i) {
      values[i] = _mm512_loadu_ps(x + g * kGroup + 16 * i);
      largest = _mm512_max_ps(largest, _mm512_abs_ps(values[i]));
    }
    const float size = _mm512_reduce_max_ps(largest);
    const __m512 inverse = _mm512_set1_ps(size > 0.0F ? 127.0F / size : 0.0F);
    __m512i sum = _mm512_setzero_si512();
    for (int i = 0; i < 4; ++i) {
      const __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(values[i], inverse));
      sum = _mm512_add_epi32(sum, whole);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(codes + g * kGroup + 16 * i),
                       _mm512_cvtepi32_epi8(whole));
    }
    scales[g] = size / 127.0F;
    sums[g] = _mm512_reduce_add_epi32(sum);
  }
}
