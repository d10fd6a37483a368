#include "model/library/candidates.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/likeness_search.h"
#include "model/library/vector_columns.h"

namespace molloquy::library {
namespace {

MoleculeId idOf(std::uint64_t row) { return MoleculeId(static_cast<std::int64_t>(row)); }

ScoreKind kindOf(const SimilarTo& similar) {
  return similar.by == Likeness::Shape ? ScoreKind::Shape : ScoreKind::Tanimoto;
}

/// The average mass of every row; infinity for rows without one.
std::vector<double> massesOf(const LibraryView& view) {
  constexpr std::size_t kRowBytes = sizeof(MoleculeKeys::computed);
  constexpr auto kPlace = static_cast<std::size_t>(Computed::AverageMass) * sizeof(double);
  std::vector<double> masses(view.molecules.rows(), std::numeric_limits<double>::infinity());
  for (const vectors::RowRun& run : view.vectors.runs(columns::kComputed)) {
    for (std::size_t at = 0; at < run.rows && run.firstRow + at < masses.size(); ++at) {
      std::memcpy(&masses[run.firstRow + at], run.bytes + at * kRowBytes + kPlace, sizeof(double));
    }
  }
  return masses;
}

}  // namespace

CandidateOrder::CandidateOrder(const LibraryView& view, const SearchQuery& query,
                               Conditions& conditions)
    : m_view(view), m_query(query), m_conditions(conditions) {}

Result<void> CandidateOrder::prepare(const std::stop_token& stop) {
  if (!m_query.like || !m_query.similar) return {};
  auto similar =
      similarRows(m_view, *m_query.similar, m_conditions.rows, m_conditions.rows.rows(), stop);
  if (!similar) return tl::unexpected(similar.error());
  RowSet found(m_conditions.rows.rows());
  for (const ScoredRow& row : similar->rows) {
    m_likeness[row.row] = row.score;
    found.insert(row.row);
  }
  m_conditions.rows.keepOnly(found);
  m_note = similar->note;
  return {};
}

Result<CandidateList> CandidateOrder::first(std::size_t count, const std::stop_token& stop) {
  count = std::min(count, std::max(m_conditions.rows.rows(), m_view.texts));
  if (m_query.like) {
    return m_query.like->kind == EmbeddingKind::Text ? byTexts(count, stop)
                                                     : byVectors(count, stop);
  }
  if (m_query.similar) return bySimilarity(count, stop);
  if (!m_query.words.empty()) return byWords(count);
  if (m_query.order == ResultOrder::Title) return byTitle(count);
  if (m_query.order == ResultOrder::Mass) return byMass(count);
  if (m_query.order == ResultOrder::Newest || m_query.name.empty()) return byArrival(count);
  return byName(count);
}

void CandidateOrder::addScores(SearchHit& hit, bool ofLikeness) {
  const auto row = static_cast<std::uint64_t>(hit.id.value);
  if (const auto likeness = m_likeness.find(row); ofLikeness && likeness != m_likeness.end()) {
    hit.scores.push_back({kindOf(*m_query.similar), likeness->second});
  }
  const auto words = m_conditions.wordsOf.find(row);
  if (words == m_conditions.wordsOf.end()) return;
  const WordHit& found = m_conditions.words[words->second];
  hit.scores.push_back({ScoreKind::Words, found.score});
  if (!hit.text) hit.text = found.text;
}

Result<CandidateList> CandidateOrder::byVectors(std::size_t count, const std::stop_token& stop) {
  auto nearest = nearestRows(m_view, *m_query.like, m_conditions.rows, count, stop);
  if (!nearest) return tl::unexpected(nearest.error());
  CandidateList list{{}, nearest->total, m_note};
  for (const ScoredRow& row : nearest->rows) {
    SearchHit hit{idOf(row.row), {}, {{ScoreKind::Embedding, row.score}}, {}};
    addScores(hit, true);
    list.hits.push_back(std::move(hit));
  }
  return list;
}

Result<CandidateList> CandidateOrder::byTexts(std::size_t count, const std::stop_token& stop) {
  RowSet texts(m_view.texts);
  std::vector<std::int64_t> moleculeOfText(m_view.texts, -1);
  {
    auto query = m_view.database.query("SELECT id, molecule FROM texts WHERE is_note = 0");
    while (query.step()) {
      const auto text = static_cast<std::uint64_t>(query.integer(0));
      if (text >= moleculeOfText.size()) continue;
      moleculeOfText[text] = query.integer(1);
      if (m_conditions.rows.has(static_cast<std::uint64_t>(query.integer(1)))) texts.insert(text);
    }
  }
  auto nearest = nearestRows(m_view, *m_query.like, texts, count, stop);
  if (!nearest) return tl::unexpected(nearest.error());
  CandidateList list{{}, nearest->total, m_note};
  for (const ScoredRow& row : nearest->rows) {
    SearchHit hit{MoleculeId(moleculeOfText[row.row]),
                  TextId(static_cast<std::int64_t>(row.row)),
                  {{ScoreKind::Embedding, row.score}},
                  {}};
    addScores(hit, true);
    list.hits.push_back(std::move(hit));
  }
  return list;
}

Result<CandidateList> CandidateOrder::bySimilarity(std::size_t count, const std::stop_token& stop) {
  auto similar = similarRows(m_view, *m_query.similar, m_conditions.rows, count, stop);
  if (!similar) return tl::unexpected(similar.error());
  CandidateList list{{}, similar->total, similar->note};
  for (const ScoredRow& row : similar->rows) {
    SearchHit hit{idOf(row.row), {}, {{kindOf(*m_query.similar), row.score}}, {}};
    addScores(hit, false);
    list.hits.push_back(std::move(hit));
  }
  return list;
}

CandidateList CandidateOrder::listOf(std::span<const std::uint64_t> rows) {
  CandidateList list{{}, m_conditions.rows.count(), m_note};
  list.hits.reserve(rows.size());
  for (const std::uint64_t row : rows) {
    SearchHit hit{idOf(row), {}, {}, {}};
    addScores(hit, false);
    list.hits.push_back(std::move(hit));
  }
  return list;
}

CandidateList CandidateOrder::byWords(std::size_t count) {
  std::vector<std::uint64_t> rows;
  for (const WordHit& hit : m_conditions.words) {
    if (rows.size() == count) break;
    const auto row = static_cast<std::uint64_t>(hit.id.value);
    if (m_conditions.rows.has(row)) rows.push_back(row);
  }
  return listOf(rows);
}

CandidateList CandidateOrder::byName(std::size_t count) {
  std::vector<std::uint64_t> rows;
  for (const std::uint64_t row : m_conditions.named) {
    if (rows.size() == count) break;
    if (m_conditions.rows.has(row)) rows.push_back(row);
  }
  return listOf(rows);
}

CandidateList CandidateOrder::byTitle(std::size_t count) {
  std::vector<std::uint64_t> rows;
  RowSet untitled = m_conditions.rows;
  {
    auto query = m_view.database.query(
        "SELECT id FROM molecules WHERE title <> '' ORDER BY title COLLATE NOCASE, id");
    while (rows.size() < count && query.step()) {
      const auto row = static_cast<std::uint64_t>(query.integer(0));
      if (!m_conditions.rows.has(row)) continue;
      rows.push_back(row);
      untitled.erase(row);
    }
  }
  // Only when the titles are used up: molecules without one stand last.
  if (rows.size() < count) {
    untitled.forEach([&](std::uint64_t row) {
      rows.push_back(row);
      return rows.size() < count;
    });
  }
  return listOf(rows);
}

CandidateList CandidateOrder::byMass(std::size_t count) {
  const std::vector<double> masses = massesOf(m_view);
  std::vector<std::uint64_t> rows;
  m_conditions.rows.forEach([&](std::uint64_t row) {
    rows.push_back(row);
    return true;
  });
  count = std::min(count, rows.size());
  std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count), rows.end(),
                    [&](std::uint64_t a, std::uint64_t b) {
                      return std::pair(masses[a], a) < std::pair(masses[b], b);
                    });
  rows.resize(count);
  return listOf(rows);
}

CandidateList CandidateOrder::byArrival(std::size_t count) {
  std::vector<std::uint64_t> rows;
  if (count > 0) {
    m_conditions.rows.forEach([&](std::uint64_t row) {
      rows.push_back(row);
      return m_query.order == ResultOrder::Newest || rows.size() < count;
    });
  }
  if (m_query.order == ResultOrder::Newest) {
    std::reverse(rows.begin(), rows.end());
    rows.resize(std::min(count, rows.size()));
  }
  return listOf(rows);
}

}  // namespace molloquy::library
