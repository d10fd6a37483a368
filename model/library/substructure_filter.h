#pragma once

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/library_view.h"

namespace molloquy::library {

/// Keeps the rows whose screen has every bit of the query's: most that cannot match go.
void keepScreened(const LibraryView& view, const SubstructureQuery& query, RowSet& rows);

}  // namespace molloquy::library
