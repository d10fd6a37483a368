#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/library/postgres/server_address.h"

struct pg_conn;
struct pg_result;

namespace molloquy::library {

/// Values of a statement. Every add() returns what stands for the value in its text ("$3").
class SqlValues {
 public:
  std::string add(std::string_view text);
  std::string add(std::int64_t number);
  std::string add(double number);
  std::string addBytes(std::span<const std::byte> bytes);
  /// As a bigint[].
  std::string addNumbers(std::span<const std::int64_t> numbers);

  struct Value {
    std::string bytes;
    unsigned type = 0;  ///< its number in pg_type.
  };
  [[nodiscard]] const std::vector<Value>& values() const { return m_values; }

 private:
  std::string append(Value value);
  std::vector<Value> m_values;
};

/// What a statement answers.
class SqlRows {
 public:
  explicit SqlRows(pg_result* result);
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool isNull(std::size_t row, int column) const;
  /// Empty where there is none.
  [[nodiscard]] std::string text(std::size_t row, int column) const;
  [[nodiscard]] std::int64_t integer(std::size_t row, int column) const;
  [[nodiscard]] double number(std::size_t row, int column) const;
  [[nodiscard]] bool flag(std::size_t row, int column) const;
  /// Of a bytea.
  [[nodiscard]] std::string bytes(std::size_t row, int column) const;
  /// Rows that the statement changed.
  [[nodiscard]] std::size_t changed() const;

 private:
  std::shared_ptr<pg_result> m_result;
};

/// A connection to a server. When it is lost, the call under way fails and the next transaction
/// connects anew. Thread: one at a time.
class ServerConnection {
 public:
  /// Errors: InvalidInput (no address), NotFound (no connection), Unsupported (no RDKit there).
  static Result<std::unique_ptr<ServerConnection>> open(const std::string& location);
  ~ServerConnection();
  ServerConnection(const ServerConnection&) = delete;
  ServerConnection& operator=(const ServerConnection&) = delete;

  /// Runs one statement; a stop request cancels it on the server, which makes it fail.
  /// Errors: Internal with the server's words; NotFound when the connection was lost.
  Result<SqlRows> run(const std::string& sql, const SqlValues& values = {},
                      const std::stop_token& stop = {});
  /// Connects anew when the connection was lost. Errors: NotFound.
  Result<void> ensure();

  [[nodiscard]] const ServerAddress& address() const { return m_address; }
  [[nodiscard]] bool isAlive() const;
  /// Whether the server knows a type ("halfvec").
  Result<bool> hasType(const char* name);

 private:
  ServerConnection(std::string location, ServerAddress address);
  Result<void> connect();
  Result<void> prepareSession();
  [[nodiscard]] std::string serverWords() const;

  std::string m_location;
  ServerAddress m_address;
  pg_conn* m_connection = nullptr;
};

/// A transaction, rolled back unless it is committed.
class ServerTransaction {
 public:
  enum class Kind : std::uint8_t { Read, Write };
  static Result<ServerTransaction> begin(ServerConnection& connection, Kind kind);
  ~ServerTransaction();
  ServerTransaction(ServerTransaction&& other) noexcept;
  ServerTransaction(const ServerTransaction&) = delete;
  ServerTransaction& operator=(const ServerTransaction&) = delete;
  Result<void> commit();

 private:
  explicit ServerTransaction(ServerConnection& connection) : m_connection(&connection) {}
  ServerConnection* m_connection;
};

}  // namespace molloquy::library
