#pragma once

#include <cstddef>
#include <cstdint>

#include "model/kernels/kernel_table.h"

namespace molloquy::vectors {

/// A vector of a row as it is scanned: `codeBytes` bytes of four 2-bit codes each, then these. Bits
/// 2 j of byte b are the code of number j * codeBytes + b of the rotated, padded vector; code u
/// stands for scale * (u - 1.5).
struct CodeFactors {
  float scale = 0;
  float error = 0;  ///< length of what the codes leave out.
};

/// Query vectors for rows of codes.
struct CodeQuery {
  struct Factors {
    float scale = 0;   ///< of the numbers.
    float offset = 0;  ///< added to scale * the sum of the products: what 1.5 takes off, and slack.
    float slack = 0;   ///< a unit of CodeFactors::error.
  };
  const std::int8_t* numbers = nullptr;  ///< [count, 4 * codeBytes]
  const Factors* factors = nullptr;      ///< [count]
  std::size_t count = 0;
  std::size_t codeBytes = 0;  ///< of one vector, a multiple of 16.
  std::size_t vectors = 0;    ///< of a row.
  [[nodiscard]] std::size_t rowBytes() const { return vectors * (codeBytes + sizeof(CodeFactors)); }
};

/// Rows that one tile holds.
inline constexpr std::size_t kTileRows = 32;
/// Codes of up to 32 vectors, a byte each, beside one another: [numbers / 4, kTileRows, 4].
struct CodeTile {
  std::uint8_t* codes = nullptr;  ///< aligned to 64.
  float* scales = nullptr;        ///< [kTileRows]
  float* errors = nullptr;        ///< [kTileRows]; minus infinity behind the last vector.
};
/// What is asked of a tile for several queries.
struct TileQuery {
  const std::int8_t* numbers = nullptr;         ///< [count, 4 * codeBytes]
  const CodeQuery::Factors* factors = nullptr;  ///< [count]
  const float* floors = nullptr;                ///< [count]
  std::size_t count = 0;
  std::size_t codeBytes = 0;
  float* upper = nullptr;         ///< [count, kTileRows]: the bounds.
  std::uint32_t* hits = nullptr;  ///< [count]: bit i where the bound of vector i reaches the floor.
};

/// The inner loops of the scans, once for each kind of processor.
struct ScanKernels {
  /// upper[i] = the largest of factors.scale(row) * (scale * dot + offset) + error(row) * slack of
  /// any vector of row i with any of the query.
  void (*upperBounds)(const CodeQuery& query, const std::byte* rows, std::size_t count,
                      float* upper);
  /// Inner product of n halves with n floats.
  float (*dotHalves)(const std::uint16_t* halves, const float* numbers, std::size_t n);
  /// Inner product of n halves with n halves.
  float (*dotOfHalves)(const std::uint16_t* a, const std::uint16_t* b, std::size_t n);
  /// Nearest halves; beyond the range the largest one.
  void (*toHalves)(const float* numbers, std::size_t n, std::uint16_t* halves);
  /// scores[i] = bits in common / bits in either; 1 where neither has any. Rows of `bytes`.
  void (*tanimoto)(const std::byte* query, std::size_t bytes, const std::byte* rows,
                   std::size_t count, float* scores);
  /// scores[i] = 1 / (1 + mean absolute difference) of rows of n floats.
  void (*closeness)(const float* query, std::size_t n, const std::byte* rows, std::size_t count,
                    float* scores);
  /// `count` vectors (at most kTileRows), each of codeBytes and its factors -> a tile. nullptr, as
  /// is tileBounds, where a level has no better way than upperBounds.
  void (*packTile)(const std::byte* vectors, std::size_t count, std::size_t codeBytes,
                   const CodeTile& tile);
  void (*tileBounds)(const CodeTile& tile, const TileQuery& query);
};

/// Precondition: the processor has the level (kernels::hasCpuLevel).
const ScanKernels& scanKernelsFor(kernels::CpuLevel level);
/// Of the best level that the processor has.
const ScanKernels& bestScanKernels();

}  // namespace molloquy::vectors
