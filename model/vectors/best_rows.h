#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "model/vectors/scan.h"

namespace molloquy::vectors {

/// Whether a is to be named before b: the larger score, of equal ones the smaller row.
inline bool isBetter(const Nearest& a, const Nearest& b) {
  return a.score > b.score || (a.score == b.score && a.row < b.row);
}

/// The best `count` of the rows that were offered, whatever their order.
class BestRows {
 public:
  /// atLeast  scores below are not kept.
  explicit BestRows(std::size_t count, float atLeast = -std::numeric_limits<float>::infinity())
      : m_count(count), m_floor(atLeast) {}

  /// Rows of a lower score need not be offered.
  [[nodiscard]] float floor() const { return m_floor; }

  void offer(const Nearest& row) {
    if (!(row.score >= m_floor) || m_count == 0) return;
    if (m_heap.size() == m_count) {
      if (!isBetter(row, m_heap.front())) return;
      std::pop_heap(m_heap.begin(), m_heap.end(), isBetter);
      m_heap.back() = row;
    } else {
      m_heap.push_back(row);
    }
    std::push_heap(m_heap.begin(), m_heap.end(), isBetter);
    if (m_heap.size() == m_count) m_floor = std::max(m_floor, m_heap.front().score);
  }

  void join(const BestRows& others) {
    for (const Nearest& row : others.m_heap) offer(row);
  }

  /// Best first; nothing is left here.
  std::vector<Nearest> take() {
    std::sort(m_heap.begin(), m_heap.end(), isBetter);
    return std::exchange(m_heap, {});
  }

 private:
  std::size_t m_count;
  float m_floor;
  std::vector<Nearest> m_heap;  ///< the worst one in front.
};

}  // namespace molloquy::vectors
