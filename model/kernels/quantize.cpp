#include "model/kernels/quantize.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "model/base/half_numbers.h"
#include "model/kernels/kernel_table.h"

namespace molloquy::kernels {
namespace {

/// Nearest IEEE half, ties to even; what is too large becomes the largest one.
std::uint16_t halfFromFloat(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000U);
  const float size = std::fabs(value);
  if (size < 0x1.0p-14F) {  // subnormal: whole multiples of 2^-24
    return static_cast<std::uint16_t>(sign | static_cast<std::uint16_t>(std::lrint(size * 0x1.0p24F)));
  }
  if (size >= 65504.0F) return static_cast<std::uint16_t>(sign | 0x7BFFU);
  const std::uint32_t plain = bits & 0x7FFFFFFFU;
  const std::uint32_t rounded = plain + 0xFFFU + ((plain >> 13) & 1U);
  return static_cast<std::uint16_t>(sign | ((rounded - (112U << 23)) >> 13));
}

struct CodeRange {
  float low;
  float high;
};

CodeRange rangeOf(CodeBits bits) {
  return bits == CodeBits::Four ? CodeRange{-8.0F, 7.0F} : CodeRange{-127.0F, 127.0F};
}

float roundCode(float value, float inverse, CodeRange range) {
  // Adding 1.5 * 2^23 rounds to the nearest whole number, and the compiler makes vectors of it.
  const float rounded = (value * inverse + 12582912.0F) - 12582912.0F;
  return std::min(range.high, std::max(range.low, rounded));
}

float squaredError(const float* group, float scale, CodeRange range) {
  const float inverse = scale != 0.0F ? 1.0F / scale : 0.0F;
  float error = 0.0F;
  for (int i = 0; i < kGroup; ++i) {
    const float off = group[i] - scale * roundCode(group[i], inverse, range);
    error += off * off;
  }
  return error;
}

/// The scale for one group, as a half. The number of the largest size lands on the longer end of
/// the codes, or somewhat outside when that rounds the others better.
std::uint16_t bestScale(const float* group, CodeBits bits) {
  const float* largest = std::max_element(
      group, group + kGroup, [](float a, float b) { return std::fabs(a) < std::fabs(b); });
  if (*largest == 0.0F) return 0;
  if (bits == CodeBits::Eight) return halfFromFloat(std::fabs(*largest) / 127.0F);
  constexpr std::array<float, 8> kEnds = {-8.0F, -8.4F, -8.8F, -9.2F, -7.6F, -7.2F, 7.0F, 7.5F};
  std::uint16_t best = 0;
  float smallest = 0.0F;
  for (const float end : kEnds) {
    const std::uint16_t half = halfFromFloat(*largest / end);
    const float error = squaredError(group, floatFromHalf(half), rangeOf(bits));
    if (end == kEnds.front() || error < smallest) {
      best = half;
      smallest = error;
    }
  }
  return best;
}

/// Where the code of (row, column) of a group lies in its tile, and in which half of the byte.
struct CodePlace {
  std::size_t byte;
  int shift;
};

CodePlace placeOf(int row, int column, CodeBits bits) {
  const int quad = column / 4;
  const int vector = bits == CodeBits::Eight ? quad : quad % 8;
  return {static_cast<std::size_t>(vector * 64 + row * 4 + column % 4),
          bits == CodeBits::Four && quad >= 8 ? 4 : 0};
}

}  // namespace

bool canQuantize(std::int64_t rows, std::int64_t columns) {
  return rows > 0 && columns > 0 && rows % kTileRows == 0 && columns % kGroup == 0;
}

std::size_t tileBytes(std::int64_t rows, std::int64_t columns, CodeBits bits) {
  return static_cast<std::size_t>(rows * columns * static_cast<int>(bits) / 8);
}

std::size_t scaleCount(std::int64_t rows, std::int64_t columns) {
  return static_cast<std::size_t>(rows * columns / kGroup);
}

void quantizeTileRow(std::span<const float> rows, std::int64_t columns, CodeBits bits,
                     std::span<std::uint8_t> tiles, std::span<std::uint16_t> scales) {
  assert(rows.size() == static_cast<std::size_t>(kTileRows * columns));
  const std::size_t bytes = tileBytes(kTileRows, kGroup, bits);
  const CodeRange range = rangeOf(bits);
  const int zero = bits == CodeBits::Four ? 8 : 128;
  std::fill(tiles.begin(), tiles.end(), std::uint8_t{0});
  for (std::int64_t g = 0; g < columns / kGroup; ++g) {
    for (int row = 0; row < kTileRows; ++row) {
      const float* group = rows.data() + row * columns + g * kGroup;
      const std::uint16_t half = bestScale(group, bits);
      const float scale = floatFromHalf(half);
      const float inverse = scale != 0.0F ? 1.0F / scale : 0.0F;
      scales[static_cast<std::size_t>(g * kTileRows + row)] = half;
      for (int column = 0; column < kGroup; ++column) {
        const auto code = static_cast<int>(roundCode(group[column], inverse, range)) + zero;
        const CodePlace place = placeOf(row, column, bits);
        std::uint8_t& byte = tiles[static_cast<std::size_t>(g) * bytes + place.byte];
        byte = static_cast<std::uint8_t>(byte | (code << place.shift));
      }
    }
  }
}

void dequantizeTileRow(std::span<const std::uint8_t> tiles, std::span<const std::uint16_t> scales,
                       std::int64_t columns, CodeBits bits, std::span<float> rows) {
  const std::size_t bytes = tileBytes(kTileRows, kGroup, bits);
  const int mask = bits == CodeBits::Four ? 15 : 255;
  const int zero = bits == CodeBits::Four ? 8 : 128;
  for (std::int64_t g = 0; g < columns / kGroup; ++g) {
    for (int row = 0; row < kTileRows; ++row) {
      const float scale = floatFromHalf(scales[static_cast<std::size_t>(g * kTileRows + row)]);
      for (int column = 0; column < kGroup; ++column) {
        const CodePlace place = placeOf(row, column, bits);
        const int byte = tiles[static_cast<std::size_t>(g) * bytes + place.byte];
        const int code = ((byte >> place.shift) & mask) - zero;
        rows[static_cast<std::size_t>(row * columns + g * kGroup + column)] =
            static_cast<float>(code) * scale;
      }
    }
  }
}

}  // namespace molloquy::kernels
