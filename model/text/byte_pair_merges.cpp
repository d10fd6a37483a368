#include "model/text/byte_pair_merges.h"

#include <cstddef>
#include <limits>
#include <queue>

namespace molloquy::text {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

std::uint64_t keyOf(std::int32_t left, std::int32_t right) {
  return (std::uint64_t{static_cast<std::uint32_t>(left)} << 32) |
         static_cast<std::uint32_t>(right);
}

/// A piece in a list whose members keep their place while neighbours are joined into them.
struct Link {
  std::int32_t piece = 0;
  std::size_t before = kNone;
  std::size_t after = kNone;
  bool gone = false;
};

/// A pair that could be merged when it was seen; out of date once one of its pieces has changed.
struct Candidate {
  std::uint32_t rank = 0;
  std::size_t at = 0;
  std::int32_t left = 0;
  std::int32_t right = 0;
  std::int32_t merged = 0;
};

struct GoesLater {
  bool operator()(const Candidate& a, const Candidate& b) const {
    return a.rank != b.rank ? a.rank > b.rank : a.at > b.at;
  }
};

}  // namespace

bool BytePairMerges::add(std::int32_t left, std::int32_t right, std::int32_t merged) {
  const auto rank = static_cast<std::uint32_t>(m_merges.size());
  return m_merges.try_emplace(keyOf(left, right), Merge{rank, merged}).second;
}

std::optional<BytePairMerges::Merge> BytePairMerges::find(std::int32_t left,
                                                          std::int32_t right) const {
  const auto found = m_merges.find(keyOf(left, right));
  if (found == m_merges.end()) return std::nullopt;
  return found->second;
}

void BytePairMerges::apply(std::vector<std::int32_t>& pieces) const {
  std::vector<Link> links(pieces.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    links[i] = {pieces[i], i == 0 ? kNone : i - 1, i + 1 == links.size() ? kNone : i + 1, false};
  }
  std::priority_queue<Candidate, std::vector<Candidate>, GoesLater> candidates;
  const auto consider = [&](std::size_t at) {
    if (at == kNone || links[at].after == kNone) return;
    const std::int32_t right = links[links[at].after].piece;
    if (const auto merge = find(links[at].piece, right)) {
      candidates.push({merge->rank, at, links[at].piece, right, merge->merged});
    }
  };
  for (std::size_t i = 0; i < links.size(); ++i) consider(i);
  while (!candidates.empty()) {
    const Candidate next = candidates.top();
    candidates.pop();
    Link& left = links[next.at];
    if (left.gone || left.piece != next.left || left.after == kNone) continue;
    Link& right = links[left.after];
    if (right.piece != next.right) continue;
    left.piece = next.merged;
    right.gone = true;
    left.after = right.after;
    if (left.after != kNone) links[left.after].before = next.at;
    consider(left.before);
    consider(next.at);
  }
  pieces.clear();
  for (const Link& link : links) {
    if (!link.gone) pieces.push_back(link.piece);
  }
}

}  // namespace molloquy::text
