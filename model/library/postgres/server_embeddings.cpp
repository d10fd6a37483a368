#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "model/base/half_numbers.h"
#include "model/library/embedding_numbers.h"
#include "model/library/postgres/batch_writer.h"
#include "model/library/postgres/server_library.h"
#include "model/library/postgres/server_nearest.h"
#include "model/library/postgres/server_records.h"
#include "model/vectors/scan_kernels.h"

namespace molloquy::library {
namespace {

using nlohmann::json;

/// pgvector's HNSW index takes halfvec up to so many numbers.
constexpr std::size_t kIndexedWidth = 4'000;

const char* wordOf(EmbeddingKind kind) {
  if (kind == EmbeddingKind::Structure) return "structure";
  return kind == EmbeddingKind::Pooled ? "pooled" : "text";
}

constexpr EmbeddingKind kKinds[] = {EmbeddingKind::Structure, EmbeddingKind::Pooled,
                                    EmbeddingKind::Text};

Result<void> makeTables(ServerConnection& connection, const ServerModel& model) {
  for (const EmbeddingKind kind : kKinds) {
    const std::string table = model.table(kind);
    const char* const of = kind == EmbeddingKind::Text ? "texts" : "molecules";
    const std::string columns = model.isHalfvec
                                    ? fmt::format(
                                          "place smallint NOT NULL, vector halfvec({}) NOT NULL, "
                                          "PRIMARY KEY (id, place)",
                                          model.info.width)
                                    : std::string("halves bytea NOT NULL, PRIMARY KEY (id)");
    auto made = connection.run(fmt::format(
        "CREATE TABLE {} (id bigint NOT NULL REFERENCES molloquy.{} ON DELETE CASCADE, {})", table,
        of, columns));
    if (!made) return tl::unexpected(made.error());
    if (!model.isHalfvec) continue;
    made =
        connection.run(fmt::format("CREATE INDEX ON {} USING hnsw (vector halfvec_ip_ops)", table));
    if (!made) return tl::unexpected(made.error());
  }
  return {};
}

Result<ServerModel> modelFor(ServerConnection& connection, const NewEmbeddings& embeddings) {
  auto there = serverModel(connection, embeddings.modelStamp);
  if (!there) return tl::unexpected(there.error());
  if (*there) {
    const EmbeddingsInfo& info = (*there)->info;
    if (info.queries == embeddings.queries && info.width == embeddings.width) return **there;
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The library has {} x {} numbers a molecule of this model, not {} x {}.",
                    info.queries, info.width, embeddings.queries, embeddings.width));
  }
  const auto pgvector = connection.hasType("halfvec");
  if (!pgvector) return tl::unexpected(pgvector.error());
  ServerModel model;
  model.isHalfvec = *pgvector && embeddings.width <= kIndexedWidth;
  model.info = {
      embeddings.modelStamp, embeddings.modelName, embeddings.queries, embeddings.width, 0, 0};
  SqlValues values;
  std::string sql =
      "INSERT INTO molloquy.embeddings (stamp, name, queries, width, is_halfvec) VALUES (";
  sql += values.add(std::string_view(embeddings.modelStamp));
  sql += ", " + values.add(std::string_view(embeddings.modelName));
  sql += ", " + values.add(static_cast<std::int64_t>(embeddings.queries));
  sql += ", " + values.add(static_cast<std::int64_t>(embeddings.width));
  sql += model.isHalfvec ? ", true) RETURNING id" : ", false) RETURNING id";
  const auto added = connection.run(sql, values);
  if (!added) return tl::unexpected(added.error());
  model.number = added->integer(0, 0);
  if (auto made = makeTables(connection, model); !made) return tl::unexpected(made.error());
  return model;
}

std::string packHalves(std::span<const float> numbers) {
  std::string bytes(numbers.size() * sizeof(std::uint16_t), '\0');
  std::vector<std::uint16_t> halves(numbers.size());
  vectors::bestScanKernels().toHalves(numbers.data(), numbers.size(), halves.data());
  std::memcpy(bytes.data(), halves.data(), bytes.size());
  return bytes;
}

/// Replaces the vectors of rows; `perRow` vectors each.
Result<void> writeVectors(ServerConnection& connection, const ServerModel& model,
                          EmbeddingKind kind, std::span<const std::int64_t> ids,
                          std::span<const float> numbers) {
  if (ids.empty()) return {};
  const std::size_t width = model.info.width;
  const std::size_t perRow = numbers.size() / (ids.size() * width);
  json rows = json::array();
  for (std::size_t row = 0; row < ids.size(); ++row) {
    const auto values = numbers.subspan(row * perRow * width, perRow * width);
    if (!model.isHalfvec) {
      rows.push_back({{"i", ids[row]}, {"v", hexOf(packHalves(values))}});
      continue;
    }
    for (std::size_t place = 0; place < perRow; ++place) {
      rows.push_back(
          {{"i", ids[row]}, {"p", place}, {"v", vectorText(values.subspan(place * width, width))}});
    }
  }
  SqlValues values;
  const std::string data = values.add(rows.dump());
  const std::string table = model.table(kind);
  const auto done = connection.run(
      model.isHalfvec
          ? fmt::format("INSERT INTO {} (id, place, vector) SELECT DISTINCT ON (i, p) i, p, "
                        "v::halfvec FROM json_to_recordset({}::json) AS r(i bigint, p smallint, "
                        "v text) ON CONFLICT (id, place) DO UPDATE SET vector = excluded.vector",
                        table, data)
          : fmt::format("INSERT INTO {} (id, halves) SELECT DISTINCT ON (i) i, decode(v, 'hex') "
                        "FROM json_to_recordset({}::json) AS r(i bigint, v text) "
                        "ON CONFLICT (id) DO UPDATE SET halves = excluded.halves",
                        table, data),
      values);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<void> checkIds(ServerConnection& connection, std::span<const std::int64_t> ids,
                      const char* table, const char* what) {
  SqlValues values;
  const auto missing = connection.run(
      fmt::format("SELECT a FROM unnest({}) a WHERE NOT EXISTS (SELECT 1 FROM molloquy.{} WHERE "
                  "id = a) LIMIT 1",
                  values.addNumbers(ids), table),
      values);
  if (!missing) return tl::unexpected(missing.error());
  if (missing->size() == 0) return {};
  return fail(ErrorCode::NotFound,
              fmt::format("The library has no {} {}.", what, missing->integer(0, 0)));
}

}  // namespace

std::string ServerModel::table(EmbeddingKind kind) const {
  return fmt::format("molloquy.vectors_{}_{}", number, wordOf(kind));
}

Result<std::vector<ServerModel>> serverModels(ServerConnection& connection) {
  const auto rows = connection.run(
      "SELECT id, stamp, name, queries, width, is_halfvec FROM molloquy.embeddings ORDER BY id");
  if (!rows) return tl::unexpected(rows.error());
  std::vector<ServerModel> models;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    ServerModel model;
    model.number = rows->integer(row, 0);
    model.info.modelStamp = rows->text(row, 1);
    model.info.modelName = rows->text(row, 2);
    model.info.queries = static_cast<std::size_t>(rows->integer(row, 3));
    model.info.width = static_cast<std::size_t>(rows->integer(row, 4));
    model.isHalfvec = rows->flag(row, 5);
    models.push_back(std::move(model));
  }
  return models;
}

Result<std::optional<ServerModel>> serverModel(ServerConnection& connection,
                                               std::string_view stamp) {
  auto models = serverModels(connection);
  if (!models) return tl::unexpected(models.error());
  for (ServerModel& model : *models) {
    if (model.info.modelStamp == stamp) return std::optional(std::move(model));
  }
  return std::optional<ServerModel>();
}

Result<std::vector<std::int64_t>> ServerLibrary::lacking(std::string_view modelStamp,
                                                         EmbeddingKind kind, std::size_t limit) {
  if (auto ready = m_connection->ensure(); !ready) return tl::unexpected(ready.error());
  const auto model = serverModel(*m_connection, modelStamp);
  if (!model) return tl::unexpected(model.error());
  const bool texts = kind == EmbeddingKind::Text;
  std::string sql = texts ? "SELECT a.id FROM molloquy.texts a WHERE NOT a.is_note"
                          : "SELECT a.id FROM molloquy.molecules a WHERE true";
  if (*model) {
    sql += fmt::format(" AND NOT EXISTS (SELECT 1 FROM {} v WHERE v.id = a.id)",
                       (*model)->table(texts ? EmbeddingKind::Text : EmbeddingKind::Pooled));
  }
  SqlValues values;
  const auto rows = m_connection->run(
      sql + " ORDER BY a.id LIMIT " + values.add(static_cast<std::int64_t>(limit)), values);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<std::int64_t> ids;
  for (std::size_t row = 0; row < rows->size(); ++row) ids.push_back(rows->integer(row, 0));
  return ids;
}

Result<std::vector<MoleculeId>> ServerLibrary::withoutEmbeddings(std::string_view modelStamp,
                                                                 std::size_t limit) {
  const auto numbers = lacking(modelStamp, EmbeddingKind::Pooled, limit);
  if (!numbers) return tl::unexpected(numbers.error());
  std::vector<MoleculeId> ids;
  for (const std::int64_t number : *numbers) ids.push_back(MoleculeId(number));
  return ids;
}

Result<std::vector<TextId>> ServerLibrary::textsWithoutEmbeddings(std::string_view modelStamp,
                                                                  std::size_t limit) {
  const auto numbers = lacking(modelStamp, EmbeddingKind::Text, limit);
  if (!numbers) return tl::unexpected(numbers.error());
  std::vector<TextId> ids;
  for (const std::int64_t number : *numbers) ids.push_back(TextId(number));
  return ids;
}

Result<void> ServerLibrary::addEmbeddings(const NewEmbeddings& embeddings) {
  if (auto good = checkSizes(embeddings); !good) return good;
  ServerConnection& connection = *m_connection;
  auto transaction = ServerTransaction::begin(connection, ServerTransaction::Kind::Write);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto locked = lockCounters(connection); !locked) return tl::unexpected(locked.error());
  const auto molecules = numbersOf(std::span<const MoleculeId>(embeddings.molecules));
  const auto texts = numbersOf(std::span<const TextId>(embeddings.texts));
  auto done = checkIds(connection, molecules, "molecules", "molecule");
  if (done) done = checkIds(connection, texts, "texts", "text");
  if (!done) return done;
  const auto model = modelFor(connection, embeddings);
  if (!model) return tl::unexpected(model.error());
  const std::vector<float> pooled =
      pooledStructures(embeddings.structures, embeddings.queries, embeddings.width);
  done =
      writeVectors(connection, *model, EmbeddingKind::Structure, molecules, embeddings.structures);
  if (done) done = writeVectors(connection, *model, EmbeddingKind::Pooled, molecules, pooled);
  if (done)
    done = writeVectors(connection, *model, EmbeddingKind::Text, texts, embeddings.textVectors);
  return done ? transaction->commit() : done;
}

Result<void> ServerLibrary::keepOnlyEmbeddings(std::string_view modelStamp) {
  auto transaction = ServerTransaction::begin(*m_connection, ServerTransaction::Kind::Write);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto locked = lockCounters(*m_connection); !locked) return tl::unexpected(locked.error());
  const auto models = serverModels(*m_connection);
  if (!models) return tl::unexpected(models.error());
  for (const ServerModel& model : *models) {
    if (model.info.modelStamp == modelStamp) continue;
    for (const EmbeddingKind kind : kKinds) {
      const auto gone = m_connection->run("DROP TABLE " + model.table(kind));
      if (!gone) return tl::unexpected(gone.error());
    }
  }
  SqlValues values;
  const auto gone = m_connection->run(
      "DELETE FROM molloquy.embeddings WHERE stamp <> " + values.add(modelStamp), values);
  if (!gone) return tl::unexpected(gone.error());
  return transaction->commit();
}

Result<std::vector<float>> ServerLibrary::pooledVectors(std::string_view modelStamp,
                                                        std::size_t limit,
                                                        std::vector<MoleculeId>& ids) {
  auto transaction = ServerTransaction::begin(*m_connection, ServerTransaction::Kind::Read);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto model = serverModel(*m_connection, modelStamp);
  if (!model) return tl::unexpected(model.error());
  if (!*model) return noEmbeddings(modelStamp);
  SqlValues values;
  const std::string most = values.add(static_cast<std::int64_t>(limit)) + "::bigint";
  // Every time the share of what was passed reaches the next one to take.
  const auto rows = m_connection->run(
      fmt::format("SELECT id, v FROM (SELECT id, {} AS v, row_number() OVER (ORDER BY id) - 1 AS "
                  "place, count(*) OVER () AS count FROM {}) a WHERE place = 0 AND {} > 0 OR "
                  "place * least({}, count) / count > (place - 1) * least({}, count) / count "
                  "ORDER BY id",
                  (*model)->isHalfvec ? "vector::text" : "halves",
                  (*model)->table(EmbeddingKind::Pooled), most, most, most),
      values);
  if (!rows) return tl::unexpected(rows.error());
  ids.clear();
  std::vector<float> numbers;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    ids.push_back(MoleculeId(rows->integer(row, 0)));
    const std::vector<float> vector = (*model)->isHalfvec ? vectorOfText(rows->text(row, 1))
                                                          : vectorOfHalves(rows->bytes(row, 1));
    numbers.insert(numbers.end(), vector.begin(), vector.end());
  }
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  return numbers;
}

}  // namespace molloquy::library
