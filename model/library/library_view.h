#pragma once

#include "model/library/row_set.h"
#include "model/library/sqlite_database.h"
#include "model/vectors/column_file.h"

namespace molloquy::library {

/// What the parts of a search read, of one state of a library. Borrowed.
struct LibraryView {
  SqliteDatabase& database;
  const vectors::ColumnFile& vectors;
  const RowSet& molecules;  ///< that are there.
  std::size_t texts = 0;    ///< every TextId is below it.
};

}  // namespace molloquy::library
