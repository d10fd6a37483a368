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

/// e^x for x <= 0, relative error below 2e-7; 0 for -inf.
inline __m512 exponentialWide(__m512 x) {
  const __m512 bounded = _mm512_max_ps(x, _mm512_set1_ps(-104.0F));
  const __m512 n = _mm512_roundscale_ps(_mm512_mul_ps(bounded, _mm512_set1_ps(1.44269504F)), 0);
  __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(0.693359375F), bounded);
  r = _mm512_fmadd_ps(n, _mm512_set1_ps(2.12194440e-4F), r);
  __m512 p = _mm512_set1_ps(1.0F / 720.0F);
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.0F / 120.0F));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.0F / 24.0F));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.0F / 6.0F));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.5F));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.0F));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.0F));
  return _mm512_scalef_ps(p, n);
}

float exponentials(float* x, int n, float scale) {
  const __m512 never = _mm512_set1_ps(-__builtin_inff());
  const auto maskAt = [n](int i) {
    return static_cast<__mmask16>(n - i >= 16 ? 0xFFFFU : (1U << (n - i)) - 1U);
  };
  __m512 largest = never;
  for (int i = 0; i < n; i += 16) {
    largest = _mm512_max_ps(largest, _mm512_mask_loadu_ps(never, maskAt(i), x + i));
  }
  const __m512 factor = _mm512_set1_ps(scale);
  const __m512 top = _mm512_set1_ps(_mm512_reduce_max_ps(largest) * scale);
  __m512 sum = _mm512_setzero_ps();
  for (int i = 0; i < n; i += 16) {
    const __mmask16 mask = maskAt(i);
    const __m512 e = _mm512_maskz_mov_ps(
        mask, exponentialWide(_mm512_fmsub_ps(_mm512_maskz_loadu_ps(mask, x + i), factor, top)));
    _mm512_mask_storeu_ps(x + i, mask, e);
    sum = _mm512_add_ps(sum, e);
  }
  return _mm512_reduce_add_ps(sum);
}

/// Heads of width 8: 16 keys to a vector for the logits, two values of 8 for the mixture.
void pairAttention(const PairAttentionJob& job) {
  constexpr int kMostBlocks = 18;  // 288 keys: 256 atoms and their marks
  const int blocks = (job.keys + 15) / 16;
  if (job.d != 8 || blocks > kMostBlocks) return pairAttentionPlain(job);
  // 1. Keys as [8, keys], values as they are, two to a vector.
  alignas(64) float keys[8][16 * kMostBlocks];
  alignas(64) float values[16 * kMostBlocks][8];
  for (int j = 0; j < 16 * blocks; ++j) {
    for (int c = 0; c < 8; ++c) {
      keys[c][j] = j < job.keys ? job.k[j * job.stride + c] : 0.0F;
      values[j][c] = j < job.keys ? job.v[j * job.stride + c] : 0.0F;
    }
  }
  const __m512 never = _mm512_set1_ps(-__builtin_inff());
  const __m512i two = _mm512_set_epi32(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  for (int i = 0; i < job.rows; ++i) {
    float* logits = job.pairs + static_cast<std::ptrdiff_t>(i) * job.keys;
    const float* q = job.q + i * job.stride;
    __m512 factors[8];
    for (int c = 0; c < 8; ++c) factors[c] = _mm512_set1_ps(q[c]);
    // 2. Logits, kept for the next layer.
    __m512 rows[kMostBlocks];
    __m512 largest = never;
    for (int b = 0; b < blocks; ++b) {
      const int left = job.keys - 16 * b;
      const auto mask = static_cast<__mmask16>(left >= 16 ? 0xFFFFU : (1U << left) - 1U);
      __m512 sum = _mm512_mask_loadu_ps(never, mask, logits + 16 * b);
#pragma GCC unroll 8
      for (int c = 0; c < 8; ++c) sum = _mm512_fmadd_ps(factors[c], _mm512_load_ps(&keys[c][16 * b]), sum);
      _mm512_mask_storeu_ps(logits + 16 * b, mask, sum);
      rows[b] = sum;
      largest = _mm512_max_ps(largest, sum);
    }
    // 3. Softmax and mixture.
    const __m512 top = _mm512_set1_ps(_mm512_reduce_max_ps(largest));
    __m512 total = _mm512_setzero_ps();
    __m512 mixed[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
    for (int b = 0; b < blocks; ++b) {
      const __m512 e = exponentialWide(_mm512_sub_ps(rows[b], top));
      total = _mm512_add_ps(total, e);
      __m512i lanes = two;
#pragma GCC unroll 8
      for (int pair = 0; pair < 8; ++pair) {
        const __m512 weights = _mm512_permutexvar_ps(lanes, e);
        mixed[pair % 2] =
            _mm512_fmadd_ps(weights, _mm512_load_ps(values[16 * b + 2 * pair]), mixed[pair % 2]);
        lanes = _mm512_add_epi32(lanes, _mm512_set1_epi32(2));
      }
    }
    const __m512 both = _mm512_add_ps(mixed[0], mixed[1]);
    const __m256 sums =
        _mm256_add_ps(_mm512_castps512_ps256(both), _mm512_extractf32x8_ps(both, 1));
    const float inverse = 1.0F / _mm512_reduce_add_ps(total);
    _mm256_storeu_ps(job.out + i * job.outStride, _mm256_mul_ps(sums, _mm256_set1_ps(inverse)));
  }
}
