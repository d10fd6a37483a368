#include "app/pubchem/sqlite_file.h"

#include <sqlite3.h>

#include <system_error>

namespace molloquy::pubchem {

namespace {

SqliteFailure failureOf(sqlite3* database, int code) {
  const char* words = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  return {code & 0xFF, QString::fromUtf8(words)};
}

/// Another program may be writing to the same file for a moment.
constexpr int kWaitForOthersMs = 2'000;

}  // namespace

bool SqliteFailure::damaged() const { return code == SQLITE_CORRUPT || code == SQLITE_NOTADB; }

void SqliteRows::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteRows& SqliteRows::bind(qint64 value) {
  sqlite3_bind_int64(m_statement.get(), ++m_bound, value);
  return *this;
}

SqliteRows& SqliteRows::bind(const QString& value) {
  const QByteArray utf8 = value.toUtf8();
  sqlite3_bind_text64(m_statement.get(), ++m_bound, utf8.constData(),
                      static_cast<sqlite3_uint64>(utf8.size()), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

SqliteRows& SqliteRows::bind(const QByteArray& value) {
  sqlite3_bind_blob64(m_statement.get(), ++m_bound, value.constData(),
                      static_cast<sqlite3_uint64>(value.size()), SQLITE_TRANSIENT);
  return *this;
}

tl::expected<bool, SqliteFailure> SqliteRows::next() {
  const int code = sqlite3_step(m_statement.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return tl::unexpected(failureOf(m_database, code));
}

qint64 SqliteRows::number(int column) const {
  return sqlite3_column_int64(m_statement.get(), column);
}

QString SqliteRows::text(int column) const {
  const auto* utf8 = reinterpret_cast<const char*>(sqlite3_column_text(m_statement.get(), column));
  return QString::fromUtf8(utf8, sqlite3_column_bytes(m_statement.get(), column));
}

QByteArray SqliteRows::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(m_statement.get(), column));
  return {data, sqlite3_column_bytes(m_statement.get(), column)};
}

void SqliteFile::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

tl::expected<SqliteFile, SqliteFailure> SqliteFile::openOnce(const std::filesystem::path& path,
                                                             const char* schema) {
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  SqliteFile file(database);
  if (code != SQLITE_OK) return tl::unexpected(failureOf(database, code));
  sqlite3_busy_timeout(database, kWaitForOthersMs);
  // A file that is only now being made holds nothing yet that could be lost: no waiting for the
  // disk.
  const auto made = file.run(
      "PRAGMA synchronous = OFF; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;");
  if (!made) return tl::unexpected(made.error());
  const auto ready = file.run(schema);
  if (!ready) return tl::unexpected(ready.error());
  const auto careful = file.run("PRAGMA synchronous = NORMAL");
  if (!careful) return tl::unexpected(careful.error());
  return file;
}

void SqliteFile::moveAside(const std::filesystem::path& path) {
  std::error_code ignored;
  std::filesystem::rename(path, std::filesystem::path(path).concat(".damaged"), ignored);
  std::filesystem::remove(std::filesystem::path(path).concat("-wal"), ignored);
  std::filesystem::remove(std::filesystem::path(path).concat("-shm"), ignored);
}

tl::expected<SqliteFile, SqliteFailure> SqliteFile::open(const std::filesystem::path& path,
                                                         const char* schema) {
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  auto file = openOnce(path, schema);
  if (file || !file.error().damaged()) return file;
  moveAside(path);
  file = openOnce(path, schema);
  if (file) file->m_putAside = true;
  return file;
}

tl::expected<SqliteRows, SqliteFailure> SqliteFile::prepare(const char* statement) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v2(m_database.get(), statement, -1, &prepared, nullptr);
  if (code != SQLITE_OK) return tl::unexpected(failureOf(m_database.get(), code));
  return SqliteRows(m_database.get(), prepared);
}

tl::expected<void, SqliteFailure> SqliteFile::run(const char* statements) {
  const int code = sqlite3_exec(m_database.get(), statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return tl::unexpected(failureOf(m_database.get(), code));
  return {};
}

qint64 SqliteFile::lastRow() const { return sqlite3_last_insert_rowid(m_database.get()); }

}  // namespace molloquy::pubchem
