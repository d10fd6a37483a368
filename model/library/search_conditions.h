#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "model/base/result.h"
#include "model/library/library_view.h"
#include "model/library/search_query.h"

namespace molloquy::library {

/// The best text of a molecule for the words that were looked for.
struct WordHit {
  MoleculeId id;
  std::optional<TextId> text;  ///< none: it was the notes.
  double score = 0;            ///< BM25, larger is better.
};

/// What the parts of a search that need no scan of structures or vectors let through.
struct Conditions {
  RowSet rows;                       ///< molecules that hold.
  std::vector<std::uint64_t> named;  ///< of a search by name, nearest names first; may hold more.
  std::vector<WordHit> words;        ///< of a search by words, best first; may hold more.
  std::unordered_map<std::uint64_t, std::size_t> wordsOf;  ///< molecule -> place in `words`.
};

/// Name, words, ranges and tags. Errors: InvalidInput (words that make no query).
Result<Conditions> conditionsOf(const LibraryView& view, const SearchQuery& query);

/// Molecules by name: the whole name, formula, InChIKey or structure first, then names that begin
/// so, then those with a word that begins so. Each once.
std::vector<std::uint64_t> moleculesByName(const LibraryView& view, std::string_view name);

}  // namespace molloquy::library
