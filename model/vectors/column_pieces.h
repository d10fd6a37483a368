#pragma once

#include <cstdint>
#include <vector>

namespace molloquy::vectors {

/// Rows of a column that lie together in the file.
struct Piece {
  std::uint64_t firstRow = 0;
  std::uint64_t rows = 0;
  std::uint64_t offset = 0;  ///< of the first row, bytes from the file's start.
  [[nodiscard]] std::uint64_t endRow() const { return firstRow + rows; }
};

/// Where a column's rows lie: ascending pieces, none overlapping.
struct ColumnPieces {
  std::uint64_t bytesPerRow = 0;
  std::vector<Piece> pieces;

  /// A piece that was written later than all that are there: it replaces their rows.
  void add(const Piece& piece);
};

}  // namespace molloquy::vectors
