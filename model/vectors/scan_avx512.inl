// Inside an unnamed namespace of the levels with AVX-512 and VNNI.

/// Bytes ahead of the scan that are asked for: the processor itself stops at the end of a page.
constexpr std::size_t kAhead = 2048;

/// The sums of four vectors of 16 dwords.
inline __m128i sumsOf(__m512i a, __m512i b, __m512i c, __m512i d) {
  const auto half = [](__m512i x) {
    return _mm256_add_epi32(_mm512_castsi512_si256(x), _mm512_extracti64x4_epi64(x, 1));
  };
  const __m256i left = _mm256_hadd_epi32(half(a), half(b));
  const __m256i right = _mm256_hadd_epi32(half(c), half(d));
  const __m256i four = _mm256_hadd_epi32(left, right);
  return _mm_add_epi32(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1));
}

/// Adds the products of the four parts of up to 64 bytes of codes.
inline __m512i addProducts(__m512i sum, __m512i codes, const __m512i numbers[4]) {
  const __m512i low = _mm512_set1_epi8(3);
  const auto part = [low](__m512i shifted) { return _mm512_and_si512(shifted, low); };
  sum = _mm512_dpbusd_epi32(sum, part(codes), numbers[0]);
  sum = _mm512_dpbusd_epi32(sum, part(_mm512_srli_epi16(codes, 2)), numbers[1]);
  sum = _mm512_dpbusd_epi32(sum, part(_mm512_srli_epi16(codes, 4)), numbers[2]);
  return _mm512_dpbusd_epi32(sum, part(_mm512_srli_epi16(codes, 6)), numbers[3]);
}

inline __mmask64 bytesFrom(std::size_t at, std::size_t end) {
  return end - at >= 64 ? ~__mmask64{0} : (__mmask64{1} << (end - at)) - 1;
}

std::int32_t dotCodes(const std::uint8_t* codes, const std::int8_t* numbers,
                      std::size_t codeBytes) {
  __m512i sum = _mm512_setzero_si512();
  for (std::size_t b = 0; b < codeBytes; b += 64) {
    const __mmask64 mask = bytesFrom(b, codeBytes);
    __m512i with[4];
    for (std::size_t part = 0; part < 4; ++part) {
      with[part] = _mm512_maskz_loadu_epi8(mask, numbers + part * codeBytes + b);
    }
    sum = addProducts(sum, _mm512_maskz_loadu_epi8(mask, codes + b), with);
  }
  return _mm512_reduce_add_epi32(sum);
}

/// One vector a row, one of the query, at most 64 bytes of codes: widths up to 256.
void narrowUpperBounds(const CodeQuery& query, const std::byte* rows, std::size_t count,
                       float* upper) {
  const std::size_t step = query.codeBytes + sizeof(CodeFactors);
  const __mmask64 mask = bytesFrom(0, query.codeBytes);
  __m512i with[4];
  for (std::size_t part = 0; part < 4; ++part) {
    with[part] = _mm512_maskz_loadu_epi8(mask, query.numbers + part * query.codeBytes);
  }
  const __m128 scale = _mm_set1_ps(query.factors->scale);
  const __m128 offset = _mm_set1_ps(query.factors->offset);
  const __m128 slack = _mm_set1_ps(query.factors->slack);
  const auto dot = [&](const std::byte* row) {
    return addProducts(_mm512_setzero_si512(), _mm512_maskz_loadu_epi8(mask, row), with);
  };
  const auto factorsOf = [&](const std::byte* row) {
    return _mm_castsi128_ps(
        _mm_loadl_epi64(reinterpret_cast<const __m128i*>(row + query.codeBytes)));
  };
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4, rows += 4 * step) {
    for (std::size_t ahead = 0; ahead < 4 * step; ahead += 64) {
      _mm_prefetch(reinterpret_cast<const char*>(rows + kAhead + ahead), _MM_HINT_T0);
    }
    const __m128i sums =
        sumsOf(dot(rows), dot(rows + step), dot(rows + 2 * step), dot(rows + 3 * step));
    const __m128 left = _mm_unpacklo_ps(factorsOf(rows), factorsOf(rows + step));
    const __m128 right = _mm_unpacklo_ps(factorsOf(rows + 2 * step), factorsOf(rows + 3 * step));
    const __m128 product = _mm_fmadd_ps(_mm_cvtepi32_ps(sums), scale, offset);
    const __m128 error = _mm_mul_ps(_mm_movehl_ps(right, left), slack);
    _mm_storeu_ps(upper + i, _mm_fmadd_ps(_mm_movelh_ps(left, right), product, error));
  }
  if (i < count) upperBoundsOf(query, rows, count - i, upper + i, dotCodes);
}

void upperBounds(const CodeQuery& query, const std::byte* rows, std::size_t count, float* upper) {
  if (query.codeBytes <= 64 && query.vectors == 1 && query.count == 1) {
    return narrowUpperBounds(query, rows, count, upper);
  }
  upperBoundsOf(query, rows, count, upper, dotCodes);
}

float dotHalves(const std::uint16_t* halves, const float* numbers, std::size_t n) {
  __m512 sums[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
  const auto product = [&](std::size_t i, __mmask16 mask, __m512 sum) {
    const __m512 left = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, halves + i));
    return _mm512_fmadd_ps(left, _mm512_maskz_loadu_ps(mask, numbers + i), sum);
  };
  std::size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    sums[0] = product(i, 0xFFFF, sums[0]);
    sums[1] = product(i + 16, 0xFFFF, sums[1]);
  }
  for (; i < n; i += 16) {
    const auto mask = static_cast<__mmask16>(n - i >= 16 ? 0xFFFFU : (1U << (n - i)) - 1U);
    sums[0] = product(i, mask, sums[0]);
  }
  return _mm512_reduce_add_ps(_mm512_add_ps(sums[0], sums[1]));
}

float dotOfHalves(const std::uint16_t* a, const std::uint16_t* b, std::size_t n) {
  __m512 sum = _mm512_setzero_ps();
  for (std::size_t i = 0; i < n; i += 16) {
    const auto mask = static_cast<__mmask16>(n - i >= 16 ? 0xFFFFU : (1U << (n - i)) - 1U);
    const __m512 left = _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, a + i));
    sum = _mm512_fmadd_ps(left, _mm512_cvtph_ps(_mm256_maskz_loadu_epi16(mask, b + i)), sum);
  }
  return _mm512_reduce_add_ps(sum);
}

void toHalves(const float* numbers, std::size_t n, std::uint16_t* halves) {
  for (std::size_t i = 0; i < n; i += 16) {
    const auto mask = static_cast<__mmask16>(n - i >= 16 ? 0xFFFFU : (1U << (n - i)) - 1U);
    const __m512 low =
        _mm512_max_ps(_mm512_set1_ps(-65504.0F), _mm512_maskz_loadu_ps(mask, numbers + i));
    const __m512 number = _mm512_min_ps(_mm512_set1_ps(65504.0F), low);
    _mm256_mask_storeu_epi16(halves + i, mask, _mm512_cvtps_ph(number, 0));
  }
}
