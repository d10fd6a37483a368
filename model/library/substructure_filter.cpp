#include "model/library/substructure_filter.h"

#include "model/library/vector_columns.h"

namespace molloquy::library {

void keepScreened(const LibraryView& view, const SubstructureQuery& query, RowSet& rows) {
  RowSet passed(rows.rows());
  vectors::rowsWithBits(view.vectors, columns::kScreen, std::as_bytes(std::span(query.screen())),
                        rows.mask(), [&passed](std::span<const std::uint64_t> some) {
                          for (const std::uint64_t row : some) passed.insert(row);
                          return true;
                        });
  rows.keepOnly(passed);
}

}  // namespace molloquy::library
