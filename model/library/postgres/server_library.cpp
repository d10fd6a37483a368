#include "model/library/postgres/server_library.h"

#include <fmt/format.h>

#include <utility>

#include "model/library/postgres/server_records.h"
#include "model/library/server_library.h"

namespace molloquy::library {
namespace {

Result<std::vector<std::string>> column(ServerConnection& connection, const char* sql) {
  const auto rows = connection.run(sql);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<std::string> values;
  for (std::size_t row = 0; row < rows->size(); ++row) values.push_back(rows->text(row, 0));
  return values;
}

Result<std::vector<EmbeddingsInfo>> embeddingsOf(ServerConnection& connection) {
  auto models = serverModels(connection);
  if (!models) return tl::unexpected(models.error());
  std::vector<EmbeddingsInfo> infos;
  for (ServerModel& model : *models) {
    const auto counts = connection.run(
        fmt::format("SELECT (SELECT count(*) FROM {0}), (SELECT count(*) FROM {1})",
                    model.table(EmbeddingKind::Pooled), model.table(EmbeddingKind::Text)));
    if (!counts) return tl::unexpected(counts.error());
    model.info.molecules = static_cast<std::size_t>(counts->integer(0, 0));
    model.info.texts = static_cast<std::size_t>(counts->integer(0, 1));
    infos.push_back(std::move(model.info));
  }
  return infos;
}

constexpr const char* kNoPgvector =
    "The server has no pgvector, so embeddings are searched on this machine: every search by them "
    "reads all that are kept over the network. CREATE EXTENSION vector; and computing them anew "
    "moves the search to the server.";

}  // namespace

Result<std::unique_ptr<ServerLibrary>> ServerLibrary::open(const std::string& location,
                                                           Missing missing, std::string_view name) {
  auto connection = ServerConnection::open(location);
  if (!connection) return tl::unexpected(connection.error());
  const ServerAddress& address = (*connection)->address();
  const auto layout = layoutOf(**connection);
  if (!layout) return tl::unexpected(layout.error());
  if (layout->has_value() && missing == Missing::MustBeMissing) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("{} has a library already: open it, or name another database.", address.shown));
  }
  if (layout->has_value() && **layout > kServerLayout) {
    return fail(ErrorCode::Unsupported,
                fmt::format("{} was made by a newer version of Molloquy (layout {}, this program "
                            "knows {}): open it with that one.",
                            address.shown, **layout, kServerLayout));
  }
  if (!layout->has_value()) {
    if (auto ready = ensureExtensions(**connection); !ready) return tl::unexpected(ready.error());
    const std::string called = name.empty() ? address.database : std::string(name);
    if (auto made = makeServerSchema(**connection, called); !made) {
      return tl::unexpected(made.error());
    }
  }
  return std::unique_ptr<ServerLibrary>(new ServerLibrary(std::move(*connection)));
}

Result<LibraryInfo> ServerLibrary::info() {
  ServerConnection& connection = *m_connection;
  auto transaction = ServerTransaction::begin(connection, ServerTransaction::Kind::Read);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto numbers = connection.run(
      "SELECT name, molecules, (SELECT count(*) FROM molloquy.conformers), "
      "(SELECT count(*) FROM molloquy.texts WHERE NOT is_note), "
      "(SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n "
      "ON n.oid = c.relnamespace WHERE n.nspname = 'molloquy' AND c.relkind = 'r') "
      "FROM molloquy.library");
  if (!numbers) return tl::unexpected(numbers.error());
  auto tags = column(connection,
                     "SELECT name FROM molloquy.tags t WHERE EXISTS (SELECT 1 FROM "
                     "molloquy.molecule_tags WHERE tag = t.id) ORDER BY name COLLATE \"C\"");
  if (!tags) return tl::unexpected(tags.error());
  auto properties = column(connection,
                           "SELECT name FROM molloquy.property_names n WHERE EXISTS (SELECT 1 FROM "
                           "molloquy.properties WHERE name = n.id) ORDER BY name COLLATE \"C\"");
  if (!properties) return tl::unexpected(properties.error());
  auto embeddings = embeddingsOf(connection);
  if (!embeddings) return tl::unexpected(embeddings.error());
  const auto pgvector = connection.hasType("halfvec");
  if (!pgvector) return tl::unexpected(pgvector.error());
  LibraryInfo info;
  info.location = connection.address().shown;
  info.name = numbers->text(0, 0);
  info.molecules = static_cast<std::size_t>(numbers->integer(0, 1));
  info.conformers = static_cast<std::size_t>(numbers->integer(0, 2));
  info.texts = static_cast<std::size_t>(numbers->integer(0, 3));
  info.bytes = static_cast<std::uintmax_t>(numbers->integer(0, 4));
  info.tags = std::move(*tags);
  info.properties = std::move(*properties);
  info.embeddings = std::move(*embeddings);
  if (!*pgvector) info.note = kNoPgvector;
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  return info;
}

Result<LibraryMolecule> ServerLibrary::molecule(MoleculeId id) {
  auto transaction = ServerTransaction::begin(*m_connection, ServerTransaction::Kind::Read);
  if (!transaction) return tl::unexpected(transaction.error());
  auto molecule = moleculeOf(*m_connection, id);
  if (!molecule) return molecule;
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  return molecule;
}

Result<std::vector<LibraryRow>> ServerLibrary::rows(std::span<const MoleculeId> ids) {
  if (auto ready = m_connection->ensure(); !ready) return tl::unexpected(ready.error());
  return rowsOf(*m_connection, ids);
}

Result<std::vector<MoleculeText>> ServerLibrary::texts(std::span<const TextId> ids) {
  if (auto ready = m_connection->ensure(); !ready) return tl::unexpected(ready.error());
  return textsOf(*m_connection, ids);
}

Result<std::optional<MoleculeId>> ServerLibrary::byInchiKey(std::string_view key) {
  if (auto ready = m_connection->ensure(); !ready) return tl::unexpected(ready.error());
  SqlValues values;
  const auto rows = m_connection->run(
      "SELECT id FROM molloquy.molecules WHERE md5(identity) = md5(" + values.add(key) + ")",
      values);
  if (!rows) return tl::unexpected(rows.error());
  return rows->size() == 0 ? std::nullopt : std::optional(MoleculeId(rows->integer(0, 0)));
}

Result<std::size_t> ServerLibrary::mend(const std::function<void(std::size_t, std::size_t)>&,
                                        std::stop_token) {
  return std::size_t{0};
}

Result<std::optional<ImportMark>> ServerLibrary::importMark(std::string_view source) {
  if (auto ready = m_connection->ensure(); !ready) return tl::unexpected(ready.error());
  SqlValues values;
  const auto rows = m_connection->run(
      "SELECT place, records FROM molloquy.import_marks WHERE source = " + values.add(source),
      values);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->size() == 0) return std::optional<ImportMark>();
  return std::optional(ImportMark{std::string(source),
                                  static_cast<std::uint64_t>(rows->integer(0, 0)),
                                  static_cast<std::uint64_t>(rows->integer(0, 1))});
}

Result<void> ServerLibrary::forgetImportMark(std::string_view source) {
  if (auto ready = m_connection->ensure(); !ready) return tl::unexpected(ready.error());
  SqlValues values;
  const auto gone = m_connection->run(
      "DELETE FROM molloquy.import_marks WHERE source = " + values.add(source), values);
  if (!gone) return tl::unexpected(gone.error());
  return {};
}

Result<std::unique_ptr<MoleculeLibrary>> openServerLibrary(const std::string& location) {
  auto library = ServerLibrary::open(location, ServerLibrary::Missing::Make, {});
  if (!library) return tl::unexpected(library.error());
  return std::move(*library);
}

Result<std::unique_ptr<MoleculeLibrary>> createServerLibrary(const std::string& location,
                                                             std::string_view name) {
  auto library = ServerLibrary::open(location, ServerLibrary::Missing::MustBeMissing, name);
  if (!library) return tl::unexpected(library.error());
  return std::move(*library);
}

}  // namespace molloquy::library
