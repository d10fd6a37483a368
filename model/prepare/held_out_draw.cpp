#include "model/prepare/held_out_draw.h"

#include <fmt/format.h>

#include <iterator>

#include "model/checkpoints/sha256.h"

namespace molloquy::prepare {

std::vector<PreparedLine> HeldOutDraw::offer(PreparedLine line) {
  std::vector<PreparedLine> learnt;
  if (m_count == 0) {
    learnt.push_back(std::move(line));
    return learnt;
  }
  const std::string drawn = fmt::format("{}\n{}", m_seed, line.identity);
  const Rank rank(checkpoints::sha256OfText(drawn).substr(0, 16), line.identity);
  const auto known = m_smallest.find(rank);
  if (known == m_smallest.end() && m_smallest.size() == m_count &&
      rank > m_smallest.rbegin()->first) {
    learnt.push_back(std::move(line));
    return learnt;
  }
  m_smallest[rank].push_back(std::move(line));
  if (m_smallest.size() > m_count) {
    const auto largest = std::prev(m_smallest.end());
    learnt = std::move(largest->second);
    m_smallest.erase(largest);
  }
  return learnt;
}

std::vector<PreparedLine> HeldOutDraw::takeHeldOut() {
  std::vector<PreparedLine> lines;
  for (auto& [rank, members] : m_smallest) {
    for (PreparedLine& line : members) lines.push_back(std::move(line));
  }
  m_smallest.clear();
  return lines;
}

}  // namespace molloquy::prepare
