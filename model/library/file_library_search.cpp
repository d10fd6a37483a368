#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "model/library/candidates.h"
#include "model/library/chemistry/molecule_keys.h"
#include "model/library/file_library.h"
#include "model/library/molecule_records.h"
#include "model/library/name_forms.h"
#include "model/library/search_conditions.h"
#include "model/library/search_page.h"
#include "model/library/substructure_filter.h"

namespace molloquy::library {
namespace {

/// Names that are looked at for suggestions.
constexpr std::size_t kSuggestedFrom = 2'000;

}  // namespace

Result<SearchResult> FileLibrary::search(const SearchQuery& query, const OnHits& onHits,
                                         std::stop_token stop) {
  const auto start = std::chrono::steady_clock::now();
  std::optional<SubstructureQuery> substructure;
  if (!query.substructure.empty()) {
    auto parsed = SubstructureQuery::parse(query.substructure);
    if (!parsed) return tl::unexpected(parsed.error());
    substructure = std::move(*parsed);
  }
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  const LibraryView library = view();
  auto conditions = conditionsOf(library, query);
  if (!conditions) return tl::unexpected(conditions.error());
  if (substructure) keepScreened(library, *substructure, conditions->rows);
  CandidateOrder order(library, query, *conditions);
  if (auto ready = order.prepare(stop); !ready) return tl::unexpected(ready.error());
  SearchResult result;
  if (substructure) {
    const CandidateSource first = [&](std::size_t count) { return order.first(count, stop); };
    const GraphsOf graphs =
        [&](std::span<const SearchHit> hits) -> Result<std::vector<std::string>> {
      std::vector<std::string> found;
      for (const SearchHit& hit : hits) found.push_back(graphOf(*m_database, hit.id));
      return found;
    };
    auto found = pageOfMatches(query, *substructure, {first, graphs}, onHits, stop);
    if (!found) return found;
    result = std::move(*found);
  } else {
    auto list = order.first(endOfPage(query), stop);
    if (!list) return tl::unexpected(list.error());
    result = pageOf(query, std::move(*list), onHits, stop);
  }
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

namespace {

struct Suggestion {
  bool isKnown = false;
  std::string normal;
  std::int64_t kind = 0;
  std::int64_t molecule = 0;
};

void collect(SqliteQuery query, bool areKnown, std::vector<Suggestion>& into) {
  while (query.step()) {
    into.push_back({areKnown, std::string(query.text(0)), query.integer(1), query.integer(2)});
  }
}

}  // namespace

Result<std::vector<LibraryRow>> FileLibrary::suggest(std::string_view text, std::size_t limit) {
  std::vector<LibraryRow> rows;
  const std::string normal = normalName(text);
  if (normal.empty() || limit == 0) return rows;
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  std::vector<Suggestion> names;
  const std::string after = afterBeginning(normal);
  collect(m_database->query("SELECT normal, kind, molecule FROM names INDEXED BY names_known "
                            "WHERE known = 1 AND normal >= ? AND normal < ? "
                            "ORDER BY normal LIMIT ?",
                            normal, after, kSuggestedFrom),
          true, names);
  collect(m_database->query("SELECT normal, kind, molecule FROM names INDEXED BY names_normal "
                            "WHERE normal >= ? AND normal < ? ORDER BY normal LIMIT ?",
                            normal, after, kSuggestedFrom),
          false, names);
  // The whole name first, then what much is told of, titles, and short names.
  const auto rank = [&normal](const Suggestion& name) {
    return std::tuple(name.normal != normal, !name.isKnown, name.kind, name.normal.size(),
                      std::string_view(name.normal), name.molecule);
  };
  std::stable_sort(names.begin(), names.end(),
                   [&](const Suggestion& a, const Suggestion& b) { return rank(a) < rank(b); });
  std::vector<std::int64_t> taken;
  for (const Suggestion& name : names) {
    if (rows.size() == limit) break;
    if (std::find(taken.begin(), taken.end(), name.molecule) != taken.end()) continue;
    taken.push_back(name.molecule);
    if (auto row = rowOf(*m_database, MoleculeId(name.molecule))) rows.push_back(std::move(*row));
  }
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  return rows;
}

}  // namespace molloquy::library
