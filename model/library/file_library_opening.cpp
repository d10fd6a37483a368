#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/file_library.h"
#include "model/library/in_threads.h"
#include "model/library/library_files.h"
#include "model/library/library_schema.h"
#include "model/library/molecule_records.h"
#include "model/library/vector_columns.h"

namespace molloquy::library {
namespace {

constexpr std::size_t kMendedAtOnce = 1'000;
/// What an opening waits for: some seconds.
constexpr std::size_t kMendedAtOpening = 5'000;

/// What is computed anew of one molecule.
struct Mended {
  MoleculeId id;
  std::string identity;
  std::string graph;
  std::vector<MoleculeConformer> first;  ///< at most one.
  std::optional<MoleculeKeys> keys;
  std::optional<ShapeNumbers> shape;
};

void compute(Mended& molecule) {
  const auto structure = moleculeOfGraph(molecule.graph, {});
  if (!structure) return;
  const bool isInchiKey = !molecule.identity.starts_with("SMILES:");
  auto keys = computeKeys(**structure, isInchiKey ? molecule.identity : std::string());
  if (keys) molecule.keys = std::move(*keys);
  if (molecule.first.empty()) return;
  const chem::Conformer& conformer = molecule.first.front().conformer;
  if (conformer.positions.size() != (*structure)->atoms().size()) return;
  if (auto shape = computeShape(**structure, conformer)) molecule.shape = *shape;
}

/// Molecules that lack one of the columns that every molecule has.
RowSet lackingRows(const vectors::ColumnFile& file, const RowSet& molecules) {
  RowSet lacking(molecules.rows());
  for (const char* column :
       {columns::kMorgan, columns::kPath, columns::kScreen, columns::kMaccs, columns::kComputed}) {
    std::size_t rows = 0;
    for (const vectors::RowRun& run : file.runs(column)) rows += run.rows;
    if (rows >= molecules.rows()) continue;
    const RowSet there = rowsOfColumn(file, column, molecules.rows());
    molecules.forEach([&](std::uint64_t row) {
      if (!there.has(row)) lacking.insert(row);
      return true;
    });
  }
  return lacking;
}

/// The file of columns as the library last knew it; a damaged one is set aside for an empty one.
Result<vectors::ColumnFile> openVectors(SqliteDatabase& database, bool& wasDamaged) {
  const std::filesystem::path path = vectorsFile(database.file());
  const auto committed = static_cast<std::uint64_t>(libraryNumber(database, kCommittedBytes));
  if (auto read = database.check(); !read) return tl::unexpected(read.error());
  const auto opening = database.isReadOnly() ? vectors::Opening::Read : vectors::Opening::Write;
  auto vectors = vectors::ColumnFile::open(path, committed, opening);
  if (vectors) return vectors;
  const ErrorCode code = vectors.error().code;
  const bool canBeMade = code == ErrorCode::Corrupt || code == ErrorCode::NotFound;
  if (!canBeMade || database.isReadOnly()) return vectors;
  wasDamaged = committed > 0;
  std::error_code none;
  std::filesystem::rename(path, path.string() + ".damaged", none);
  return vectors::ColumnFile::create(path);
}

/// What is told of an opening that found columns lacking.
std::string noteOf(const std::filesystem::path& vectors, bool wasDamaged, std::size_t mended,
                   std::size_t left) {
  std::string note = fmt::format("{} was {}", vectors.string(),
                                 wasDamaged ? "damaged or missing" : "not complete");
  if (mended > 0) {
    note += fmt::format(": the fingerprints of {} molecules were computed again", mended);
  }
  if (left > 0) {
    note += fmt::format(
        ": {} molecules lack their fingerprints and are not found by structure "
        "until they are computed again",
        left);
  }
  if (wasDamaged) note += "; a model's embeddings have to be computed again";
  return note + ".";
}

}  // namespace

FileLibrary::FileLibrary(std::unique_ptr<SqliteDatabase> database, vectors::ColumnFile vectors)
    : m_database(std::move(database)), m_vectors(std::move(vectors)) {}

Result<std::unique_ptr<FileLibrary>> FileLibrary::create(const std::filesystem::path& file,
                                                         std::string_view name) {
  auto database = SqliteDatabase::open(file, SqliteAccess::Create);
  if (!database) return tl::unexpected(database.error());
  if (auto made = makeSchema(**database, name); !made) return tl::unexpected(made.error());
  // One that an erased library left behind belongs to nothing.
  std::error_code none;
  std::filesystem::remove(vectorsFile(file), none);
  auto vectors = vectors::ColumnFile::create(vectorsFile(file));
  if (!vectors) {
    database->reset();
    removeLibrary(file);
    return tl::unexpected(vectors.error());
  }
  return std::unique_ptr<FileLibrary>(new FileLibrary(std::move(*database), std::move(*vectors)));
}

Result<std::unique_ptr<FileLibrary>> FileLibrary::open(const std::filesystem::path& file) {
  if (auto good = checkLibraryFile(file); !good) return tl::unexpected(good.error());
  auto database = SqliteDatabase::open(file, SqliteAccess::Open);
  if (!database) return tl::unexpected(database.error());
  bool wasDamaged = false;
  auto vectors = openVectors(**database, wasDamaged);
  if (!vectors) return tl::unexpected(vectors.error());
  std::unique_ptr<FileLibrary> library(new FileLibrary(std::move(*database), std::move(*vectors)));
  if (library->m_database->isReadOnly()) {
    library->m_note = "The library can be read only: its file or folder may not be written.";
    return library;
  }
  if (wasDamaged) {
    if (auto done = library->forgetVectors(); !done) return tl::unexpected(done.error());
  }
  const auto lacking = library->lackingColumns();
  if (!lacking) return tl::unexpected(lacking.error());
  std::size_t mended = 0;
  if (lacking->size() <= kMendedAtOpening) {
    const auto done = library->mend({}, {});
    if (!done) return tl::unexpected(done.error());
    mended = *done;
  }
  if (wasDamaged || !lacking->empty()) {
    library->m_note = noteOf(vectorsFile(file), wasDamaged, mended, lacking->size() - mended);
  }
  return library;
}

Result<void> FileLibrary::forgetVectors() {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Write);
  auto kept = m_vectors.sync();
  if (!kept) return tl::unexpected(kept.error());
  setLibraryNumber(*m_database, kCommittedBytes, static_cast<std::int64_t>(*kept));
  m_database->execute("DELETE FROM embeddings");
  return finish(transaction, m_database->check());
}

Result<std::vector<MoleculeId>> FileLibrary::lackingColumns() {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  std::vector<MoleculeId> ids;
  lackingRows(m_vectors, m_molecules).forEach([&ids](std::uint64_t row) {
    ids.emplace_back(static_cast<std::int64_t>(row));
    return true;
  });
  return ids;
}

Result<std::size_t> FileLibrary::mendBatch(std::span<const MoleculeId> ids) {
  std::vector<Mended> batch;
  for (const MoleculeId id : ids) {
    const auto described = rowOf(*m_database, id);
    if (!described) continue;
    batch.push_back({id,
                     described->inchiKey,
                     graphOf(*m_database, id),
                     conformersOf(*m_database, id, 1),
                     {},
                     {}});
  }
  inThreads(batch.size(), [&](std::size_t place) { compute(batch[place]); });
  std::vector<KeyRow> rows;
  for (const Mended& one : batch) {
    if (one.keys) rows.push_back({static_cast<std::uint64_t>(one.id.value), &*one.keys, one.shape});
  }
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Write);
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  auto work = appendKeys(m_vectors, rows);
  if (work) work = keepVectors();
  if (auto done = finish(transaction, work); !done) return tl::unexpected(done.error());
  return rows.size();
}

Result<std::size_t> FileLibrary::mend(
    const std::function<void(std::size_t done, std::size_t all)>& onProgress,
    std::stop_token stop) {
  const auto lacking = lackingColumns();
  if (!lacking) return tl::unexpected(lacking.error());
  std::size_t mended = 0;
  std::size_t begin = 0;
  while (begin < lacking->size() && !stop.stop_requested()) {
    const std::size_t count = std::min(kMendedAtOnce, lacking->size() - begin);
    const auto done = mendBatch(std::span(*lacking).subspan(begin, count));
    if (!done) return done;
    mended += *done;
    begin += count;
    if (onProgress) onProgress(begin, lacking->size());
  }
  if (begin == lacking->size()) m_note.clear();
  return mended;
}

}  // namespace molloquy::library
