#include "model/vectors/column_pieces.h"

#include <algorithm>

namespace molloquy::vectors {

void ColumnPieces::add(const Piece& piece) {
  if (pieces.empty() || pieces.back().endRow() <= piece.firstRow) {
    pieces.push_back(piece);
    return;
  }
  const auto first = std::partition_point(
      pieces.begin(), pieces.end(), [&](const Piece& p) { return p.endRow() <= piece.firstRow; });
  const auto last = std::partition_point(
      first, pieces.end(), [&](const Piece& p) { return p.firstRow < piece.endRow(); });
  // What is left of the first and of the last overlapped piece stays beside the new one.
  std::vector<Piece> instead;
  if (first != last && first->firstRow < piece.firstRow) {
    instead.push_back({first->firstRow, piece.firstRow - first->firstRow, first->offset});
  }
  instead.push_back(piece);
  if (first != last) {
    const Piece& end = *std::prev(last);
    if (end.endRow() > piece.endRow()) {
      const std::uint64_t skipped = piece.endRow() - end.firstRow;
      instead.push_back({piece.endRow(), end.rows - skipped, end.offset + skipped * bytesPerRow});
    }
  }
  const auto at = pieces.erase(first, last);
  pieces.insert(at, instead.begin(), instead.end());
}

}  // namespace molloquy::vectors
