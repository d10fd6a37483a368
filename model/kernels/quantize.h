#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace molloquy::kernels {

/// Bits of a weight's code.
enum class CodeBits { Four = 4, Eight = 8 };

/// Whether a matrix [rows, columns] can be quantised: rows a multiple of 16, columns of 64.
bool canQuantize(std::int64_t rows, std::int64_t columns);
/// Bytes of all tiles, and number of scales (IEEE halves).
std::size_t tileBytes(std::int64_t rows, std::int64_t columns, CodeBits bits);
std::size_t scaleCount(std::int64_t rows, std::int64_t columns);

/// 16 rows of a matrix -> one row of tiles and their scales (layout: TileJob).
///
/// rows  [16, columns] float32.  Each group of 64 gets the scale of eight tried whose rounding
/// leaves the smallest sum of squared errors; symmetric codes -8..7 or -127..127.
void quantizeTileRow(std::span<const float> rows, std::int64_t columns, CodeBits bits,
                     std::span<std::uint8_t> tiles, std::span<std::uint16_t> scales);

/// The numbers that a tile row stands for, [16, columns].
void dequantizeTileRow(std::span<const std::uint8_t> tiles, std::span<const std::uint16_t> scales,
                       std::int64_t columns, CodeBits bits, std::span<float> rows);

}  // namespace molloquy::kernels
