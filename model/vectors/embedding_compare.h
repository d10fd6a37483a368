#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "model/vectors/best_rows.h"
#include "model/vectors/row_chunks.h"
#include "model/vectors/scan.h"

namespace molloquy::vectors {

/// Scores of rows by their halves.
class HalvesScore {
 public:
  HalvesScore(const ColumnFile& file, const EmbeddingColumns& columns);
  /// nullptr for a row without halves.
  [[nodiscard]] const std::byte* place(std::uint64_t row) const { return m_places.at(row); }
  /// Asks for a row's bytes ahead of `of`.
  void fetch(const std::byte* place) const;
  /// place  as place() gave it, not null. query  [q, width].
  [[nodiscard]] float of(const std::byte* place, std::span<const float> query) const;

 private:
  RowPlaces m_places;
  EmbeddingColumns m_columns;
};

/// A row that may be among the best.
struct Candidate {
  float upper = 0;  ///< its score is hardly larger.
  std::uint64_t row = 0;
};

/// The best of the scores of which every thread has `count` better ones.
class SharedFloor {
 public:
  [[nodiscard]] float value() const { return m_value.load(std::memory_order_relaxed); }
  void raise(float to);

 private:
  std::atomic<float> m_value = -std::numeric_limits<float>::infinity();
};

/// Offers candidates by their scores in halves, those of the largest bounds first, until none can
/// be among the best any more; then none is left in the list.
void compareInHalves(std::vector<Candidate>& candidates, const HalvesScore& score,
                     std::span<const float> query, BestRows& best, SharedFloor& floor);

/// Whether a file has these columns, and the query's numbers are vectors of their width.
bool fits(const ColumnFile& file, const EmbeddingColumns& columns, std::span<const float> query);

}  // namespace molloquy::vectors
