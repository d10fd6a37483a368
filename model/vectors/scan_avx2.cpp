#include <immintrin.h>

#include "model/vectors/scan_levels.h"

namespace molloquy::vectors {
namespace {

#include "model/vectors/scan_loops.inl"

std::int32_t sumOf(__m256i dwords) {
  const __m128i four =
      _mm_add_epi32(_mm256_castsi256_si128(dwords), _mm256_extracti128_si256(dwords, 1));
  const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xB1)));
}

/// Sums of products of the four parts of 32 bytes, as words: at most 4 * 2 * 3 * 127.
inline __m256i productsOf(__m256i codes, const std::int8_t* numbers, std::size_t codeBytes) {
  const __m256i low = _mm256_set1_epi8(3);
  const auto part = [&](__m256i shifted, std::size_t number) {
    const auto* with = reinterpret_cast<const __m256i*>(numbers + number * codeBytes);
    return _mm256_maddubs_epi16(_mm256_and_si256(shifted, low), _mm256_loadu_si256(with));
  };
  return _mm256_add_epi16(
      _mm256_add_epi16(part(codes, 0), part(_mm256_srli_epi16(codes, 2), 1)),
      _mm256_add_epi16(part(_mm256_srli_epi16(codes, 4), 2), part(_mm256_srli_epi16(codes, 6), 3)));
}

std::int32_t dotCodes(const std::uint8_t* codes, const std::int8_t* numbers,
                      std::size_t codeBytes) {
  const __m256i one = _mm256_set1_epi16(1);
  __m256i sum = _mm256_setzero_si256();
  std::size_t b = 0;
  for (; b + 32 <= codeBytes; b += 32) {
    const __m256i some = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes + b));
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(productsOf(some, numbers + b, codeBytes), one));
  }
  std::int32_t rest = 0;
  for (; b < codeBytes; ++b) {
    for (std::size_t part = 0; part < 4; ++part) {
      rest +=
          static_cast<std::int32_t>((codes[b] >> (2 * part)) & 3U) * numbers[part * codeBytes + b];
    }
  }
  return sumOf(sum) + rest;
}

void upperBounds(const CodeQuery& query, const std::byte* rows, std::size_t count, float* upper) {
  upperBoundsOf(query, rows, count, upper, dotCodes);
}

float dotHalves(const std::uint16_t* halves, const float* numbers, std::size_t n) {
  __m256 sums[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()};
  std::size_t i = 0;
  for (; i + 16 <= n; i += 16) {
    for (std::size_t k = 0; k < 2; ++k) {
      const auto* at = reinterpret_cast<const __m128i*>(halves + i + 8 * k);
      sums[k] = _mm256_fmadd_ps(_mm256_cvtph_ps(_mm_loadu_si128(at)),
                                _mm256_loadu_ps(numbers + i + 8 * k), sums[k]);
    }
  }
  float parts[8];
  _mm256_storeu_ps(parts, _mm256_add_ps(sums[0], sums[1]));
  float sum = 0;
  for (const float part : parts) sum += part;
  for (; i < n; ++i) sum += _cvtsh_ss(halves[i]) * numbers[i];
  return sum;
}

float dotOfHalves(const std::uint16_t* a, const std::uint16_t* b, std::size_t n) {
  const auto eight = [](const std::uint16_t* at) {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
  };
  __m256 sum = _mm256_setzero_ps();
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) sum = _mm256_fmadd_ps(eight(a + i), eight(b + i), sum);
  float parts[8];
  _mm256_storeu_ps(parts, sum);
  float total = 0;
  for (const float part : parts) total += part;
  for (; i < n; ++i) total += _cvtsh_ss(a[i]) * _cvtsh_ss(b[i]);
  return total;
}

void toHalves(const float* numbers, std::size_t n, std::uint16_t* halves) {
  for (std::size_t i = 0; i < n; ++i) {
    const __m128 low = _mm_max_ss(_mm_set_ss(-65504.0F), _mm_set_ss(numbers[i]));
    const __m128 number = _mm_min_ss(_mm_set_ss(65504.0F), low);
    halves[i] = static_cast<std::uint16_t>(_mm_extract_epi16(_mm_cvtps_ph(number, 0), 0));
  }
}

/// Set bits of each 64-bit part.
inline __m256i bitCounts(__m256i bits) {
  const __m256i counts =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
  const __m256i low = _mm256_set1_epi8(15);
  const __m256i bytes = _mm256_add_epi8(
      _mm256_shuffle_epi8(counts, _mm256_and_si256(bits, low)),
      _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(bits, 4), low)));
  return _mm256_sad_epu8(bytes, _mm256_setzero_si256());
}

void tanimoto(const std::byte* query, std::size_t bytes, const std::byte* rows, std::size_t count,
              float* scores) {
  if (bytes % 32 != 0) return tanimotoPlain(query, bytes, rows, count, scores);
  for (std::size_t i = 0; i < count; ++i, rows += bytes) {
    __m256i common = _mm256_setzero_si256();
    __m256i either = _mm256_setzero_si256();
    for (std::size_t b = 0; b < bytes; b += 32) {
      const __m256i left = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(query + b));
      const __m256i right = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows + b));
      common = _mm256_add_epi64(common, bitCounts(_mm256_and_si256(left, right)));
      either = _mm256_add_epi64(either, bitCounts(_mm256_or_si256(left, right)));
    }
    scores[i] = tanimotoOf(static_cast<std::uint64_t>(sumOf(common)),
                           static_cast<std::uint64_t>(sumOf(either)));
  }
}

}  // namespace

const ScanKernels kAvx2Scans{upperBounds, dotHalves,      dotOfHalves, toHalves,
                             tanimoto,    closenessPlain, nullptr,     nullptr};

}  // namespace molloquy::vectors
