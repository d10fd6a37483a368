#include "model/retrieval/bit_fingerprint.h"

#include <algorithm>
#include <bit>

namespace molloquy::retrieval {
namespace {

double tanimotoOfEqualSize(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  int shared = 0;
  int all = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    shared += std::popcount(a[i] & b[i]);
    all += std::popcount(a[i] | b[i]);
  }
  return all == 0 ? 0.0 : static_cast<double>(shared) / all;
}

}  // namespace

std::size_t BitFingerprint::onBits() const {
  std::size_t count = 0;
  for (const std::uint64_t word : words) count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

BitFingerprint BitFingerprint::foldedTo(std::size_t bits) const {
  BitFingerprint folded;
  folded.words.assign(std::max<std::size_t>(1, bits / 64), 0);
  for (std::size_t i = 0; i < words.size(); ++i) folded.words[i % folded.words.size()] |= words[i];
  return folded;
}

double tanimoto(const BitFingerprint& a, const BitFingerprint& b) {
  if (a.words.size() == b.words.size()) return tanimotoOfEqualSize(a.words, b.words);
  const std::size_t bits = std::min(a.bits(), b.bits());
  if (a.bits() > bits) return tanimotoOfEqualSize(a.foldedTo(bits).words, b.words);
  return tanimotoOfEqualSize(a.words, b.foldedTo(bits).words);
}

}  // namespace molloquy::retrieval
