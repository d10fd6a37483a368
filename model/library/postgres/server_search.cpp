#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <unordered_set>
#include <utility>

#include "model/library/name_forms.h"
#include "model/library/postgres/server_conditions.h"
#include "model/library/postgres/server_library.h"
#include "model/library/postgres/server_nearest.h"
#include "model/library/postgres/server_records.h"
#include "model/library/search_page.h"

namespace molloquy::library {
namespace {

/// Names that are looked at for suggestions.
constexpr std::int64_t kSuggestedFrom = 2'000;
/// The cartridge compares single numbers with its bound.
constexpr double kRounding = 1e-6;

std::int64_t limitOf(std::size_t count) {
  return static_cast<std::int64_t>(
      std::min(count, static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())));
}

/// Orders what the conditions let through, by statements of the server.
class ServerOrder {
 public:
  /// All borrowed.
  ServerOrder(ServerConnection& connection, const SearchQuery& query, ServerConditions& conditions)
      : m_connection(connection), m_query(query), m_conditions(conditions) {}

  /// Turns likeness into a condition and an order. Errors: InvalidInput.
  Result<void> prepare(const std::stop_token& stop);
  Result<CandidateList> first(std::size_t count, const std::stop_token& stop);

 private:
  [[nodiscard]] bool isByShape() const {
    return m_query.similar && m_query.similar->by == Likeness::Shape;
  }
  Result<CandidateList> ofNear(NearRows near, const std::stop_token& stop);
  Result<CandidateList> ofSql(std::size_t count, const std::stop_token& stop);
  [[nodiscard]] std::string orderSql() const;
  /// "tanimoto, text, is_note, rank" of a molecule, where they are asked for.
  [[nodiscard]] std::string scoreColumns() const;
  void addScores(const SqlRows& rows, std::size_t row, SearchHit& hit) const;
  Result<std::size_t> count(const std::stop_token& stop);

  ServerConnection& m_connection;
  const SearchQuery& m_query;
  ServerConditions& m_conditions;
  std::string m_likeness;  ///< SQL of the score, empty without fingerprints.
  std::string m_distance;  ///< what an index orders by.
  std::optional<NearRows> m_shapes;
  std::optional<std::size_t> m_total;
};

Result<void> ServerOrder::prepare(const std::stop_token& stop) {
  if (!m_query.similar) return {};
  const SimilarTo& similar = *m_query.similar;
  if (!similar.molecule) {
    return fail(ErrorCode::InvalidInput, "There is no molecule to compare with: choose one.");
  }
  if (isByShape()) {
    auto shapes = shapesOnServer(m_connection, m_conditions, similar,
                                 std::numeric_limits<std::size_t>::max(), stop);
    if (!shapes) return tl::unexpected(shapes.error());
    m_shapes = std::move(*shapes);
    std::vector<std::int64_t> ids;
    for (const NearRow& row : m_shapes->rows) ids.push_back(row.molecule);
    m_conditions.require("m.id = ANY(" + m_conditions.values.addNumbers(ids) + ")");
    return {};
  }
  const auto keys = computeKeys(*similar.molecule);
  if (!keys) return tl::unexpected(keys.error());
  const ComparedBits bits = comparedBits(*keys, similar.by, m_conditions.values);
  m_likeness = fmt::format("tanimoto_sml(s.{}, {})", bits.column, bits.query);
  m_distance = fmt::format("s.{} <%> {}", bits.column, bits.query);
  if (similar.atLeast <= 0) return {};
  SqlValues bound;
  const double loose = std::clamp(similar.atLeast - kRounding, 0.0, 1.0);
  const auto set =
      m_connection.run("SELECT set_config('rdkit.tanimoto_threshold', " +
                           bound.add(std::string_view(fmt::format("{:.9f}", loose))) + ", true)",
                       bound);
  if (!set) return tl::unexpected(set.error());
  m_conditions.require(fmt::format("s.{} % {}", bits.column, bits.query));
  m_conditions.require(
      fmt::format("{} >= {}::float8", m_likeness, m_conditions.values.add(similar.atLeast - 1e-9)));
  return {};
}

std::string ServerOrder::orderSql() const {
  if (!m_likeness.empty()) return m_distance + ", m.id";
  if (m_conditions.areWorded()) return "w.rank DESC, w.text";
  if (m_query.order == ResultOrder::Title) return "(m.title = ''), lower(left(m.title, 200)), m.id";
  if (m_query.order == ResultOrder::Mass) return "m.average_mass, m.id";
  if (m_query.order == ResultOrder::Newest) return "m.id DESC";
  if (m_conditions.areNamed()) return "n.tier, n.normal COLLATE \"C\", n.kind, m.id";
  return "m.id";
}

std::string ServerOrder::scoreColumns() const {
  return fmt::format("{}, {}", m_likeness.empty() ? "NULL::float8" : m_likeness,
                     m_conditions.areWorded() ? "w.text, w.is_note, w.rank"
                                              : "NULL::bigint, NULL::boolean, NULL::float8");
}

/// Columns from 1 on are scoreColumns().
void ServerOrder::addScores(const SqlRows& rows, std::size_t row, SearchHit& hit) const {
  if (!rows.isNull(row, 1)) hit.scores.push_back({ScoreKind::Tanimoto, rows.number(row, 1)});
  if (m_shapes) {
    const auto shape =
        std::find_if(m_shapes->rows.begin(), m_shapes->rows.end(),
                     [&](const NearRow& one) { return one.molecule == hit.id.value; });
    if (shape != m_shapes->rows.end()) hit.scores.push_back({ScoreKind::Shape, shape->score});
  }
  if (rows.isNull(row, 4)) return;
  hit.scores.push_back({ScoreKind::Words, rows.number(row, 4)});
  if (!rows.flag(row, 3) && !hit.text) hit.text = TextId(rows.integer(row, 2));
}

Result<std::size_t> ServerOrder::count(const std::stop_token& stop) {
  if (m_total) return *m_total;
  const auto rows =
      m_conditions.letsAll()
          ? m_connection.run("SELECT molecules FROM molloquy.library")
          : m_connection.run(m_conditions.ctes() + "SELECT count(*) FROM " + m_conditions.from() +
                                 " WHERE " + m_conditions.where(),
                             m_conditions.values, stop);
  if (!rows) return tl::unexpected(rows.error());
  m_total = static_cast<std::size_t>(rows->integer(0, 0));
  return *m_total;
}

Result<CandidateList> ServerOrder::ofSql(std::size_t count, const std::stop_token& stop) {
  CandidateList list;
  // Substructures are counted as they are matched.
  if (m_query.substructure.empty()) {
    const auto total = this->count(stop);
    if (!total) return tl::unexpected(total.error());
    list.total = *total;
  }
  SqlValues values = m_conditions.values;
  const auto rows =
      m_connection.run(fmt::format("{}SELECT m.id, {} FROM {} WHERE {} ORDER BY {} LIMIT {}",
                                   m_conditions.ctes(), scoreColumns(), m_conditions.from(),
                                   m_conditions.where(), orderSql(), values.add(limitOf(count))),
                       values, stop);
  if (!rows) return tl::unexpected(rows.error());
  for (std::size_t row = 0; row < rows->size(); ++row) {
    SearchHit hit{MoleculeId(rows->integer(row, 0)), {}, {}, {}};
    addScores(*rows, row, hit);
    list.hits.push_back(std::move(hit));
  }
  return list;
}

Result<CandidateList> ServerOrder::ofNear(NearRows near, const std::stop_token& stop) {
  std::vector<std::int64_t> ids;
  for (const NearRow& row : near.rows) ids.push_back(row.molecule);
  SqlValues values = m_conditions.values;
  const std::string wanted = values.addNumbers(ids);
  const auto scores = m_connection.run(
      fmt::format("{}SELECT m.id, {} FROM {} WHERE m.id = ANY({})", m_conditions.ctes(),
                  scoreColumns(), m_conditions.from(), wanted),
      values, stop);
  if (!scores) return tl::unexpected(scores.error());
  std::unordered_map<std::int64_t, std::size_t> rowOf;
  for (std::size_t row = 0; row < scores->size(); ++row) rowOf[scores->integer(row, 0)] = row;
  CandidateList list{{}, near.total, near.note};
  for (const NearRow& row : near.rows) {
    SearchHit hit{MoleculeId(row.molecule), {}, {}, {}};
    if (row.text) hit.text = TextId(*row.text);
    if (m_query.like) hit.scores.push_back({ScoreKind::Embedding, row.score});
    const auto found = rowOf.find(row.molecule);
    if (found != rowOf.end()) addScores(*scores, found->second, hit);
    list.hits.push_back(std::move(hit));
  }
  return list;
}

Result<CandidateList> ServerOrder::first(std::size_t count, const std::stop_token& stop) {
  if (m_query.like) {
    auto near = nearestOnServer(m_connection, m_conditions, *m_query.like, limitOf(count), stop);
    if (!near) return tl::unexpected(near.error());
    return ofNear(std::move(*near), stop);
  }
  if (m_shapes) {
    NearRows shapes = *m_shapes;
    if (shapes.rows.size() > count) shapes.rows.resize(count);
    return ofNear(std::move(shapes), stop);
  }
  return ofSql(count, stop);
}

Result<SearchResult> searchIn(ServerConnection& connection, const SearchQuery& query,
                              const std::optional<SubstructureQuery>& substructure,
                              const OnHits& onHits, const std::stop_token& stop) {
  auto conditions = ServerConditions::of(query, substructure);
  if (!conditions) return tl::unexpected(conditions.error());
  ServerOrder order(connection, query, *conditions);
  if (auto ready = order.prepare(stop); !ready) return tl::unexpected(ready.error());
  const CandidateSource first = [&](std::size_t count) { return order.first(count, stop); };
  if (!substructure) {
    auto list = first(endOfPage(query));
    if (!list) return tl::unexpected(list.error());
    return pageOf(query, std::move(*list), onHits, stop);
  }
  const GraphsOf graphs = [&](std::span<const SearchHit> hits) -> Result<std::vector<std::string>> {
    std::vector<std::int64_t> ids;
    for (const SearchHit& hit : hits) ids.push_back(hit.id.value);
    auto found = graphsOf(connection, ids);
    if (!found) return tl::unexpected(found.error());
    std::vector<std::string> inOrder;
    for (const std::int64_t id : ids) inOrder.push_back((*found)[id]);
    return inOrder;
  };
  return pageOfMatches(query, *substructure, {first, graphs}, onHits, stop);
}

struct Suggestion {
  bool isKnown = false;
  std::string normal;
  std::int64_t kind = 0;
  std::int64_t molecule = 0;
};

Result<std::vector<Suggestion>> namesBeginning(ServerConnection& connection,
                                               const std::string& normal) {
  std::vector<Suggestion> names;
  for (const bool known : {true, false}) {
    SqlValues values;
    const std::string from = values.add(std::string_view(normal));
    const std::string to = values.add(std::string_view(normal + "\xF4\x8F\xBF\xBF"));
    const auto rows =
        connection.run(fmt::format("SELECT normal, kind, molecule, known FROM molloquy.names WHERE "
                                   "left(normal, 200) >= {} AND left(normal, 200) < {}{} ORDER BY "
                                   "left(normal, 200) LIMIT {}",
                                   from, to, known ? " AND known" : "", values.add(kSuggestedFrom)),
                       values);
    if (!rows) return tl::unexpected(rows.error());
    for (std::size_t row = 0; row < rows->size(); ++row) {
      names.push_back(
          {rows->flag(row, 3), rows->text(row, 0), rows->integer(row, 1), rows->integer(row, 2)});
    }
  }
  return names;
}

}  // namespace

Result<SearchResult> ServerLibrary::search(const SearchQuery& query, const OnHits& onHits,
                                           std::stop_token stop) {
  const auto start = std::chrono::steady_clock::now();
  std::optional<SubstructureQuery> substructure;
  if (!query.substructure.empty()) {
    auto parsed = SubstructureQuery::parse(query.substructure);
    if (!parsed) return tl::unexpected(parsed.error());
    substructure = std::move(*parsed);
  }
  auto transaction = ServerTransaction::begin(*m_connection, ServerTransaction::Kind::Read);
  if (!transaction) return tl::unexpected(transaction.error());
  auto result = searchIn(*m_connection, query, substructure, onHits, stop);
  if (!result) {
    // A statement that was cancelled fails: nothing had been found by it.
    if (stop.stop_requested() && m_connection->isAlive()) return SearchResult{};
    return result;
  }
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  result->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

Result<std::vector<LibraryRow>> ServerLibrary::suggest(std::string_view text, std::size_t limit) {
  const std::string normal = asUtf8(normalName(text));
  if (normal.empty() || limit == 0) return std::vector<LibraryRow>{};
  if (auto ready = m_connection->ensure(); !ready) return tl::unexpected(ready.error());
  auto names = namesBeginning(*m_connection, normal);
  if (!names) return tl::unexpected(names.error());
  // The whole name first, then what much is told of, titles, and short names.
  const auto rank = [&normal](const Suggestion& name) {
    return std::tuple(name.normal != normal, !name.isKnown, name.kind, name.normal.size(),
                      std::string_view(name.normal), name.molecule);
  };
  std::stable_sort(names->begin(), names->end(),
                   [&](const Suggestion& a, const Suggestion& b) { return rank(a) < rank(b); });
  std::vector<MoleculeId> taken;
  for (const Suggestion& name : *names) {
    if (taken.size() == limit) break;
    const MoleculeId id(name.molecule);
    if (std::find(taken.begin(), taken.end(), id) == taken.end()) taken.push_back(id);
  }
  return rowsOf(*m_connection, taken);
}

}  // namespace molloquy::library
