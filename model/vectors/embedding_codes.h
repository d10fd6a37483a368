#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/vectors/scan_kernels.h"

/// Codes of two bits for vectors, and bounds of inner products from them.
///
/// A vector x is filled up with zeros to D numbers, a multiple of 64, and turned by a fixed random
/// rotation, so that every number carries about as much of it as any other. Its codes stand for
/// x' = scale * (u - 1.5), with the scale that makes what is left out, r = x - x', orthogonal to x.
/// <q, x> = <q, x'> + <q, r>, and for a random direction of r the last has the deviation
/// |q| |r| / sqrt(D): `kDeviations` of them added to <q, x'> are a bound that three scores of a
/// hundred thousand exceed.
/// Idea: Gao and Long, RaBitQ (SIGMOD 2024), here with two bits and a Hadamard rotation.
namespace molloquy::vectors {

inline constexpr float kDeviations = 4.0F;

/// Numbers of a vector after filling up.
inline std::size_t paddedWidth(std::size_t width) { return (width + 63) / 64 * 64; }
inline std::size_t codeBytes(std::size_t width) { return paddedWidth(width) / 4; }
/// Bytes of a row of `vectors` vectors.
inline std::size_t codedRowBytes(std::size_t vectors, std::size_t width) {
  return vectors * (codeBytes(width) + sizeof(CodeFactors));
}

/// x filled up with zeros and rotated. padded  [paddedWidth(x.size())].
void rotate(std::span<const float> x, std::span<float> padded);

/// Codes and factors of one vector. into  [codeBytes + sizeof(CodeFactors)].
void encode(std::span<const float> x, std::span<std::byte> into);

/// Query vectors, rotated and rounded to bytes, and what CodeQuery points to.
class CodedQueries {
 public:
  /// [q, width] queries for rows of `vectors` vectors.
  CodedQueries(std::span<const float> queries, std::size_t width, std::size_t vectors);
  /// All of them, a row's bound being the largest.
  [[nodiscard]] CodeQuery all() const;
  [[nodiscard]] CodeQuery one(std::size_t query) const;

 private:
  std::size_t m_codeBytes;
  std::size_t m_vectors;
  std::vector<std::int8_t> m_numbers;
  std::vector<CodeQuery::Factors> m_factors;
};

}  // namespace molloquy::vectors
