#include "model/vectors/embedding_codes.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace molloquy::vectors {
namespace {

/// Steps of the codes in deviations: the best uniform four levels of a normal distribution.
constexpr float kStep = 0.996F;

/// The rotation's random signs: part of the format.
bool isFlipped(std::size_t place) {
  std::uint64_t x = place + 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return ((x >> 31) & 1U) != 0;
}

/// Walsh-Hadamard transform of a power of two of numbers, of length one.
void transform(std::span<float> x) {
  for (std::size_t half = 1; half < x.size(); half *= 2) {
    for (std::size_t block = 0; block < x.size(); block += 2 * half) {
      for (std::size_t i = block; i < block + half; ++i) {
        const float a = x[i];
        const float b = x[i + half];
        x[i] = a + b;
        x[i + half] = a - b;
      }
    }
  }
  const float factor = 1.0F / std::sqrt(static_cast<float>(x.size()));
  for (float& value : x) value *= factor;
}

float lengthOf(std::span<const float> x) {
  double sum = 0;
  for (const float value : x) sum += static_cast<double>(value) * static_cast<double>(value);
  return static_cast<float>(std::sqrt(sum));
}

}  // namespace

void rotate(std::span<const float> x, std::span<float> padded) {
  std::fill(padded.begin(), padded.end(), 0.0F);
  for (std::size_t i = 0; i < x.size(); ++i) padded[i] = isFlipped(i) ? -x[i] : x[i];
  const std::size_t block = padded.size() & (~padded.size() + 1);  // largest power of two in it
  for (std::size_t at = 0; at < padded.size(); at += block) transform(padded.subspan(at, block));
}

void encode(std::span<const float> x, std::span<std::byte> into) {
  const std::size_t width = paddedWidth(x.size());
  const std::size_t bytes = codeBytes(x.size());
  std::vector<float> turned(width);
  rotate(x, turned);
  const float length = lengthOf(turned);
  const float step = kStep * length / std::sqrt(static_cast<float>(width));
  std::fill(into.begin(), into.end(), std::byte{0});
  std::vector<float> levels(width);
  for (std::size_t i = 0; i < width; ++i) {
    // Comparisons instead of a rounding: every processor does many at once.
    const float above = turned[i] >= step ? 1.0F : 0.0F;
    const float middle = turned[i] >= 0.0F ? 1.0F : 0.0F;
    const float below = turned[i] >= -step ? 1.0F : 0.0F;
    levels[i] = above + middle + below - 1.5F;
  }
  double product = 0;
  for (std::size_t i = 0; i < width; ++i) {
    product += static_cast<double>(turned[i]) * static_cast<double>(levels[i]);
  }
  for (std::size_t part = 0; part < 4; ++part) {
    for (std::size_t b = 0; b < bytes; ++b) {
      const auto code = static_cast<unsigned>(levels[part * bytes + b] + 1.5F);
      into[b] |= static_cast<std::byte>(code << (2 * part));
    }
  }
  // With this scale what is left out is orthogonal to x: the score of x with itself is exact.
  CodeFactors factors;
  const double square = static_cast<double>(length) * static_cast<double>(length);
  if (product > 0) factors.scale = static_cast<float>(square / product);
  for (std::size_t i = 0; i < width; ++i) turned[i] -= factors.scale * levels[i];
  factors.error = lengthOf(turned);
  std::memcpy(into.data() + bytes, &factors, sizeof factors);
}

CodedQueries::CodedQueries(std::span<const float> queries, std::size_t width, std::size_t vectors)
    : m_codeBytes(codeBytes(width)), m_vectors(vectors) {
  const std::size_t padded = paddedWidth(width);
  std::vector<float> turned(padded);
  for (std::size_t at = 0; at + width <= queries.size(); at += width) {
    rotate(queries.subspan(at, width), turned);
    float largest = 0;
    for (const float value : turned) largest = std::max(largest, std::fabs(value));
    CodeQuery::Factors factors;
    factors.scale = largest / 127.0F;
    const float inverse = largest > 0 ? 127.0F / largest : 0.0F;
    float sum = 0;
    double rounding = 0;
    for (const float value : turned) {
      const float number = std::nearbyint(value * inverse);
      const double off = static_cast<double>(value - number * factors.scale);
      rounding += off * off;
      sum += number;
      m_numbers.push_back(static_cast<std::int8_t>(number));
    }
    // Levels are at most 1.5 in size: so much can the rounding of the query add.
    const float slack = kDeviations * 1.5F * static_cast<float>(std::sqrt(rounding));
    factors.offset = slack - 1.5F * factors.scale * sum;
    factors.slack = kDeviations * lengthOf(turned) / std::sqrt(static_cast<float>(padded));
    m_factors.push_back(factors);
  }
}

CodeQuery CodedQueries::all() const {
  return {m_numbers.data(), m_factors.data(), m_factors.size(), m_codeBytes, m_vectors};
}

CodeQuery CodedQueries::one(std::size_t query) const {
  return {m_numbers.data() + query * 4 * m_codeBytes, m_factors.data() + query, 1, m_codeBytes,
          m_vectors};
}

}  // namespace molloquy::vectors
