#include "model/library/library_schema.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <fstream>
#include <string>

namespace molloquy::library {
namespace {

constexpr const char* kTables = R"(
  CREATE TABLE library (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

  -- known: 1 for molecules that much is told of; suggestions prefer them.
  CREATE TABLE molecules (
    id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, smiles TEXT NOT NULL,
    formula TEXT NOT NULL, title TEXT NOT NULL, known INTEGER NOT NULL DEFAULT 0,
    average_mass REAL, heavy_atoms REAL, logp REAL, tpsa REAL, donors REAL, acceptors REAL,
    rotatable_bonds REAL, rings REAL, charge REAL);
  CREATE INDEX molecules_formula ON molecules (formula);
  CREATE INDEX molecules_title ON molecules (title COLLATE NOCASE);
  CREATE TABLE graphs (
    id INTEGER PRIMARY KEY REFERENCES molecules (id) ON DELETE CASCADE, graph BLOB NOT NULL);

  -- normal: without case and diacritics. kind: NameKind.
  CREATE TABLE names (
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, normal TEXT NOT NULL,
    known INTEGER NOT NULL DEFAULT 0,
    molecule INTEGER NOT NULL REFERENCES molecules (id) ON DELETE CASCADE);
  CREATE INDEX names_molecule ON names (molecule);
  CREATE INDEX names_normal ON names (normal, kind, molecule);
  CREATE INDEX names_known ON names (normal, kind, molecule) WHERE known = 1;

  -- is_record: a record that was put into the library, not only a credit of a text or a shape.
  CREATE TABLE origins (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, credit TEXT NOT NULL, UNIQUE (name, credit));
  CREATE TABLE sources (
    id INTEGER PRIMARY KEY, origin INTEGER NOT NULL REFERENCES origins (id),
    reference TEXT NOT NULL, url TEXT NOT NULL, is_record INTEGER NOT NULL,
    molecule INTEGER NOT NULL REFERENCES molecules (id) ON DELETE CASCADE);
  CREATE INDEX sources_molecule ON sources (molecule);

  -- source: of sources, or NULL. is_note: the person's notes lie among the texts, to be found by their words.
  CREATE TABLE texts (
    id INTEGER PRIMARY KEY, is_note INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL,
    source INTEGER,
    molecule INTEGER NOT NULL REFERENCES molecules (id) ON DELETE CASCADE);
  CREATE INDEX texts_molecule ON texts (molecule);
  CREATE INDEX texts_notes ON texts (molecule) WHERE is_note = 1;

  -- positions: float32 [atoms, 3], angstrom. geometry: GeometrySource.
  CREATE TABLE conformers (
    id INTEGER PRIMARY KEY, positions BLOB NOT NULL, geometry INTEGER NOT NULL, energy REAL,
    method TEXT NOT NULL, note TEXT NOT NULL, source INTEGER,
    molecule INTEGER NOT NULL REFERENCES molecules (id) ON DELETE CASCADE);
  CREATE INDEX conformers_molecule ON conformers (molecule);

  CREATE TABLE property_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE properties (
    id INTEGER PRIMARY KEY, name INTEGER NOT NULL REFERENCES property_names (id),
    text TEXT NOT NULL, number REAL,
    molecule INTEGER NOT NULL REFERENCES molecules (id) ON DELETE CASCADE);
  CREATE INDEX properties_molecule ON properties (molecule);
  CREATE INDEX properties_number ON properties (name, number, molecule) WHERE number IS NOT NULL;

  CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE molecule_tags (
    tag INTEGER NOT NULL REFERENCES tags (id),
    molecule INTEGER NOT NULL REFERENCES molecules (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, molecule)) WITHOUT ROWID;
  CREATE INDEX molecule_tags_molecule ON molecule_tags (molecule);

  -- Rows of the file beside this one that belong to nothing any more.
  CREATE TABLE removed_molecules (id INTEGER PRIMARY KEY);
  CREATE TABLE removed_texts (id INTEGER PRIMARY KEY);

  CREATE TABLE embeddings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, stamp TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
    queries INTEGER NOT NULL, width INTEGER NOT NULL);
  CREATE TABLE import_marks (
    source TEXT PRIMARY KEY, place INTEGER NOT NULL, records INTEGER NOT NULL) WITHOUT ROWID;
)";

constexpr const char* kWords = R"(
  CREATE VIRTUAL TABLE name_words USING fts5 (
    normal, content = 'names', content_rowid = 'id', columnsize = 0, detail = none,
    prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2');
  CREATE TRIGGER names_new AFTER INSERT ON names BEGIN
    INSERT INTO name_words (rowid, normal) VALUES (new.id, new.normal);
  END;
  CREATE TRIGGER names_gone AFTER DELETE ON names BEGIN
    INSERT INTO name_words (name_words, rowid, normal) VALUES ('delete', old.id, old.normal);
  END;

  CREATE VIRTUAL TABLE text_words USING fts5 (
    text, content = 'texts', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2');
  CREATE TRIGGER texts_new AFTER INSERT ON texts BEGIN
    INSERT INTO text_words (rowid, text) VALUES (new.id, new.text);
  END;
  CREATE TRIGGER texts_gone AFTER DELETE ON texts BEGIN
    INSERT INTO text_words (text_words, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT OR IGNORE INTO removed_texts (id) VALUES (old.id);
  END;
  CREATE TRIGGER molecules_gone AFTER DELETE ON molecules BEGIN
    INSERT OR IGNORE INTO removed_molecules (id) VALUES (old.id);
  END;
)";

/// Places in the header of an SQLite file (sqlite.org/fileformat2.html, section 1.3).
constexpr std::size_t kHeaderBytes = 100;
constexpr std::size_t kVersionPlace = 60;
constexpr std::size_t kApplicationPlace = 68;

std::int64_t bigEndian(const std::array<char, kHeaderBytes>& header, std::size_t place) {
  std::int64_t value = 0;
  for (std::size_t at = place; at < place + 4; ++at) {
    value = value << 8 | static_cast<unsigned char>(header[at]);
  }
  return value;
}

}  // namespace

Result<void> checkLibraryFile(const std::filesystem::path& file) {
  std::error_code unknown;
  if (!std::filesystem::exists(file, unknown)) {
    return fail(ErrorCode::NotFound,
                fmt::format("There is no library {}: look for it, or create one.", file.string()));
  }
  const auto noLibrary = [&](const char* why) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} is no library of Molloquy ({}): choose a {} file, or import it "
                            "into a library.",
                            file.string(), why, ".mollib"));
  };
  if (!std::filesystem::is_regular_file(file, unknown)) return noLibrary("it is no file");
  std::array<char, kHeaderBytes> header{};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return fail(ErrorCode::NotFound,
                fmt::format("{} may not be read: change its permissions.", file.string()));
  }
  stream.read(header.data(), header.size());
  if (stream.gcount() != static_cast<std::streamsize>(kHeaderBytes)) {
    return noLibrary("it is too short");
  }
  if (std::memcmp(header.data(), "SQLite format 3", 16) != 0) {
    return noLibrary("it is no SQLite file");
  }
  if (bigEndian(header, kApplicationPlace) != kApplicationId) {
    return noLibrary("it is an SQLite file of another program");
  }
  const std::int64_t version = bigEndian(header, kVersionPlace);
  if (version > kSchemaVersion) {
    return fail(ErrorCode::Unsupported,
                fmt::format("{} was made by a newer version of Molloquy (layout {}, this program "
                            "knows {}): open it with that one.",
                            file.string(), version, kSchemaVersion));
  }
  return {};
}

Result<void> makeSchema(SqliteDatabase& database, std::string_view name) {
  database.script("PRAGMA journal_mode = WAL");
  SqliteTransaction transaction(database, SqliteTransaction::Kind::Write);
  database.script(kTables);
  database.script(kWords);
  database.execute("INSERT INTO library VALUES ('name', ?)", name);
  database.script(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
  database.script(fmt::format("PRAGMA user_version = {}", kSchemaVersion).c_str());
  if (auto done = transaction.commit(); !done) return done;
  // The marks have to stand in the file itself, where an opening looks first.
  database.script("PRAGMA wal_checkpoint(TRUNCATE)");
  return database.check();
}

std::int64_t libraryNumber(SqliteDatabase& database, const char* key) {
  return database.integer("SELECT value FROM library WHERE key = ?", std::string_view(key))
      .value_or(0);
}

void setLibraryNumber(SqliteDatabase& database, const char* key, std::int64_t value) {
  database.execute("INSERT OR REPLACE INTO library VALUES (?, ?)", std::string_view(key), value);
}

}  // namespace molloquy::library
