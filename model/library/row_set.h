#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/vectors/scan.h"

namespace molloquy::library {

/// A set of rows (molecules or texts of a library), a bit a row.
class RowSet {
 public:
  enum class Start : std::uint8_t { Empty, Full };
  explicit RowSet(std::size_t rows = 0, Start start = Start::Empty)
      : m_rows(rows), m_words((rows + 63) / 64, start == Start::Full ? ~std::uint64_t{0} : 0) {
    if (start == Start::Full && rows % 64 != 0) m_words.back() >>= 64 - rows % 64;
  }

  /// How many rows there may be.
  [[nodiscard]] std::size_t rows() const { return m_rows; }
  [[nodiscard]] bool has(std::uint64_t row) const {
    return row < m_rows && ((m_words[row / 64] >> (row % 64)) & 1U) != 0;
  }
  /// Rows beyond rows() are ignored.
  void insert(std::uint64_t row) {
    if (row < m_rows) m_words[row / 64] |= std::uint64_t{1} << (row % 64);
  }
  void erase(std::uint64_t row) {
    if (row < m_rows) m_words[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  }
  /// Keeps what `other` has too.
  void keepOnly(const RowSet& other) {
    for (std::size_t word = 0; word < m_words.size(); ++word) {
      m_words[word] &= word < other.m_words.size() ? other.m_words[word] : 0;
    }
  }
  [[nodiscard]] std::size_t count() const {
    std::size_t count = 0;
    for (const std::uint64_t word : m_words) count += static_cast<std::size_t>(std::popcount(word));
    return count;
  }
  [[nodiscard]] vectors::RowMask mask() const { return {m_words}; }

  /// Calls `visit(row)` in ascending order until it says false.
  template <class Visit>
  void forEach(const Visit& visit) const {
    for (std::size_t word = 0; word < m_words.size(); ++word) {
      for (std::uint64_t left = m_words[word]; left != 0; left &= left - 1) {
        if (!visit(word * 64 + static_cast<std::size_t>(std::countr_zero(left)))) return;
      }
    }
  }

 private:
  std::size_t m_rows;
  std::vector<std::uint64_t> m_words;
};

}  // namespace molloquy::library
