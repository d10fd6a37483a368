#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/prepare/prepared_line.h"

namespace molloquy::prepare {

/// Draws structures that only measure, while their number is still unknown: those whose identity
/// and the seed give the smallest checksums. All lines of one identity stay together. The draw
/// depends on the corpus's content and the seed, not on its order.
class HeldOutDraw {
 public:
  /// count  identities to set aside.
  HeldOutDraw(std::size_t count, std::uint64_t seed) : m_count(count), m_seed(seed) {}

  /// Takes a line and gives back those that are sure to be learnt from.
  std::vector<PreparedLine> offer(PreparedLine line);
  /// The lines set aside, in the order of their checksums; none are left.
  std::vector<PreparedLine> takeHeldOut();

 private:
  using Rank = std::pair<std::string, std::string>;  ///< checksum, identity

  std::size_t m_count;
  std::uint64_t m_seed;
  std::map<Rank, std::vector<PreparedLine>> m_smallest;
};

}  // namespace molloquy::prepare
