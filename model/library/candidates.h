#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/library/library_view.h"
#include "model/library/search_conditions.h"
#include "model/library/search_page.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// Orders what the conditions let through by the scores or the order that a query asks for.
class CandidateOrder {
 public:
  /// All borrowed. `query.substructure` is not looked at.
  CandidateOrder(const LibraryView& view, const SearchQuery& query, Conditions& conditions);

  /// Lets a filter by likeness work where another score gives the order.
  /// Errors: those of similarRows.
  Result<void> prepare(const std::stop_token& stop);
  /// The first `count`; the same ones again, and further ones, for a larger count.
  /// Errors: those of similarRows and nearestRows.
  Result<CandidateList> first(std::size_t count, const std::stop_token& stop);

 private:
  Result<CandidateList> byVectors(std::size_t count, const std::stop_token& stop);
  Result<CandidateList> byTexts(std::size_t count, const std::stop_token& stop);
  Result<CandidateList> bySimilarity(std::size_t count, const std::stop_token& stop);
  CandidateList byWords(std::size_t count);
  CandidateList byName(std::size_t count);
  CandidateList byTitle(std::size_t count);
  CandidateList byMass(std::size_t count);
  CandidateList byArrival(std::size_t count);
  [[nodiscard]] CandidateList listOf(std::span<const std::uint64_t> rows);
  /// Scores by likeness and words, besides what the hit was ordered by.
  void addScores(SearchHit& hit, bool ofLikeness);

  const LibraryView& m_view;
  const SearchQuery& m_query;
  Conditions& m_conditions;
  std::unordered_map<std::uint64_t, double> m_likeness;  ///< by row, where it is a filter only.
  std::string m_note;
};

}  // namespace molloquy::library
