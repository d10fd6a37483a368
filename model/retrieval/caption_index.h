#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/retrieval/neighbours.h"

namespace molloquy::retrieval {

/// Whether a row may be a neighbour.
using RowFilter = std::function<bool(std::size_t row)>;

/// Captions by the words they share: Okapi BM25 with k1 = 1.5 and b = 0.75. A word in more than
/// half of the captions weighs a quarter of the mean weight instead of less than nothing. Source:
/// molreflect.md 2.2, 7.7; Robertson and Zaragoza, 2009; variant of rank_bm25's BM25Okapi. Thread:
/// const after creation.
class CaptionIndex {
 public:
  explicit CaptionIndex(std::span<const std::string> captions);

  [[nodiscard]] std::size_t size() const { return m_lengths.size(); }
  /// A score for every caption.
  [[nodiscard]] std::vector<double> scores(std::string_view query) const;
  /// The most similar captions that the filter lets through, best first.
  [[nodiscard]] std::vector<Neighbour> nearest(std::string_view query, std::size_t count,
                                               const RowFilter& filter) const;

 private:
  struct Posting {
    std::uint32_t row;
    std::uint32_t times;
  };
  struct Word {
    std::vector<Posting> postings;
    double weight = 0.0;
  };
  void weighWords();

  std::unordered_map<std::string, Word> m_words;
  std::vector<std::uint32_t> m_lengths;  ///< words of each caption.
  double m_meanLength = 0.0;
};

}  // namespace molloquy::retrieval
