#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace molloquy::text {

/// Which two neighbouring pieces become one, and which pair goes first.
/// Source: Sennrich et al., ACL 2016 (byte-pair encoding); lower ranks are merged first, of equal
/// ones the leftmost.
class BytePairMerges {
 public:
  /// False when the pair has a rank already; the first one counts.
  bool add(std::int32_t left, std::int32_t right, std::int32_t merged);

  /// Merges in place until no pair is left. n log n in the number of pieces.
  void apply(std::vector<std::int32_t>& pieces) const;

 private:
  struct Merge {
    std::uint32_t rank = 0;
    std::int32_t merged = 0;
  };
  [[nodiscard]] std::optional<Merge> find(std::int32_t left, std::int32_t right) const;

  std::unordered_map<std::uint64_t, Merge> m_merges;
};

}  // namespace molloquy::text
