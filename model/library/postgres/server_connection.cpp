#include "model/library/postgres/server_connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>
#include <cstdlib>
#include <utility>

#include "model/library/name_forms.h"

namespace molloquy::library {
namespace {

/// Of pg_type, the same on every server. A value that a statement does not use needs one.
constexpr unsigned kBytea = 17;
constexpr unsigned kBigint = 20;
constexpr unsigned kText = 25;
constexpr unsigned kDouble = 701;
constexpr unsigned kBigints = 1016;

constexpr const char* kPatience = "10";  ///< seconds to connect.

int nibble(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  return 0;
}

}  // namespace

std::string SqlValues::append(Value value) {
  m_values.push_back(std::move(value));
  return fmt::format("${}", m_values.size());
}
std::string SqlValues::add(std::string_view text) { return append({asUtf8(text), kText}); }
std::string SqlValues::add(std::int64_t number) {
  return append({fmt::format("{}", number), kBigint});
}
std::string SqlValues::add(double number) { return append({fmt::format("{}", number), kDouble}); }
std::string SqlValues::addBytes(std::span<const std::byte> bytes) {
  return append({std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), kBytea});
}
std::string SqlValues::addNumbers(std::span<const std::int64_t> numbers) {
  std::string list = "{";
  for (const std::int64_t number : numbers) {
    list += fmt::format("{}{}", list.size() > 1 ? "," : "", number);
  }
  return append({list + "}", kBigints});
}

SqlRows::SqlRows(pg_result* result) : m_result(result, &PQclear) {}
std::size_t SqlRows::size() const { return static_cast<std::size_t>(PQntuples(m_result.get())); }
bool SqlRows::isNull(std::size_t row, int column) const {
  return PQgetisnull(m_result.get(), static_cast<int>(row), column) != 0;
}
std::string SqlRows::text(std::size_t row, int column) const {
  const int place = static_cast<int>(row);
  return {PQgetvalue(m_result.get(), place, column),
          static_cast<std::size_t>(PQgetlength(m_result.get(), place, column))};
}
std::int64_t SqlRows::integer(std::size_t row, int column) const {
  return std::strtoll(PQgetvalue(m_result.get(), static_cast<int>(row), column), nullptr, 10);
}
double SqlRows::number(std::size_t row, int column) const {
  const std::string written = text(row, column);
  double number = 0;
  std::from_chars(written.data(), written.data() + written.size(), number);
  return number;
}
bool SqlRows::flag(std::size_t row, int column) const { return text(row, column) == "t"; }
std::string SqlRows::bytes(std::size_t row, int column) const {
  const std::string written = text(row, column);
  std::string bytes;
  if (!written.starts_with("\\x")) return bytes;
  bytes.reserve(written.size() / 2);
  for (std::size_t at = 2; at + 1 < written.size(); at += 2) {
    bytes += static_cast<char>(nibble(written[at]) * 16 + nibble(written[at + 1]));
  }
  return bytes;
}
std::size_t SqlRows::changed() const {
  return static_cast<std::size_t>(std::strtoull(PQcmdTuples(m_result.get()), nullptr, 10));
}

ServerConnection::ServerConnection(std::string location, ServerAddress address)
    : m_location(std::move(location)), m_address(std::move(address)) {}
ServerConnection::~ServerConnection() { PQfinish(m_connection); }

Result<std::unique_ptr<ServerConnection>> ServerConnection::open(const std::string& location) {
  auto address = readAddress(location);
  if (!address) return tl::unexpected(address.error());
  std::unique_ptr<ServerConnection> made(new ServerConnection(location, std::move(*address)));
  if (auto ready = made->connect(); !ready) return tl::unexpected(ready.error());
  return made;
}

std::string ServerConnection::serverWords() const {
  std::string words = PQerrorMessage(m_connection);
  while (!words.empty() && words.back() <= ' ') words.pop_back();
  const char* password = m_connection != nullptr ? PQpass(m_connection) : nullptr;
  return withoutPassword(std::move(words), password != nullptr ? password : "");
}

bool ServerConnection::isAlive() const { return PQstatus(m_connection) == CONNECTION_OK; }

Result<void> ServerConnection::connect() {
  PQfinish(std::exchange(m_connection, nullptr));
  // A later word wins over an earlier one; the address is expanded where it stands.
  const char* const keywords[] = {"connect_timeout", "dbname", "application_name",
                                  "client_encoding", nullptr};
  const char* const values[] = {kPatience, m_location.c_str(), "Molloquy", "UTF8", nullptr};
  m_connection = PQconnectdbParams(keywords, values, 1);
  if (!isAlive()) {
    return fail(ErrorCode::NotFound,
                fmt::format("There is no connection to {} ({}): look whether the server runs, and "
                            "at the user's name and password.",
                            m_address.shown, serverWords()));
  }
  PQsetNoticeProcessor(
      m_connection, [](void*, const char*) {}, nullptr);
  return prepareSession();
}

Result<void> ServerConnection::prepareSession() {
  // RDKit and pgvector may lie in any schema.
  const auto path = run(
      "SELECT set_config('search_path', concat_ws(', ', 'molloquy', 'public', "
      "(SELECT string_agg(DISTINCT quote_ident(n.nspname), ', ') FROM pg_type t JOIN pg_namespace "
      "n ON n.oid = t.typnamespace WHERE t.typname IN ('mol', 'bfp', 'halfvec') AND n.nspname "
      "<> 'pg_catalog')), false), set_config('extra_float_digits', '3', false), "
      "set_config('jit', 'off', false)");
  if (!path) return tl::unexpected(path.error());
  return {};
}

Result<void> ServerConnection::ensure() {
  if (m_connection != nullptr && isAlive()) return {};
  return connect();
}

Result<bool> ServerConnection::hasType(const char* name) {
  SqlValues values;
  const auto rows =
      run("SELECT to_regtype(" + values.add(std::string_view(name)) + ") IS NOT NULL", values);
  if (!rows) return tl::unexpected(rows.error());
  return rows->flag(0, 0);
}

Result<SqlRows> ServerConnection::run(const std::string& sql, const SqlValues& values,
                                      const std::stop_token& stop) {
  std::vector<const char*> pointers;
  std::vector<int> lengths;
  std::vector<int> formats;
  std::vector<Oid> types;
  for (const SqlValues::Value& value : values.values()) {
    pointers.push_back(value.bytes.data());
    lengths.push_back(static_cast<int>(value.bytes.size()));
    formats.push_back(value.type == kBytea ? 1 : 0);
    types.push_back(value.type);
  }
  if (stop.stop_requested()) return fail(ErrorCode::Internal, "The work was stopped.");
  const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(m_connection),
                                                                  &PQfreeCancel);
  PGresult* result = nullptr;
  {
    const std::stop_callback onStop(stop, [&cancel] {
      char trouble[256];
      if (cancel) PQcancel(cancel.get(), trouble, sizeof trouble);
    });
    result = PQexecParams(m_connection, sql.c_str(), static_cast<int>(pointers.size()),
                          types.data(), pointers.data(), lengths.data(), formats.data(), 0);
  }
  SqlRows rows(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return rows;
  if (!isAlive()) {
    return fail(ErrorCode::NotFound,
                fmt::format("The connection to {} was lost ({}): try again, and it is made anew.",
                            m_address.shown, serverWords()));
  }
  return fail(ErrorCode::Internal, fmt::format("{} answered: {}.", m_address.shown, serverWords()));
}

Result<ServerTransaction> ServerTransaction::begin(ServerConnection& connection, Kind kind) {
  if (auto ready = connection.ensure(); !ready) return tl::unexpected(ready.error());
  const auto begun =
      connection.run(kind == Kind::Read ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                                        : "BEGIN ISOLATION LEVEL READ COMMITTED");
  if (!begun) return tl::unexpected(begun.error());
  return ServerTransaction(connection);
}

ServerTransaction::ServerTransaction(ServerTransaction&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr)) {}

ServerTransaction::~ServerTransaction() {
  if (m_connection != nullptr && m_connection->isAlive()) (void)m_connection->run("ROLLBACK");
}

Result<void> ServerTransaction::commit() {
  const auto done = m_connection->run("COMMIT");
  if (!done) return tl::unexpected(done.error());
  m_connection = nullptr;
  return {};
}

}  // namespace molloquy::library
