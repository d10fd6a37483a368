#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "model/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace molloquy::library {

class SqliteDatabase;

/// One run of a prepared statement; the statement is free again when it is destroyed.
/// Text and blobs are valid until the next step.
class SqliteQuery {
 public:
  SqliteQuery(SqliteDatabase& database, sqlite3_stmt* statement);
  ~SqliteQuery();
  SqliteQuery(SqliteQuery&& other) noexcept
      : m_database(other.m_database), m_statement(std::exchange(other.m_statement, nullptr)) {}
  SqliteQuery(const SqliteQuery&) = delete;
  SqliteQuery& operator=(const SqliteQuery&) = delete;

  void bind(int place, std::int64_t value);
  void bind(int place, double value);
  void bind(int place, std::string_view text);
  void bind(int place, std::span<const std::byte> blob);
  void bindNull(int place);

  /// Goes to the next row. returns false at the end and after a failure.
  bool step();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double number(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view blob(int column) const;
  [[nodiscard]] bool isNull(int column) const;

 private:
  SqliteDatabase& m_database;
  sqlite3_stmt* m_statement;
};

enum class SqliteAccess : std::uint8_t { Create, Open };

/// An SQLite file. The first failure sticks: everything after it does nothing and finds nothing,
/// until check() takes it; so work of many statements asks once, at its end.
/// Thread: one at a time.
class SqliteDatabase {
 public:
  /// Opens for reading alone where the file or its folder may not be written.
  /// Errors: InvalidInput (Create: the file exists), NotFound, Corrupt, Internal.
  static Result<std::unique_ptr<SqliteDatabase>> open(const std::filesystem::path& file,
                                                      SqliteAccess access);
  ~SqliteDatabase();
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  /// Runs statements without values, separated by semicolons.
  void script(const char* sql);
  /// Prepares (once for each text) and binds. One run of the same text at a time.
  template <class... Values>
  SqliteQuery query(const char* sql, const Values&... values) {
    SqliteQuery query(*this, prepared(sql));
    int place = 0;
    (bindValue(query, ++place, values), ...);
    return query;
  }
  /// Runs a statement to its end.
  template <class... Values>
  void execute(const char* sql, const Values&... values) {
    SqliteQuery run = query(sql, values...);
    while (run.step()) {
    }
  }
  /// The first column of the first row; nullopt when there is none or it is NULL.
  template <class... Values>
  std::optional<std::int64_t> integer(const char* sql, const Values&... values) {
    SqliteQuery run = query(sql, values...);
    if (!run.step() || run.isNull(0)) return std::nullopt;
    return run.integer(0);
  }

  [[nodiscard]] bool failed() const { return m_failure.has_value(); }
  /// Takes the failure that stuck, if there is one.
  [[nodiscard]] Result<void> check();
  [[nodiscard]] bool isReadOnly() const;
  [[nodiscard]] const std::filesystem::path& file() const { return m_file; }

 private:
  friend class SqliteQuery;
  friend class SqliteTransaction;
  SqliteDatabase(std::filesystem::path file, sqlite3* handle);
  sqlite3_stmt* prepared(const char* sql);
  void stick(int code);

  template <class Value>
  static void bindValue(SqliteQuery& query, int place, const Value& value) {
    if constexpr (std::integral<Value>) {
      query.bind(place, static_cast<std::int64_t>(value));
    } else if constexpr (std::same_as<Value, std::optional<double>>) {
      if (value) query.bind(place, *value);
      if (!value) query.bindNull(place);
    } else if constexpr (std::convertible_to<Value, std::string_view>) {
      query.bind(place, std::string_view(value));
    } else {
      query.bind(place, value);
    }
  }

  std::filesystem::path m_file;
  sqlite3* m_handle;
  std::map<std::string, sqlite3_stmt*, std::less<>> m_statements;
  std::optional<Error> m_failure;
};

/// What is read or written together. Undone when destroyed before commit().
class SqliteTransaction {
 public:
  enum class Kind : std::uint8_t {
    Read,   ///< one state of the library, whatever another program writes meanwhile.
    Write,  ///< waits for the other writers.
  };
  SqliteTransaction(SqliteDatabase& database, Kind kind);
  ~SqliteTransaction();
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;
  /// Errors: the failure that stuck; everything is undone then.
  Result<void> commit();

 private:
  SqliteDatabase& m_database;
  bool m_open = true;
};

}  // namespace molloquy::library
