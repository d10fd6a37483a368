#include "model/library/file_library.h"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "model/library/arrivals.h"
#include "model/library/embedding_models.h"
#include "model/library/library_files.h"
#include "model/library/library_schema.h"
#include "model/library/molecule_records.h"
#include "model/library/vector_columns.h"

namespace molloquy::library {
namespace {

std::uintmax_t bytesOf(const std::filesystem::path& file) {
  std::error_code missing;
  const std::uintmax_t bytes = std::filesystem::file_size(file, missing);
  return missing ? 0 : bytes;
}

std::vector<std::string> column(SqliteQuery query) {
  std::vector<std::string> values;
  while (query.step()) values.emplace_back(query.text(0));
  return values;
}

}  // namespace

Result<void> FileLibrary::refresh() {
  const auto version = m_database->integer("PRAGMA data_version");
  if (m_dataVersion && version == m_dataVersion) return m_database->check();
  m_nextMolecule = libraryNumber(*m_database, kNextMolecule);
  m_nextText = libraryNumber(*m_database, kNextText);
  const std::int64_t committed = libraryNumber(*m_database, kCommittedBytes);
  m_molecules = RowSet(static_cast<std::size_t>(m_nextMolecule), RowSet::Start::Full);
  {
    auto removed = m_database->query("SELECT id FROM removed_molecules");
    while (removed.step()) m_molecules.erase(static_cast<std::uint64_t>(removed.integer(0)));
  }
  if (auto read = m_database->check(); !read) return read;
  if (auto shown = m_vectors.follow(static_cast<std::uint64_t>(committed)); !shown) return shown;
  m_dataVersion = version;
  return {};
}

Result<void> FileLibrary::keepVectors() {
  auto bytes = m_vectors.sync();
  if (!bytes) return tl::unexpected(bytes.error());
  setLibraryNumber(*m_database, kCommittedBytes, static_cast<std::int64_t>(*bytes));
  setLibraryNumber(*m_database, kNextMolecule, m_nextMolecule);
  setLibraryNumber(*m_database, kNextText, m_nextText);
  return {};
}

Result<void> FileLibrary::finish(SqliteTransaction& transaction, Result<void> work) {
  // SQLite tells only of what others write, so the next call reads anew what this one wrote.
  m_dataVersion.reset();
  if (!work) return work;
  return transaction.commit();
}

LibraryView FileLibrary::view() {
  return {*m_database, m_vectors, m_molecules, static_cast<std::size_t>(m_nextText)};
}

RowSet FileLibrary::presentTexts() {
  RowSet present(static_cast<std::size_t>(m_nextText), RowSet::Start::Full);
  auto removed = m_database->query("SELECT id FROM removed_texts");
  while (removed.step()) present.erase(static_cast<std::uint64_t>(removed.integer(0)));
  auto notes = m_database->query("SELECT id FROM texts WHERE is_note = 1");
  while (notes.step()) present.erase(static_cast<std::uint64_t>(notes.integer(0)));
  return present;
}

Result<LibraryInfo> FileLibrary::info() {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  LibraryInfo info;
  const std::string file = m_database->file().string();
  info.location = file;
  info.note = m_note;
  for (const std::string& name :
       column(m_database->query("SELECT value FROM library WHERE key = 'name'"))) {
    info.name = name;
  }
  info.molecules = m_molecules.count();
  const RowSet texts = presentTexts();
  info.texts = texts.count();
  info.conformers =
      static_cast<std::size_t>(m_database->integer("SELECT count(*) FROM conformers").value_or(0));
  info.tags = column(m_database->query(
      "SELECT name FROM tags WHERE EXISTS (SELECT 1 FROM molecule_tags WHERE tag = tags.id) "
      "ORDER BY name"));
  info.properties =
      column(m_database->query("SELECT name FROM property_names n WHERE EXISTS "
                               "(SELECT 1 FROM properties WHERE name = n.id) ORDER BY name"));
  for (EmbeddingModel& model : embeddingModels(*m_database)) {
    RowSet molecules =
        rowsOfColumn(m_vectors, model.columns(EmbeddingKind::Structure).codes, m_molecules.rows());
    molecules.keepOnly(m_molecules);
    RowSet embedded =
        rowsOfColumn(m_vectors, model.columns(EmbeddingKind::Text).codes, texts.rows());
    embedded.keepOnly(texts);
    model.info.molecules = molecules.count();
    model.info.texts = embedded.count();
    info.embeddings.push_back(std::move(model.info));
  }
  info.bytes = bytesOf(file) + bytesOf(file + "-wal") + bytesOf(vectorsFile(file));
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  return info;
}

Result<std::vector<Added>> FileLibrary::add(std::span<const NewMolecule> molecules,
                                            const std::optional<ImportMark>& mark) {
  const std::vector<PreparedMolecule> prepared = prepareMolecules(molecules);
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Write);
  if (auto fresh = refresh(); !fresh) return tl::unexpected(fresh.error());
  std::vector<Added> answers;
  answers.reserve(molecules.size());
  const auto work = [&]() -> Result<void> {
    Arrivals arrivals(*m_database, m_nextMolecule, m_nextText);
    for (std::size_t place = 0; place < molecules.size() && !m_database->failed(); ++place) {
      answers.push_back(arrivals.arrive(molecules[place], prepared[place]));
    }
    if (mark) {
      m_database->execute("INSERT OR REPLACE INTO import_marks VALUES (?, ?, ?)", mark->source,
                          mark->place, mark->records);
    }
    if (auto written = m_database->check(); !written) return written;
    if (auto kept = appendKeys(m_vectors, arrivals.keyRows()); !kept) return kept;
    return keepVectors();
  };
  if (auto done = finish(transaction, work()); !done) return tl::unexpected(done.error());
  return answers;
}

Result<LibraryMolecule> FileLibrary::molecule(MoleculeId id) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  auto molecule = moleculeOf(*m_database, id);
  if (!molecule) return molecule;
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  return molecule;
}

Result<std::vector<LibraryRow>> FileLibrary::rows(std::span<const MoleculeId> ids) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  std::vector<LibraryRow> rows;
  for (const MoleculeId id : ids) {
    if (auto row = rowOf(*m_database, id)) rows.push_back(std::move(*row));
  }
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  return rows;
}

Result<std::vector<MoleculeText>> FileLibrary::texts(std::span<const TextId> ids) {
  SqliteTransaction transaction(*m_database, SqliteTransaction::Kind::Read);
  std::vector<MoleculeText> texts;
  for (const TextId id : ids) {
    if (auto text = textOf(*m_database, id)) texts.push_back(std::move(*text));
  }
  if (auto done = transaction.commit(); !done) return tl::unexpected(done.error());
  return texts;
}

Result<std::optional<MoleculeId>> FileLibrary::byInchiKey(std::string_view key) {
  const auto id = m_database->integer("SELECT id FROM molecules WHERE identity = ?", key);
  if (auto read = m_database->check(); !read) return tl::unexpected(read.error());
  return id ? std::optional(MoleculeId(*id)) : std::nullopt;
}

Result<std::optional<ImportMark>> FileLibrary::importMark(std::string_view source) {
  std::optional<ImportMark> mark;
  {
    auto query =
        m_database->query("SELECT place, records FROM import_marks WHERE source = ?", source);
    if (query.step()) {
      mark = ImportMark{std::string(source), static_cast<std::uint64_t>(query.integer(0)),
                        static_cast<std::uint64_t>(query.integer(1))};
    }
  }
  if (auto read = m_database->check(); !read) return tl::unexpected(read.error());
  return mark;
}

Result<void> FileLibrary::forgetImportMark(std::string_view source) {
  m_database->execute("DELETE FROM import_marks WHERE source = ?", source);
  return m_database->check();
}

}  // namespace molloquy::library
