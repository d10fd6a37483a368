#pragma once

#include <QByteArray>
#include <QString>
#include <filesystem>
#include <memory>
#include <tl/expected.hpp>

struct sqlite3;
struct sqlite3_stmt;

namespace molloquy::pubchem {

/// Why SQLite would not. Damaged: the file is no database or is broken inside.
struct SqliteFailure {
  int code = 0;
  QString words;
  [[nodiscard]] bool damaged() const;
};

/// One statement being carried out; its values are bound from 1, its columns read from 0.
class SqliteRows {
 public:
  SqliteRows& bind(qint64 value);
  SqliteRows& bind(const QString& value);
  SqliteRows& bind(const QByteArray& value);
  /// true = a row can be read, false = the end.
  tl::expected<bool, SqliteFailure> next();
  [[nodiscard]] qint64 number(int column) const;
  [[nodiscard]] QString text(int column) const;
  [[nodiscard]] QByteArray bytes(int column) const;

 private:
  friend class SqliteFile;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  SqliteRows(sqlite3* database, sqlite3_stmt* statement)
      : m_database(database), m_statement(statement) {}

  sqlite3* m_database = nullptr;
  std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
  int m_bound = 0;
};

/// A small database of the transport's own (cache, ledger): write-ahead log, so that a program that
/// is killed loses at most its last moments and the file stays whole.
class SqliteFile {
 public:
  /// Opens or makes the file and its folder, and runs the schema. A file that is damaged is put
  /// aside as "NAME.damaged" and a new one begun; `putAside` tells so.
  static tl::expected<SqliteFile, SqliteFailure> open(const std::filesystem::path& path,
                                                      const char* schema);

  /// Renames a file, which must be closed, to "NAME.damaged".
  static void moveAside(const std::filesystem::path& path);

  tl::expected<SqliteRows, SqliteFailure> prepare(const char* statement);
  /// Statements without values and results.
  tl::expected<void, SqliteFailure> run(const char* statements);
  [[nodiscard]] bool putAside() const { return m_putAside; }
  [[nodiscard]] qint64 lastRow() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit SqliteFile(sqlite3* database) : m_database(database) {}
  static tl::expected<SqliteFile, SqliteFailure> openOnce(const std::filesystem::path& path,
                                                          const char* schema);

  std::unique_ptr<sqlite3, Close> m_database;
  bool m_putAside = false;
};

}  // namespace molloquy::pubchem
