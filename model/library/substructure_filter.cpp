#include "model/library/substructure_filter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "model/library/in_threads.h"
#include "model/library/molecule_records.h"
#include "model/library/vector_columns.h"

namespace molloquy::library {
namespace {

/// The first piece is small, so that the first hits come soon.
constexpr std::size_t kFirstPiece = 64;
constexpr std::size_t kLargestPiece = 4'096;

}  // namespace

void keepScreened(const LibraryView& view, const SubstructureQuery& query, RowSet& rows) {
  RowSet passed(rows.rows());
  vectors::rowsWithBits(view.vectors, columns::kScreen, std::as_bytes(std::span(query.screen())),
                        rows.mask(), [&passed](std::span<const std::uint64_t> some) {
                          for (const std::uint64_t row : some) passed.insert(row);
                          return true;
                        });
  rows.keepOnly(passed);
}

std::size_t matchInOrder(const LibraryView& view, const SubstructureQuery& query,
                         std::span<const SearchHit> candidates,
                         const std::function<bool(std::vector<SearchHit>)>& onMatches,
                         const std::stop_token& stop) {
  std::vector<std::string> graphs;
  std::vector<std::vector<AtomIndex>> matches;
  std::size_t piece = kFirstPiece;
  std::size_t begin = 0;
  while (begin < candidates.size() && !stop.stop_requested()) {
    const std::size_t count = std::min(piece, candidates.size() - begin);
    graphs.clear();
    for (std::size_t at = 0; at < count; ++at) {
      graphs.push_back(graphOf(view.database, candidates[begin + at].id));
    }
    matches.assign(count, {});
    inThreads(count, [&](std::size_t at) {
      if (!stop.stop_requested()) matches[at] = query.match(graphs[at]);
    });
    if (stop.stop_requested()) break;
    std::vector<SearchHit> hits;
    for (std::size_t at = 0; at < count; ++at) {
      if (matches[at].empty()) continue;
      hits.push_back(candidates[begin + at]);
      hits.back().matched = std::move(matches[at]);
    }
    begin += count;
    piece = std::min(piece * 2, kLargestPiece);
    if (!onMatches(std::move(hits))) break;
  }
  return begin;
}

}  // namespace molloquy::library
