// Inside an unnamed namespace of every level: a function of one level must never be linked into
// another. The plain loops; the compiler makes of them what the level has.

inline std::int32_t dotCodesPlain(const std::uint8_t* codes, const std::int8_t* numbers,
                                  std::size_t codeBytes) {
  std::int32_t sum = 0;
  for (std::size_t part = 0; part < 4; ++part) {
    const std::int8_t* with = numbers + part * codeBytes;
    std::int32_t partSum = 0;
    for (std::size_t b = 0; b < codeBytes; ++b) {
      partSum += static_cast<std::int32_t>((codes[b] >> (2 * part)) & 3U) * with[b];
    }
    sum += partSum;
  }
  return sum;
}

/// The bound of one vector with all vectors of the query; dot(codes, numbers, codeBytes).
template <class Dot>
inline float upperBoundOf(const CodeQuery& query, const std::byte* vector, Dot dot) {
  const auto* codes = reinterpret_cast<const std::uint8_t*>(vector);
  CodeFactors factors;
  __builtin_memcpy(&factors, codes + query.codeBytes, sizeof factors);
  float best = -__builtin_inff();
  for (std::size_t j = 0; j < query.count; ++j) {
    const CodeQuery::Factors& with = query.factors[j];
    const std::int32_t sum = dot(codes, query.numbers + j * 4 * query.codeBytes, query.codeBytes);
    const float upper = factors.scale * (with.scale * static_cast<float>(sum) + with.offset) +
                        factors.error * with.slack;
    if (upper > best) best = upper;
  }
  return best;
}

template <class Dot>
inline void upperBoundsOf(const CodeQuery& query, const std::byte* rows, std::size_t count,
                          float* upper, Dot dot) {
  const std::size_t step = query.codeBytes + sizeof(CodeFactors);
  for (std::size_t i = 0; i < count; ++i) {
    float best = -__builtin_inff();
    for (std::size_t v = 0; v < query.vectors; ++v, rows += step) {
      const float bound = upperBoundOf(query, rows, dot);
      if (bound > best) best = bound;
    }
    upper[i] = best;
  }
}

inline float tanimotoOf(std::uint64_t common, std::uint64_t either) {
  return either == 0 ? 1.0F : static_cast<float>(common) / static_cast<float>(either);
}

[[maybe_unused]] void tanimotoPlain(const std::byte* query, std::size_t bytes,
                                    const std::byte* rows, std::size_t count, float* scores) {
  for (std::size_t i = 0; i < count; ++i, rows += bytes) {
    std::uint64_t common = 0;
    std::uint64_t either = 0;
    for (std::size_t b = 0; b < bytes; b += 8) {
      const std::size_t some = bytes - b < 8 ? bytes - b : 8;
      std::uint64_t left = 0;
      std::uint64_t right = 0;
      __builtin_memcpy(&left, query + b, some);
      __builtin_memcpy(&right, rows + b, some);
      common += static_cast<std::uint64_t>(__builtin_popcountll(left & right));
      either += static_cast<std::uint64_t>(__builtin_popcountll(left | right));
    }
    scores[i] = tanimotoOf(common, either);
  }
}

[[maybe_unused]] void closenessPlain(const float* query, std::size_t n, const std::byte* rows,
                                     std::size_t count, float* scores) {
  constexpr std::size_t kLanes = 16;
  for (std::size_t i = 0; i < count; ++i, rows += n * sizeof(float)) {
    float sums[kLanes] = {};
    float row[kLanes];
    std::size_t at = 0;
    for (; at + kLanes <= n; at += kLanes) {
      __builtin_memcpy(row, rows + at * sizeof(float), sizeof row);
      for (std::size_t k = 0; k < kLanes; ++k) sums[k] += __builtin_fabsf(row[k] - query[at + k]);
    }
    if (at < n) __builtin_memcpy(row, rows + at * sizeof(float), (n - at) * sizeof(float));
    for (std::size_t k = 0; at + k < n; ++k) sums[k] += __builtin_fabsf(row[k] - query[at + k]);
    float sum = 0;
    for (const float part : sums) sum += part;
    scores[i] = 1.0F / (1.0F + sum / static_cast<float>(n));
  }
}
