#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/library/chemistry/molecule_keys.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// Hits in their final order, before substructures are looked at.
struct CandidateList {
  std::vector<SearchHit> hits;
  /// How many candidates there are in all; nullopt where they were not counted.
  std::optional<std::size_t> total;
  std::string note;
};

/// The first `count` candidates; the same ones again, and further ones, for a larger count.
using CandidateSource = std::function<Result<CandidateList>(std::size_t count)>;
/// MoleculeKeys::graph of every hit; empty for one that is not there any more.
using GraphsOf = std::function<Result<std::vector<std::string>>(std::span<const SearchHit> hits)>;
struct Candidates {
  CandidateSource first;
  GraphsOf graphs;
};

/// offset + limit.
std::size_t endOfPage(const SearchQuery& query);

/// The page of a list that holds at least endOfPage() hits where there are so many.
SearchResult pageOf(const SearchQuery& query, CandidateList list, const OnHits& onHits,
                    const std::stop_token& stop);

/// Looks at candidates in their order, on several threads, fetching more of them as long as the
/// page is not full; fills SearchHit::matched. Errors: those of the candidates.
Result<SearchResult> pageOfMatches(const SearchQuery& query, const SubstructureQuery& substructure,
                                   const Candidates& candidates, const OnHits& onHits,
                                   const std::stop_token& stop);

}  // namespace molloquy::library
