#include "model/library/postgres/server_nearest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <functional>
#include <limits>

#include "model/base/half_numbers.h"
#include "model/library/postgres/server_records.h"
#include "model/library/shape_comparison.h"
#include "model/vectors/scan_kernels.h"

namespace molloquy::library {
namespace {

/// Rows that one message of a stream carries.
constexpr std::int64_t kStreamed = 4'000;
/// Conformers of one molecule whose volumes are compared.
constexpr std::int64_t kComparedConformers = 8;
/// Up to so many vectors pgvector compares them all; beyond, its index answers approximately.
constexpr std::int64_t kComparedExactly = 50'000;
/// What the index can be asked for at once.
constexpr std::size_t kAskedOfIndex = 400;

bool isBetter(const NearRow& a, const NearRow& b) {
  if (a.score != b.score) return a.score > b.score;
  return std::pair(a.molecule, a.text) < std::pair(b.molecule, b.text);
}

/// Keeps the best of a stream.
class Best {
 public:
  explicit Best(std::size_t count) : m_count(count) {}
  void add(NearRow row) {
    ++m_seen;
    if (m_count == 0) return;
    if (m_rows.size() == m_count) {
      if (!isBetter(row, m_rows.front())) return;
      std::pop_heap(m_rows.begin(), m_rows.end(), isBetter);
      m_rows.pop_back();
    }
    m_rows.push_back(row);
    std::push_heap(m_rows.begin(), m_rows.end(), isBetter);
  }
  [[nodiscard]] std::size_t seen() const { return m_seen; }
  [[nodiscard]] std::vector<NearRow> take() {
    std::sort(m_rows.begin(), m_rows.end(), isBetter);
    return std::move(m_rows);
  }

 private:
  std::size_t m_count;
  std::size_t m_seen = 0;
  std::vector<NearRow> m_rows;  ///< a heap, the worst in front.
};

/// Calls `read(rows, row)` for all that a SELECT finds, some thousand at a time.
Result<void> stream(ServerConnection& connection, const std::string& ctes,
                    const std::string& select, const SqlValues& values,
                    const std::function<void(const SqlRows&, std::size_t)>& read,
                    const std::stop_token& stop) {
  auto done =
      connection.run("DECLARE streamed NO SCROLL CURSOR FOR " + ctes + select, values, stop);
  while (done) {
    done = connection.run(fmt::format("FETCH {} FROM streamed", kStreamed), {}, stop);
    if (!done || done->size() == 0) break;
    for (std::size_t row = 0; row < done->size(); ++row) read(*done, row);
  }
  if (done) done = connection.run("CLOSE streamed");
  if (!done) return tl::unexpected(done.error());
  return {};
}

/// "FROM the model's table v ... WHERE the conditions hold"; the molecule is `molecule`.
struct Compared {
  std::string from;
  const char* molecule;
  const char* text;
};

Compared comparedOf(const ServerModel& model, const ServerConditions& conditions,
                    EmbeddingKind kind) {
  const bool texts = kind == EmbeddingKind::Text;
  Compared compared{model.table(kind) + " v", texts ? "t.molecule" : "v.id",
                    texts ? "v.id" : "NULL::bigint"};
  if (texts) compared.from += " JOIN molloquy.texts t ON t.id = v.id";
  if (!conditions.letsAll()) {
    compared.from += fmt::format(" WHERE {} IN ({})", compared.molecule, conditions.ids());
  }
  return compared;
}

/// Exact, over halves that are sent here.
Result<NearRows> nearestHere(ServerConnection& connection, const ServerConditions& conditions,
                             const ServerModel& model, const LikeVectors& like, std::size_t count,
                             const std::stop_token& stop) {
  const Compared compared = comparedOf(model, conditions, like.kind);
  const vectors::ScanKernels& kernels = vectors::bestScanKernels();
  Best best(count);
  std::size_t bytes = 0;
  std::vector<std::uint16_t> halves;
  auto done = stream(
      connection, conditions.ctes(),
      fmt::format("SELECT {}, {}, v.halves FROM {}", compared.molecule, compared.text,
                  compared.from),
      conditions.values,
      [&](const SqlRows& rows, std::size_t row) {
        const std::string packed = rows.bytes(row, 2);
        bytes += packed.size();
        halves.resize(packed.size() / sizeof(std::uint16_t));
        std::memcpy(halves.data(), packed.data(), halves.size() * sizeof(std::uint16_t));
        double score = -std::numeric_limits<double>::infinity();
        for (std::size_t a = 0; a < like.vectors.size(); a += like.width) {
          for (std::size_t b = 0; b + like.width <= halves.size(); b += like.width) {
            score = std::max(score, double(kernels.dotHalves(halves.data() + b,
                                                             like.vectors.data() + a, like.width)));
          }
        }
        NearRow near{rows.integer(row, 0), {}, score};
        if (!rows.isNull(row, 1)) near.text = rows.integer(row, 1);
        best.add(near);
      },
      stop);
  if (!done) return tl::unexpected(done.error());
  NearRows found{best.take(), best.seen(), {}};
  found.note = fmt::format(
      "The server has no pgvector: {} embeddings ({:.1f} MB) were sent and "
      "compared here.",
      best.seen(), static_cast<double>(bytes) / 1e6);
  return found;
}

/// By pgvector on the server.
Result<NearRows> nearestThere(ServerConnection& connection, const ServerConditions& conditions,
                              const ServerModel& model, const LikeVectors& like, std::size_t count,
                              const std::stop_token& stop) {
  const Compared compared = comparedOf(model, conditions, like.kind);
  const std::string ctes = conditions.ctes();
  const auto counted = connection.run(
      ctes + fmt::format("SELECT count(*), count(DISTINCT v.id) FROM {}", compared.from),
      conditions.values, stop);
  if (!counted) return tl::unexpected(counted.error());
  SqlValues values = conditions.values;
  std::vector<std::string> queries;
  for (std::size_t at = 0; at < like.vectors.size(); at += like.width) {
    queries.push_back(
        values.add(std::string_view(vectorText(std::span(like.vectors).subspan(at, like.width)))) +
        "::halfvec");
  }
  const bool exact =
      counted->integer(0, 0) <= kComparedExactly || !conditions.letsAll() || count > kAskedOfIndex;
  std::string scored;
  if (exact) {
    std::vector<std::string> products;
    for (const std::string& query : queries) products.push_back("-(v.vector <#> " + query + ")");
    scored =
        fmt::format("SELECT {} AS molecule, {} AS text, greatest({}) AS score FROM {}",
                    compared.molecule, compared.text, fmt::join(products, ", "), compared.from);
  } else {
    const auto wide = connection.run("SELECT set_config('hnsw.ef_search', '1000', true)");
    if (!wide) return tl::unexpected(wide.error());
    std::vector<std::string> parts;
    for (const std::string& query : queries) {
      parts.push_back(
          fmt::format("(SELECT {} AS molecule, {} AS text, -(v.vector <#> {}) AS score "
                      "FROM {} ORDER BY v.vector <#> {} LIMIT 1000)",
                      compared.molecule, compared.text, query, compared.from, query));
    }
    scored = fmt::format("{}", fmt::join(parts, " UNION ALL "));
  }
  const auto rows = connection.run(
      ctes + fmt::format("SELECT molecule, text, max(score) AS best FROM ({}) a GROUP BY molecule, "
                         "text ORDER BY best DESC, molecule, text LIMIT {}",
                         scored, values.add(static_cast<std::int64_t>(count))),
      values, stop);
  if (!rows) return tl::unexpected(rows.error());
  NearRows found;
  found.total = static_cast<std::size_t>(counted->integer(0, 1));
  if (!exact) found.note = "pgvector's index answered: a few of the nearest may be missing.";
  for (std::size_t row = 0; row < rows->size(); ++row) {
    NearRow near{rows->integer(row, 0), {}, rows->number(row, 2)};
    if (!rows->isNull(row, 1)) near.text = rows->integer(row, 1);
    found.rows.push_back(near);
  }
  return found;
}

Result<std::vector<Shaped>> shapedOf(ServerConnection& connection,
                                     const std::vector<NearRow>& nearest) {
  std::vector<std::int64_t> ids;
  for (const NearRow& row : nearest) ids.push_back(row.molecule);
  const auto graphs = graphsOf(connection, ids);
  if (!graphs) return tl::unexpected(graphs.error());
  std::vector<Shaped> shaped;
  for (const std::int64_t id : ids) {
    auto conformers = conformersOf(connection, MoleculeId(id), kComparedConformers);
    if (!conformers) return tl::unexpected(conformers.error());
    const auto graph = graphs->find(id);
    if (graph == graphs->end()) continue;
    shaped.push_back({id, graph->second, std::move(*conformers)});
  }
  return shaped;
}

}  // namespace

Result<NearRows> nearestOnServer(ServerConnection& connection, const ServerConditions& conditions,
                                 const LikeVectors& like, std::size_t count,
                                 const std::stop_token& stop) {
  const auto model = serverModel(connection, like.modelStamp);
  if (!model) return tl::unexpected(model.error());
  if (!*model) {
    return fail(ErrorCode::NotFound,
                "The library has no embeddings of this model: compute them first.");
  }
  if (like.width != (*model)->info.width || like.vectors.empty() ||
      like.vectors.size() % like.width != 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} numbers of width {} cannot be compared with embeddings of width "
                            "{}.",
                            like.vectors.size(), like.width, (*model)->info.width));
  }
  return (*model)->isHalfvec ? nearestThere(connection, conditions, **model, like, count, stop)
                             : nearestHere(connection, conditions, **model, like, count, stop);
}

Result<NearRows> shapesOnServer(ServerConnection& connection, const ServerConditions& conditions,
                                const SimilarTo& similar, std::size_t count,
                                const std::stop_token& stop) {
  if (!similar.conformer) {
    return fail(ErrorCode::InvalidInput,
                "The molecule has no 3D shape to compare: give it one, or compare by structure.");
  }
  const auto shape = computeShape(*similar.molecule, *similar.conformer);
  if (!shape) return tl::unexpected(shape.error());
  Best best(kComparedShapes);
  auto done = stream(
      connection, conditions.ctes(),
      fmt::format("SELECT m.id, s.shape FROM {} WHERE s.shape IS NOT NULL AND {}",
                  conditions.from(), conditions.where()),
      conditions.values,
      [&](const SqlRows& rows, std::size_t row) {
        const std::string bytes = rows.bytes(row, 1);
        if (bytes.size() != kUsrcatNumbers * sizeof(float)) return;
        float score = 0;
        vectors::bestScanKernels().closeness(shape->data(), shape->size(),
                                             reinterpret_cast<const std::byte*>(bytes.data()), 1,
                                             &score);
        best.add({rows.integer(row, 0), {}, double(score)});
      },
      stop);
  if (!done) return tl::unexpected(done.error());
  const std::size_t all = best.seen();
  auto shaped = shapedOf(connection, best.take());
  if (!shaped) return tl::unexpected(shaped.error());
  const ComparedShapes compared = compareShapes(similar, std::move(*shaped), all, count, stop);
  NearRows found;
  for (const Shaped& one : compared.best) found.rows.push_back({one.molecule, {}, one.score});
  found.total = compared.total;
  found.note = compared.note;
  return found;
}

std::string vectorText(std::span<const float> numbers) {
  return fmt::format("[{}]", fmt::join(numbers, ","));
}

std::vector<float> vectorOfText(std::string_view text) {
  std::vector<float> numbers;
  for (std::size_t at = 1; at < text.size();) {
    float number = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (error != std::errc{}) break;
    numbers.push_back(number);
    at = static_cast<std::size_t>(end - text.data()) + 1;
  }
  return numbers;
}

std::vector<float> vectorOfHalves(std::string_view bytes) {
  std::vector<float> numbers(bytes.size() / sizeof(std::uint16_t));
  for (std::size_t at = 0; at < numbers.size(); ++at) {
    std::uint16_t half = 0;
    std::memcpy(&half, bytes.data() + at * sizeof half, sizeof half);
    numbers[at] = floatFromHalf(half);
  }
  return numbers;
}

}  // namespace molloquy::library
