#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace molloquy::retrieval {

/// Bits of a molecule's fingerprint; their number is 64 times a power of two.
struct BitFingerprint {
  std::vector<std::uint64_t> words;

  [[nodiscard]] std::size_t bits() const { return words.size() * 64; }
  [[nodiscard]] std::size_t onBits() const;
  /// The upper half laid over the lower one, until `bits` are left.
  [[nodiscard]] BitFingerprint foldedTo(std::size_t bits) const;
};

/// Shared bits over all bits, in [0, 1]; 0 when neither has one. Of two sizes, the larger is folded
/// to the smaller first. Source: molreflect.md 2.2.
double tanimoto(const BitFingerprint& a, const BitFingerprint& b);

}  // namespace molloquy::retrieval
