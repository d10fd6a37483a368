#include <algorithm>
#include <bit>

#include "model/base/half_numbers.h"
#include "model/vectors/scan_levels.h"

namespace molloquy::vectors {
namespace {

#include "model/vectors/scan_loops.inl"

void upperBounds(const CodeQuery& query, const std::byte* rows, std::size_t count, float* upper) {
  upperBoundsOf(query, rows, count, upper, dotCodesPlain);
}

float dotHalves(const std::uint16_t* halves, const float* numbers, std::size_t n) {
  float sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += floatFromHalf(halves[i]) * numbers[i];
  return sum;
}

float dotOfHalves(const std::uint16_t* a, const std::uint16_t* b, std::size_t n) {
  float sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += floatFromHalf(a[i]) * floatFromHalf(b[i]);
  return sum;
}

/// Nearest half, ties to even; NaN becomes a NaN.
std::uint16_t toHalf(float number) {
  constexpr float kLargest = 65504.0F;
  if (number != number) return 0x7E00;
  const float bounded = std::clamp(number, -kLargest, kLargest);
  const auto sign =
      static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(bounded) >> 16 & 0x8000U);
  const float size = bounded < 0 ? -bounded : bounded;
  if (size < 0x1.0p-14F) {
    // Adding 0.5 leaves the multiple of 2^-24, rounded to even, in the last bits.
    const auto bits =
        std::bit_cast<std::uint32_t>(size + 0.5F) - std::bit_cast<std::uint32_t>(0.5F);
    return static_cast<std::uint16_t>(sign | bits);
  }
  const auto bits = std::bit_cast<std::uint32_t>(size);
  const std::uint32_t rounded = bits + 0xFFFU + (bits >> 13 & 1U) - (112U << 23);
  return static_cast<std::uint16_t>(sign | (rounded >> 13));
}

void toHalves(const float* numbers, std::size_t n, std::uint16_t* halves) {
  for (std::size_t i = 0; i < n; ++i) halves[i] = toHalf(numbers[i]);
}

}  // namespace

const ScanKernels kPortableScans{upperBounds,   dotHalves,      dotOfHalves, toHalves,
                                 tanimotoPlain, closenessPlain, nullptr,     nullptr};

}  // namespace molloquy::vectors
