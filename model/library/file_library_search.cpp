#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "model/library/candidates.h"
#include "model/library/chemistry/molecule_keys.h"
#include "model/library/file_library.h"
#include "model/library/molecule_records.h"
#include "model/library/name_forms.h"
#include "model/library/search_conditions.h"
#include "model/library/substructure_filter.h"

namespace molloquy::library {
namespace {

/// Candidates of a substructure that are looked at, once a page is full, to count them all.
constexpr std::size_t kCountedFurther = 5'000;
/// Names that are looked at for suggestions.
constexpr std::size_t kSuggestedFrom = 2'000;

std::size_t sum(std::size_t a, std::size_t b) {
  return a > std::numeric_limits<std::size_t>::max() - b ? std::numeric_limits<std::size_t>::max()
                                                         : a + b;
}

/// The page of a search: what lies between offset and offset + limit.
class Page {
 public:
  Page(const SearchQuery& query, const OnHits& onHits) : m_query(query), m_onHits(onHits) {}

  /// Takes hits in their order and tells those that belong to the page.
  void add(std::vector<SearchHit> hits) {
    std::vector<SearchHit> fresh;
    for (SearchHit& hit : hits) {
      const std::size_t place = m_seen++;
      if (place >= m_query.offset && place - m_query.offset < m_query.limit) {
        fresh.push_back(std::move(hit));
      }
    }
    if (fresh.empty()) return;
    m_hits.insert(m_hits.end(), fresh.begin(), fresh.end());
    if (m_onHits) m_onHits(fresh);
  }
  [[nodiscard]] std::size_t seen() const { return m_seen; }
  [[nodiscard]] bool isFull() const { return m_seen >= sum(m_query.offset, m_query.limit); }
  [[nodiscard]] std::vector<SearchHit> take() { return std::move(m_hits); }

 private:
  const SearchQuery& m_query;
  const OnHits& m_onHits;
  std::size_t m_seen = 0;
  std::vector<SearchHit> m_hits;
};

/// Matches candidates, fetching more of them as long as the page is not full.
Result<SearchResult> searchSubstructure(const LibraryView& view, const SearchQuery& query,
                                        const SubstructureQuery& substructure,
                                        CandidateOrder& order, const OnHits& onHits,
                                        const std::stop_token& stop) {
  Page page(query, onHits);
  SearchResult result;
  std::size_t done = 0;
  std::size_t asked = std::max<std::size_t>(2'000, sum(query.offset, query.limit));
  for (;;) {
    auto list = order.first(asked, stop);
    if (!list) return tl::unexpected(list.error());
    result.note = list->note;
    const std::size_t listed = list->hits.size();
    const bool isComplete = listed < asked;
    done += matchInOrder(
        view, substructure, std::span(list->hits).subspan(std::min(done, listed)),
        [&](std::vector<SearchHit> hits) {
          page.add(std::move(hits));
          if (!page.isFull()) return true;
          // The page is full: the rest is looked at only where it is short.
          return isComplete && listed < kCountedFurther;
        },
        stop);
    if (isComplete && done >= listed) {
      result.total = page.seen();
      break;
    }
    if (page.isFull() || isComplete || stop.stop_requested()) break;
    asked = sum(asked, asked);
  }
  result.hits = page.take();
  return result;
}

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
    auto found = searchSubstructure(library, query, *substructure, order, onHits, stop);
    if (!found) return found;
    result = std::move(*found);
  } else {
    auto list = order.first(sum(query.offset, query.limit), stop);
    if (!list) return tl::unexpected(list.error());
    Page page(query, onHits);
    page.add(std::move(list->hits));
    result.hits = page.take();
    result.total = stop.stop_requested() ? std::nullopt : list->total;
    result.note = list->note;
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
