#include "model/library/sqlite_database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <system_error>
#include <utility>

namespace molloquy::library {
namespace {

constexpr int kWaitForOthersMs = 10'000;

/// Settings of every opening: the cache bounds the memory of an import.
constexpr const char* kSettings = R"(
  PRAGMA foreign_keys = ON;
  PRAGMA synchronous = NORMAL;
  PRAGMA secure_delete = OFF;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA mmap_size = 268435456;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864;
)";

Error worded(int code, const std::filesystem::path& file, const char* said) {
  const std::string name = file.string();
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return {ErrorCode::Internal,
              fmt::format("The disk of {} is full: make room and try again. Nothing half written "
                          "was kept.",
                          name)};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {ErrorCode::Internal,
              fmt::format("{} may not be written: copy it to a folder of yours, or change its "
                          "permissions.",
                          name)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {
          ErrorCode::Internal,
          fmt::format("Another program is writing to {}: try again when it has finished.", name)};
    case SQLITE_CANTOPEN:
      return {ErrorCode::NotFound,
              fmt::format("{} cannot be opened: look whether its folder exists and may be written.",
                          name)};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {ErrorCode::Corrupt,
              fmt::format("{} is damaged ({}): take a copy from before, or import its sources "
                          "into a new library.",
                          name, said)};
    case SQLITE_NOMEM:
      return {ErrorCode::OutOfMemory, fmt::format("The memory did not suffice for {}.", name)};
    case SQLITE_IOERR:
      return {
          ErrorCode::Internal,
          fmt::format("The disk refused to read or write {} ({}): check the disk.", name, said)};
    default:
      return {ErrorCode::Internal, fmt::format("The library {} failed: {}.", name, said)};
  }
}

/// Percent-encoded for an SQLite URI.
std::string uriOf(const std::filesystem::path& file, std::string_view options) {
  std::string uri = "file:";
  for (const char letter : std::filesystem::absolute(file).string()) {
    if (letter == '%' || letter == '?' || letter == '#') {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    } else {
      uri += letter;
    }
  }
  return uri.append(options);
}

bool mayWrite(const std::filesystem::path& file) {
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
  return faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) == 0 &&
         faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0;
}

/// How a file is opened: a medium that cannot be written holds no finished log to be read either.
std::pair<std::string, int> openingOf(const std::filesystem::path& file, SqliteAccess access) {
  constexpr int kCommon = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
  if (access == SqliteAccess::Create) {
    return {uriOf(file, ""), kCommon | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE};
  }
  if (mayWrite(file)) return {uriOf(file, ""), kCommon | SQLITE_OPEN_READWRITE};
  std::error_code none;
  const std::filesystem::path log = file.string() + "-wal";
  const bool logged = std::filesystem::exists(log, none) && std::filesystem::file_size(log, none);
  return {uriOf(file, logged ? "" : "?immutable=1"), kCommon | SQLITE_OPEN_READONLY};
}

}  // namespace

SqliteQuery::SqliteQuery(SqliteDatabase& database, sqlite3_stmt* statement)
    : m_database(database), m_statement(statement) {}

SqliteQuery::~SqliteQuery() {
  if (m_statement == nullptr) return;
  sqlite3_reset(m_statement);
  sqlite3_clear_bindings(m_statement);
}

void SqliteQuery::bind(int place, std::int64_t value) {
  if (m_statement != nullptr) m_database.stick(sqlite3_bind_int64(m_statement, place, value));
}

void SqliteQuery::bind(int place, double value) {
  if (m_statement != nullptr) m_database.stick(sqlite3_bind_double(m_statement, place, value));
}

void SqliteQuery::bind(int place, std::string_view text) {
  if (m_statement == nullptr) return;
  const char* letters = text.empty() ? "" : text.data();
  m_database.stick(
      sqlite3_bind_text64(m_statement, place, letters, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void SqliteQuery::bind(int place, std::span<const std::byte> blob) {
  if (m_statement == nullptr) return;
  const void* bytes = blob.empty() ? static_cast<const void*>("") : blob.data();
  m_database.stick(sqlite3_bind_blob64(m_statement, place, bytes, blob.size(), SQLITE_TRANSIENT));
}

void SqliteQuery::bindNull(int place) {
  if (m_statement != nullptr) m_database.stick(sqlite3_bind_null(m_statement, place));
}

bool SqliteQuery::step() {
  if (m_statement == nullptr || m_database.failed()) return false;
  const int code = sqlite3_step(m_statement);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) m_database.stick(code);
  return false;
}

std::int64_t SqliteQuery::integer(int column) const {
  return sqlite3_column_int64(m_statement, column);
}

double SqliteQuery::number(int column) const { return sqlite3_column_double(m_statement, column); }

std::string_view SqliteQuery::text(int column) const {
  const unsigned char* letters = sqlite3_column_text(m_statement, column);
  if (letters == nullptr) return {};
  return {reinterpret_cast<const char*>(letters),
          static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

std::string_view SqliteQuery::blob(int column) const {
  const void* bytes = sqlite3_column_blob(m_statement, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

bool SqliteQuery::isNull(int column) const {
  return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

SqliteDatabase::SqliteDatabase(std::filesystem::path file, sqlite3* handle)
    : m_file(std::move(file)), m_handle(handle) {}

SqliteDatabase::~SqliteDatabase() {
  for (const auto& [sql, statement] : m_statements) sqlite3_finalize(statement);
  sqlite3_close_v2(m_handle);
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const std::filesystem::path& file,
                                                             SqliteAccess access) {
  std::error_code unknown;
  if (access == SqliteAccess::Create && std::filesystem::exists(file, unknown)) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} exists already: open it, or choose another name.", file.string()));
  }
  const auto [uri, flags] = openingOf(file, access);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(uri.c_str(), &handle, flags, nullptr);
  std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(file, handle));
  if (code != SQLITE_OK) {
    return tl::unexpected(worded(code, file, handle ? sqlite3_errmsg(handle) : "no memory"));
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kWaitForOthersMs);
  database->script(kSettings);
  if (auto ready = database->check(); !ready) return tl::unexpected(ready.error());
  return database;
}

void SqliteDatabase::script(const char* sql) {
  if (!failed()) stick(sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr));
}

sqlite3_stmt* SqliteDatabase::prepared(const char* sql) {
  if (failed()) return nullptr;
  if (const auto known = m_statements.find(sql); known != m_statements.end()) return known->second;
  sqlite3_stmt* statement = nullptr;
  stick(sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
  if (statement != nullptr) m_statements.emplace(sql, statement);
  return statement;
}

void SqliteDatabase::stick(int code) {
  if (code == SQLITE_OK || failed()) return;
  m_failure = worded(code, m_file, sqlite3_errmsg(m_handle));
}

Result<void> SqliteDatabase::check() {
  if (!m_failure) return {};
  Error failure = std::move(*m_failure);
  m_failure.reset();
  return tl::unexpected(std::move(failure));
}

bool SqliteDatabase::isReadOnly() const { return sqlite3_db_readonly(m_handle, "main") == 1; }

SqliteTransaction::SqliteTransaction(SqliteDatabase& database, Kind kind) : m_database(database) {
  m_database.script(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

SqliteTransaction::~SqliteTransaction() {
  if (!m_open) return;
  // A failure that stuck must not keep the work from being undone, nor be forgotten by it.
  std::optional<Error> failure = std::exchange(m_database.m_failure, std::nullopt);
  if (sqlite3_get_autocommit(m_database.m_handle) == 0) m_database.script("ROLLBACK");
  m_database.m_failure = std::move(failure);
}

Result<void> SqliteTransaction::commit() {
  m_database.script("COMMIT");
  if (auto done = m_database.check(); !done) {
    if (sqlite3_get_autocommit(m_database.m_handle) == 0) m_database.script("ROLLBACK");
    m_open = false;
    auto undone = m_database.check();
    return done;
  }
  m_open = false;
  return {};
}

}  // namespace molloquy::library
