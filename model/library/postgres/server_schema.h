#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/base/result.h"
#include "model/library/postgres/server_connection.h"

namespace molloquy::library {

inline constexpr std::int64_t kServerLayout = 1;

/// The layout of the library in a database; nullopt when there is none. Errors: those of the
/// connection, Corrupt (another program's schema of that name).
Result<std::optional<std::int64_t>> layoutOf(ServerConnection& connection);
/// Adds the extension RDKit where the server has it. Errors: Unsupported with the command.
Result<void> ensureExtensions(ServerConnection& connection);
/// Makes the schema in a transaction of its own.
Result<void> makeServerSchema(ServerConnection& connection, std::string_view name);

/// Numbers that are counted on; locked by who writes.
struct Counters {
  std::int64_t nextMolecule = 0;
  std::int64_t nextText = 0;
  std::int64_t nextRow = 0;
  std::int64_t molecules = 0;
};
/// Waits until nobody else writes. A write transaction is open.
Result<Counters> lockCounters(ServerConnection& connection);
Result<void> keepCounters(ServerConnection& connection, const Counters& counters);

}  // namespace molloquy::library
