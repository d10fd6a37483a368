// Inside an unnamed namespace of the levels with AVX-512 and VNNI: many queries at once.

void packTile(const std::byte* vectors, std::size_t count, std::size_t codeBytes,
              const CodeTile& tile) {
  const std::size_t step = codeBytes + sizeof(CodeFactors);
  const __m512i low = _mm512_set1_epi8(3);
  const __m512i lanes =
      _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i places = _mm512_mullo_epi32(lanes, _mm512_set1_epi32(static_cast<int>(step)));
  for (std::size_t half = 0; half < kTileRows; half += 16) {
    const std::size_t rows = count <= half ? 0 : count - half < 16 ? count - half : 16;
    const auto mask = static_cast<__mmask16>((1U << rows) - 1U);
    const std::byte* from = vectors + half * step;
    const auto gather = [&](std::size_t offset) {
      return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), mask, places, from + offset, 1);
    };
    for (std::size_t b = 0; b < codeBytes; b += 4) {
      const __m512i codes = gather(b);
      std::uint8_t* to = tile.codes + b * kTileRows + half * 4;
      const std::size_t part = codeBytes * kTileRows;
      _mm512_store_si512(to, _mm512_and_si512(codes, low));
      _mm512_store_si512(to + part, _mm512_and_si512(_mm512_srli_epi16(codes, 2), low));
      _mm512_store_si512(to + 2 * part, _mm512_and_si512(_mm512_srli_epi16(codes, 4), low));
      _mm512_store_si512(to + 3 * part, _mm512_and_si512(_mm512_srli_epi16(codes, 6), low));
    }
    _mm512_storeu_ps(tile.scales + half, _mm512_castsi512_ps(gather(codeBytes)));
    const __m512 errors = _mm512_castsi512_ps(gather(codeBytes + sizeof(float)));
    _mm512_storeu_ps(tile.errors + half,
                     _mm512_mask_mov_ps(_mm512_set1_ps(-__builtin_inff()), mask, errors));
  }
}

/// Bounds of all of a tile for Q queries from `first` on.
template <int Q>
void tileBoundsOf(const CodeTile& tile, const TileQuery& query, std::size_t first) {
  const std::size_t width = 4 * query.codeBytes;
  const std::int8_t* numbers = query.numbers + first * width;
  __m512i left[Q];
  __m512i right[Q];
#pragma GCC unroll 16
  for (int q = 0; q < Q; ++q) left[q] = right[q] = _mm512_setzero_si512();
  const std::uint8_t* codes = tile.codes;
  for (std::size_t k = 0; k < width; k += 4, codes += 4 * kTileRows) {
    const __m512i low = _mm512_load_si512(codes);
    const __m512i high = _mm512_load_si512(codes + 64);
#pragma GCC unroll 16
    for (int q = 0; q < Q; ++q) {
      std::int32_t four;
      __builtin_memcpy(&four, numbers + static_cast<std::size_t>(q) * width + k, sizeof four);
      const __m512i with = _mm512_set1_epi32(four);
      left[q] = _mm512_dpbusd_epi32(left[q], low, with);
      right[q] = _mm512_dpbusd_epi32(right[q], high, with);
    }
  }
  const __m512 scales[2] = {_mm512_loadu_ps(tile.scales), _mm512_loadu_ps(tile.scales + 16)};
  const __m512 errors[2] = {_mm512_loadu_ps(tile.errors), _mm512_loadu_ps(tile.errors + 16)};
#pragma GCC unroll 16
  for (int q = 0; q < Q; ++q) {
    const std::size_t at = first + static_cast<std::size_t>(q);
    const CodeQuery::Factors& factors = query.factors[at];
    std::uint32_t hits = 0;
    for (int half = 0; half < 2; ++half) {
      const __m512 sum = _mm512_cvtepi32_ps(half == 0 ? left[q] : right[q]);
      const __m512 product = _mm512_fmadd_ps(sum, _mm512_set1_ps(factors.scale),
                                             _mm512_set1_ps(factors.offset));
      const __m512 slack = _mm512_mul_ps(errors[half], _mm512_set1_ps(factors.slack));
      const __m512 upper = _mm512_fmadd_ps(scales[half], product, slack);
      _mm512_storeu_ps(query.upper + at * kTileRows + 16 * half, upper);
      const __mmask16 reached =
          _mm512_cmp_ps_mask(upper, _mm512_set1_ps(query.floors[at]), _CMP_GE_OQ);
      hits |= static_cast<std::uint32_t>(reached) << (16 * half);
    }
    query.hits[at] = hits;
  }
}

void tileBounds(const CodeTile& tile, const TileQuery& query) {
  std::size_t q = 0;
  for (; q + 12 <= query.count; q += 12) tileBoundsOf<12>(tile, query, q);
  for (; q + 4 <= query.count; q += 4) tileBoundsOf<4>(tile, query, q);
  for (; q < query.count; ++q) tileBoundsOf<1>(tile, query, q);
}
