#include "model/library/search_page.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "model/library/in_threads.h"

namespace molloquy::library {
namespace {

/// Candidates of a substructure that are looked at, once a page is full, to count them all.
constexpr std::size_t kCountedFurther = 5'000;
/// The first piece is small, so that the first hits come soon.
constexpr std::size_t kFirstPiece = 64;
constexpr std::size_t kLargestPiece = 4'096;

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
  [[nodiscard]] bool isFull() const { return m_seen >= endOfPage(m_query); }
  [[nodiscard]] std::vector<SearchHit> take() { return std::move(m_hits); }

 private:
  const SearchQuery& m_query;
  const OnHits& m_onHits;
  std::size_t m_seen = 0;
  std::vector<SearchHit> m_hits;
};

/// Gives the matches of growing pieces to `onMatches` until that says false.
/// returns how many candidates were looked at.
Result<std::size_t> matchInOrder(const GraphsOf& graphsOf, const SubstructureQuery& query,
                                 std::span<const SearchHit> candidates,
                                 const std::function<bool(std::vector<SearchHit>)>& onMatches,
                                 const std::stop_token& stop) {
  std::vector<std::vector<AtomIndex>> matches;
  std::size_t piece = kFirstPiece;
  std::size_t begin = 0;
  while (begin < candidates.size() && !stop.stop_requested()) {
    const std::size_t count = std::min(piece, candidates.size() - begin);
    const auto graphs = graphsOf(candidates.subspan(begin, count));
    if (!graphs) return tl::unexpected(graphs.error());
    matches.assign(count, {});
    inThreads(count, [&](std::size_t at) {
      if (!stop.stop_requested()) matches[at] = query.match((*graphs)[at]);
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

}  // namespace

std::size_t endOfPage(const SearchQuery& query) { return sum(query.offset, query.limit); }

SearchResult pageOf(const SearchQuery& query, CandidateList list, const OnHits& onHits,
                    const std::stop_token& stop) {
  Page page(query, onHits);
  page.add(std::move(list.hits));
  SearchResult result;
  result.hits = page.take();
  result.total = stop.stop_requested() ? std::nullopt : list.total;
  result.note = std::move(list.note);
  return result;
}

Result<SearchResult> pageOfMatches(const SearchQuery& query, const SubstructureQuery& substructure,
                                   const Candidates& candidates, const OnHits& onHits,
                                   const std::stop_token& stop) {
  Page page(query, onHits);
  SearchResult result;
  std::size_t done = 0;
  std::size_t asked = std::max<std::size_t>(2'000, endOfPage(query));
  for (;;) {
    auto list = candidates.first(asked);
    if (!list) return tl::unexpected(list.error());
    result.note = list->note;
    const std::size_t listed = list->hits.size();
    const bool isComplete = listed < asked;
    const auto looked = matchInOrder(
        candidates.graphs, substructure, std::span(list->hits).subspan(std::min(done, listed)),
        [&](std::vector<SearchHit> hits) {
          page.add(std::move(hits));
          if (!page.isFull()) return true;
          // The page is full: the rest is looked at only where it is short.
          return isComplete && listed < kCountedFurther;
        },
        stop);
    if (!looked) return tl::unexpected(looked.error());
    done += *looked;
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

}  // namespace molloquy::library
