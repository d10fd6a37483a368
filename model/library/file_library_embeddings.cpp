#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <numeric>

#include "model/base/half_numbers.h"
#include "model/library/embedding_models.h"
#include "model/library/embedding_numbers.h"
#include "model/library/file_library.h"
#include "model/library/library_schema.h"
#include "model/library/vector_columns.h"
#include "model/vectors/scan.h"

namespace molloquy::library {
namespace {

/// The first `limit` rows of `present` that a column lacks.
template <class Id>
std::vector<Id> rowsWithout(const vectors::ColumnFile& file, const std::string& column,
                            const RowSet& present, std::size_t limit) {
  const RowSet there = rowsOfColumn(file, column, present.rows());
  std::vector<Id> lacking;
  if (limit == 0) return lacking;
  present.forEach([&](std::uint64_t row) {
    if (!there.has(row)) lacking.push_back(Id(static_cast<std::int64_t>(row)));
    return lacking.size() < limit;
  });
  return lacking;
}

/// Appends rows of `numbers` floats each, whose rows may come in any order.
template <class Id>
Result<void> appendRows(vectors::ColumnFile& file, const vectors::EmbeddingColumns& columns,
                        std::span<const Id> ids, std::span<const float> values) {
  const std::size_t numbers = columns.vectors * columns.width;
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return ids[a].value < ids[b].value; });
  std::vector<float> run;
  for (std::size_t place = 0; place < order.size();) {
    const auto first = static_cast<std::uint64_t>(ids[order[place]].value);
    std::uint64_t next = first;
    run.clear();
    while (place < order.size() && static_cast<std::uint64_t>(ids[order[place]].value) == next) {
      const auto row = values.subspan(order[place] * numbers, numbers);
      run.insert(run.end(), row.begin(), row.end());
      ++place;
      ++next;
    }
    if (auto done = vectors::appendEmbeddings(file, columns, first, run); !done) return done;
    // The same row twice: the second replaces the first in a run of its own.
  }
  return {};
}

template <class Id>
Result<void> checkIds(std::span<const Id> ids, std::int64_t next, const char* what) {
  for (const Id id : ids) {
    if (id.value >= 0 && id.value < next) continue;
    return fail(ErrorCode::NotFound, fmt::format("The library has no {} {}.", what, id.value));
  }
  return {};
}

}  // namespace

Result<std::vector<MoleculeId>> FileLibrary::withoutEmbeddings(std::string_view modelStamp,
                                                               std::size_t limit) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  const auto model = embeddingModel(*m_database, modelStamp);
  const std::string column = model ? model->columns(EmbeddingKind::Structure).codes : "";
  auto ids = rowsWithout<MoleculeId>(m_vectors, column, m_molecules, limit);
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  return ids;
}

Result<std::vector<TextId>> FileLibrary::textsWithoutEmbeddings(std::string_view modelStamp,
                                                                std::size_t limit) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  const auto model = embeddingModel(*m_database, modelStamp);
  const std::string column = model ? model->columns(EmbeddingKind::Text).codes : "";
  auto ids = rowsWithout<TextId>(m_vectors, column, presentTexts(), limit);
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  return ids;
}

Result<void> FileLibrary::addEmbeddings(const NewEmbeddings& embeddings) {
  if (auto good = checkSizes(embeddings); !good) return good;
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Write);
  if (auto fresh = refresh(); !fresh) return fresh;
  const auto work = [&]() -> Result<void> {
    const std::span<const MoleculeId> molecules = embeddings.molecules;
    const std::span<const TextId> texts = embeddings.texts;
    if (auto good = checkIds(molecules, m_nextMolecule, "molecule"); !good) return good;
    if (auto good = checkIds(texts, m_nextText, "text"); !good) return good;
    m_database->execute(
        "INSERT OR IGNORE INTO embeddings (stamp, name, queries, width) VALUES (?, ?, ?, ?)",
        embeddings.modelStamp, embeddings.modelName, embeddings.queries, embeddings.width);
    const auto model = embeddingModel(*m_database, embeddings.modelStamp);
    if (auto written = m_database->check(); !written) return written;
    if (model->info.queries != embeddings.queries || model->info.width != embeddings.width) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("The library has {} x {} numbers a molecule of this model, not "
                              "{} x {}.",
                              model->info.queries, model->info.width, embeddings.queries,
                              embeddings.width));
    }
    const auto columnsOf = [&](EmbeddingKind kind) { return model->columns(kind); };
    const std::vector<float> pooled =
        pooledStructures(embeddings.structures, embeddings.queries, embeddings.width);
    auto done = appendRows(m_vectors, columnsOf(EmbeddingKind::Structure), molecules,
                           std::span(embeddings.structures));
    if (done) {
      done = appendRows(m_vectors, columnsOf(EmbeddingKind::Pooled), molecules, std::span(pooled));
    }
    if (done) {
      done = appendRows(m_vectors, columnsOf(EmbeddingKind::Text), texts,
                        std::span(embeddings.textVectors));
    }
    return done ? keepVectors() : done;
  };
  return finish(transaction, work());
}

Result<void> FileLibrary::keepOnlyEmbeddings(std::string_view modelStamp) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Write);
  if (auto fresh = refresh(); !fresh) return fresh;
  const auto work = [&]() -> Result<void> {
    const auto model = embeddingModel(*m_database, modelStamp);
    std::vector<std::string> keep = rebuildableColumns();
    if (model) {
      for (const EmbeddingKind kind :
           {EmbeddingKind::Structure, EmbeddingKind::Pooled, EmbeddingKind::Text}) {
        const vectors::EmbeddingColumns columns = model->columns(kind);
        keep.insert(keep.end(), {columns.codes, columns.halves});
      }
    }
    m_database->execute("DELETE FROM embeddings WHERE stamp <> ?", modelStamp);
    if (auto written = m_database->check(); !written) return written;
    // Until the transaction ends, the bytes that it kept before still open the new file.
    if (auto compacted = m_vectors.compact(keep); !compacted) return compacted;
    return keepVectors();
  };
  return finish(transaction, work());
}

Result<std::vector<float>> FileLibrary::pooledVectors(std::string_view modelStamp,
                                                      std::size_t limit,
                                                      std::vector<MoleculeId>& ids) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  const auto model = embeddingModel(*m_database, modelStamp);
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  if (!model) return noEmbeddings(modelStamp);
  const vectors::EmbeddingColumns columns = model->columns(EmbeddingKind::Pooled);
  RowSet there = rowsOfColumn(m_vectors, columns.halves, m_molecules.rows());
  there.keepOnly(m_molecules);
  const std::size_t count = there.count();
  const std::size_t taken = std::min(limit, count);
  std::vector<float> values;
  values.reserve(taken * columns.width);
  ids.clear();
  std::size_t place = 0;
  std::vector<std::uint16_t> halves(columns.width);
  for (const vectors::RowRun& run : m_vectors.runs(columns.halves)) {
    for (std::size_t at = 0; at < run.rows && ids.size() < taken; ++at) {
      const std::uint64_t row = run.firstRow + at;
      if (!there.has(row)) continue;
      // Every time the share of what was passed reaches the next one to take.
      if (place++ * taken / count < ids.size()) continue;
      std::memcpy(halves.data(), run.bytes + at * columns.width * sizeof(std::uint16_t),
                  columns.width * sizeof(std::uint16_t));
      for (const std::uint16_t half : halves) values.push_back(floatFromHalf(half));
      ids.push_back(MoleculeId(static_cast<std::int64_t>(row)));
    }
  }
  return values;
}

}  // namespace molloquy::library
