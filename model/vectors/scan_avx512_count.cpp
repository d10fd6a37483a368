#include <immintrin.h>

#include "model/vectors/scan_levels.h"

namespace molloquy::vectors {
namespace {

#include "model/vectors/scan_loops.inl"

#include "model/vectors/scan_avx512.inl"

#include "model/vectors/scan_tiles.inl"

/// Four rows at a time: in common and in either of each.
void tanimoto(const std::byte* query, std::size_t bytes, const std::byte* rows, std::size_t count,
              float* scores) {
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4, rows += 4 * bytes) {
    __m512i common[4] = {};
    __m512i either[4] = {};
    for (std::size_t b = 0; b < bytes; b += 64) {
      const __mmask64 mask = bytesFrom(b, bytes);
      const __m512i left = _mm512_maskz_loadu_epi8(mask, query + b);
      for (std::size_t k = 0; k < 4; ++k) {
        const std::byte* row = rows + k * bytes + b;
        _mm_prefetch(reinterpret_cast<const char*>(row + kAhead), _MM_HINT_T0);
        const __m512i right = _mm512_maskz_loadu_epi8(mask, row);
        common[k] = _mm512_add_epi64(common[k], _mm512_popcnt_epi64(_mm512_and_si512(left, right)));
        either[k] = _mm512_add_epi64(either[k], _mm512_popcnt_epi64(_mm512_or_si512(left, right)));
      }
    }
    const __m128 both = _mm_cvtepi32_ps(sumsOf(common[0], common[1], common[2], common[3]));
    const __m128 any = _mm_cvtepi32_ps(sumsOf(either[0], either[1], either[2], either[3]));
    const __mmask8 none = _mm_cmp_ps_mask(any, _mm_setzero_ps(), _CMP_EQ_OQ);
    _mm_storeu_ps(scores + i, _mm_mask_mov_ps(_mm_div_ps(both, any), none, _mm_set1_ps(1.0F)));
  }
  tanimotoPlain(query, bytes, rows, count - i, scores + i);
}

}  // namespace

const ScanKernels kAvx512CountScans{upperBounds, dotHalves,      dotOfHalves, toHalves,
                                    tanimoto,    closenessPlain, packTile,    tileBounds};

}  // namespace molloquy::vectors
