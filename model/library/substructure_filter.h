#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/library_view.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// Keeps the rows whose screen has every bit of the query's: most that cannot match go.
void keepScreened(const LibraryView& view, const SubstructureQuery& query, RowSet& rows);

/// Looks at candidates in their order, on several threads, growing pieces at a time, and gives each
/// piece's matches (SearchHit::matched filled) to `onMatches` until that says false.
/// returns how many candidates were looked at.
std::size_t matchInOrder(const LibraryView& view, const SubstructureQuery& query,
                         std::span<const SearchHit> candidates,
                         const std::function<bool(std::vector<SearchHit>)>& onMatches,
                         const std::stop_token& stop);

}  // namespace molloquy::library
