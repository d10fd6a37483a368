#include "model/library/postgres/server_schema.h"

#include <fmt/format.h>

namespace molloquy::library {
namespace {

constexpr const char* kTables[] = {
    "CREATE SCHEMA molloquy",
    "CREATE TABLE molloquy.library (layout bigint NOT NULL, name text NOT NULL, "
    "next_molecule bigint NOT NULL DEFAULT 0, next_text bigint NOT NULL DEFAULT 0, "
    "next_row bigint NOT NULL DEFAULT 0, molecules bigint NOT NULL DEFAULT 0)",

    // Long texts are compared by their MD5 and their beginnings, since an index row is short.
    R"(CREATE TABLE molloquy.molecules (
      id bigint PRIMARY KEY, identity text COLLATE "C" NOT NULL, smiles text NOT NULL,
      formula text COLLATE "C" NOT NULL, title text COLLATE "C" NOT NULL,
      known boolean NOT NULL DEFAULT false, average_mass float8, heavy_atoms float8, logp float8,
      tpsa float8, donors float8, acceptors float8, rotatable_bonds float8, rings float8,
      charge float8))",
    "CREATE UNIQUE INDEX molecules_identity ON molloquy.molecules (md5(identity))",
    "CREATE INDEX molecules_inchikey ON molloquy.molecules (left(identity, 27))",
    "CREATE INDEX molecules_formula ON molloquy.molecules (left(formula, 200), id)",
    "CREATE INDEX molecules_title ON molloquy.molecules "
    "((title = ''), lower(left(title, 200)), id)",
    "CREATE INDEX molecules_mass ON molloquy.molecules (average_mass, id)",

    // screen: RDKit's pattern bits. mol: of the server's RDKit; null where it cannot read the
    // SMILES. shape: USRCAT, float32 [60], of the first conformer.
    R"(CREATE TABLE molloquy.structures (
      id bigint PRIMARY KEY REFERENCES molloquy.molecules ON DELETE CASCADE,
      graph bytea NOT NULL, screen bit(2048) NOT NULL, mol mol, morgan bfp NOT NULL,
      path bfp NOT NULL, maccs bfp NOT NULL, shape bytea))",
    "CREATE INDEX structures_unread ON molloquy.structures (id) WHERE mol IS NULL",
    "CREATE INDEX structures_morgan ON molloquy.structures USING gist (morgan)",
    "CREATE INDEX structures_path ON molloquy.structures USING gist (path)",
    "CREATE INDEX structures_maccs ON molloquy.structures USING gist (maccs)",
    "CREATE INDEX structures_shaped ON molloquy.structures (id) WHERE shape IS NOT NULL",

    R"(CREATE TABLE molloquy.names (
      id bigint PRIMARY KEY, kind smallint NOT NULL, name text NOT NULL,
      normal text COLLATE "C" NOT NULL, words tsvector NOT NULL,
      known boolean NOT NULL DEFAULT false,
      molecule bigint NOT NULL REFERENCES molloquy.molecules ON DELETE CASCADE))",
    "CREATE UNIQUE INDEX names_once ON molloquy.names (molecule, md5(normal))",
    "CREATE INDEX names_normal ON molloquy.names (left(normal, 200), kind, molecule)",
    "CREATE INDEX names_known ON molloquy.names (left(normal, 200)) WHERE known",
    "CREATE INDEX names_words ON molloquy.names USING gin (words)",

    "CREATE TABLE molloquy.origins (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
    "name text NOT NULL, credit text NOT NULL)",
    "CREATE UNIQUE INDEX origins_once ON molloquy.origins (md5(name), md5(credit))",
    R"(CREATE TABLE molloquy.sources (
      id bigint PRIMARY KEY, origin bigint NOT NULL REFERENCES molloquy.origins,
      reference text NOT NULL, url text NOT NULL,
      molecule bigint NOT NULL REFERENCES molloquy.molecules ON DELETE CASCADE))",
    "CREATE UNIQUE INDEX sources_once ON molloquy.sources "
    "(molecule, origin, md5(reference), md5(url))",

    // The person's notes lie among the texts, to be found by their words.
    R"(CREATE TABLE molloquy.texts (
      id bigint PRIMARY KEY, is_note boolean NOT NULL, text text NOT NULL,
      words tsvector NOT NULL, origin bigint REFERENCES molloquy.origins, reference text, url text,
      molecule bigint NOT NULL REFERENCES molloquy.molecules ON DELETE CASCADE))",
    "CREATE UNIQUE INDEX texts_once ON molloquy.texts (molecule, md5(text)) WHERE NOT is_note",
    "CREATE UNIQUE INDEX texts_notes ON molloquy.texts (molecule) WHERE is_note",
    "CREATE INDEX texts_words ON molloquy.texts USING gin (words)",

    R"(CREATE TABLE molloquy.conformers (
      id bigint PRIMARY KEY, positions bytea NOT NULL, geometry smallint NOT NULL, energy float8,
      method text NOT NULL, note text NOT NULL, origin bigint REFERENCES molloquy.origins,
      reference text, url text,
      molecule bigint NOT NULL REFERENCES molloquy.molecules ON DELETE CASCADE))",
    "CREATE UNIQUE INDEX conformers_once ON molloquy.conformers (molecule, md5(positions))",

    "CREATE TABLE molloquy.property_names (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
    "name text NOT NULL)",
    "CREATE UNIQUE INDEX property_names_once ON molloquy.property_names (md5(name))",
    R"(CREATE TABLE molloquy.properties (
      id bigint PRIMARY KEY, name bigint NOT NULL REFERENCES molloquy.property_names,
      text text NOT NULL, number float8,
      molecule bigint NOT NULL REFERENCES molloquy.molecules ON DELETE CASCADE))",
    "CREATE UNIQUE INDEX properties_once ON molloquy.properties (molecule, name, md5(text))",
    "CREATE INDEX properties_number ON molloquy.properties (name, number, molecule)",

    "CREATE TABLE molloquy.tags (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
    "name text NOT NULL)",
    "CREATE UNIQUE INDEX tags_once ON molloquy.tags (md5(name))",
    R"(CREATE TABLE molloquy.molecule_tags (
      tag bigint NOT NULL REFERENCES molloquy.tags,
      molecule bigint NOT NULL REFERENCES molloquy.molecules ON DELETE CASCADE,
      PRIMARY KEY (molecule, tag)))",
    "CREATE INDEX molecule_tags_tag ON molloquy.molecule_tags (tag, molecule)",

    // is_halfvec: the vectors lie in pgvector's type, else as halves in a bytea.
    "CREATE TABLE molloquy.embeddings (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
    "stamp text NOT NULL UNIQUE, name text NOT NULL, queries bigint NOT NULL, "
    "width bigint NOT NULL, is_halfvec boolean NOT NULL)",
    "CREATE TABLE molloquy.import_marks (source text PRIMARY KEY, place numeric NOT NULL, "
    "records numeric NOT NULL)",
};

}  // namespace

Result<std::optional<std::int64_t>> layoutOf(ServerConnection& connection) {
  const auto there = connection.run(
      "SELECT to_regnamespace('molloquy') IS NOT NULL, to_regclass('molloquy.library') IS NOT "
      "NULL");
  if (!there) return tl::unexpected(there.error());
  if (!there->flag(0, 0)) return std::optional<std::int64_t>();
  if (there->flag(0, 1)) {
    const auto layout = connection.run("SELECT layout FROM molloquy.library");
    if (!layout) return tl::unexpected(layout.error());
    if (layout->size() == 1) return std::optional(layout->integer(0, 0));
  }
  return fail(ErrorCode::Corrupt,
              fmt::format("{} has a schema molloquy that is no library: name another database.",
                          connection.address().shown));
}

Result<void> ensureExtensions(ServerConnection& connection) {
  auto has = connection.hasType("mol");
  if (!has) return tl::unexpected(has.error());
  if (!*has) {
    const auto added = connection.run("CREATE EXTENSION IF NOT EXISTS rdkit");
    if (!added && !connection.isAlive()) return tl::unexpected(added.error());
    if (!added) {
      return fail(ErrorCode::Unsupported,
                  fmt::format("{} Libraries need RDKit's cartridge there: have an administrator "
                              "install it (Debian: postgresql-17-rdkit) and run "
                              "CREATE EXTENSION rdkit; in this database.",
                              added.error().message));
    }
  }
  has = connection.hasType("halfvec");
  if (!has) return tl::unexpected(has.error());
  // Without pgvector embeddings are searched here, so a refusal is none of the person's trouble.
  if (!*has) (void)connection.run("CREATE EXTENSION IF NOT EXISTS vector");
  return {};
}

Result<void> makeServerSchema(ServerConnection& connection, std::string_view name) {
  auto transaction = ServerTransaction::begin(connection, ServerTransaction::Kind::Write);
  if (!transaction) return tl::unexpected(transaction.error());
  for (const char* statement : kTables) {
    if (auto made = connection.run(statement); !made) return tl::unexpected(made.error());
  }
  SqlValues values;
  const std::string layout = values.add(kServerLayout);
  const auto named = connection.run("INSERT INTO molloquy.library (layout, name) VALUES (" +
                                        layout + ", " + values.add(name) + ")",
                                    values);
  if (!named) return tl::unexpected(named.error());
  return transaction->commit();
}

Result<Counters> lockCounters(ServerConnection& connection) {
  const auto rows = connection.run(
      "SELECT next_molecule, next_text, next_row, molecules FROM molloquy.library FOR UPDATE");
  if (!rows) return tl::unexpected(rows.error());
  if (rows->size() != 1) {
    return fail(ErrorCode::Corrupt,
                fmt::format("The library in {} has lost its counters: restore a backup of it.",
                            connection.address().shown));
  }
  return Counters{rows->integer(0, 0), rows->integer(0, 1), rows->integer(0, 2),
                  rows->integer(0, 3)};
}

Result<void> keepCounters(ServerConnection& connection, const Counters& counters) {
  SqlValues values;
  std::string sql =
      "UPDATE molloquy.library SET next_molecule = " + values.add(counters.nextMolecule);
  sql += ", next_text = " + values.add(counters.nextText);
  sql += ", next_row = " + values.add(counters.nextRow);
  sql += ", molecules = " + values.add(counters.molecules);
  const auto kept = connection.run(sql, values);
  if (!kept) return tl::unexpected(kept.error());
  return {};
}

}  // namespace molloquy::library
