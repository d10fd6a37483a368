#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/base/result.h"
#include "model/library/library_view.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// A row with what it was found by.
struct ScoredRow {
  std::uint64_t row = 0;
  double score = 0;
};
struct ScoredRows {
  std::vector<ScoredRow> rows;  ///< best first.
  /// How many hold in all; nullopt where they were not counted.
  std::optional<std::size_t> total;
  std::string note;  ///< a sentence, or empty.
};

/// The `count` molecules of `among` that are most like another one.
/// Errors: InvalidInput (no molecule; Shape without a conformer).
Result<ScoredRows> similarRows(const LibraryView& view, const SimilarTo& similar,
                               const RowSet& among, std::size_t count, const std::stop_token& stop);

/// The `count` molecules of `among` that lie nearest in a model's space; for EmbeddingKind::Text
/// the rows are texts, `among` too.
/// Errors: InvalidInput (another width), NotFound (no embeddings of that model).
Result<ScoredRows> nearestRows(const LibraryView& view, const LikeVectors& like,
                               const RowSet& among, std::size_t count, const std::stop_token& stop);

}  // namespace molloquy::library
