#include "model/library/postgres/batch_writer.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "model/library/conformer_record.h"
#include "model/library/name_forms.h"

namespace molloquy::library {
namespace {

using nlohmann::json;

/// So many names say that a molecule is well known.
constexpr std::int64_t kNamesOfTheKnown = 5;
/// The server's list of a text's words ends at a megabyte.
constexpr std::size_t kWordBytes = 200'000;

enum Place : std::size_t { kNames, kTexts, kConformers, kProperties, kTags, kSources };

/// Every row has "i", its number; RETURNING tells which were new.
constexpr const char* kInserts[] = {
    "INSERT INTO molloquy.names (id, molecule, kind, name, normal, words, known) "
    "SELECT r.i, r.m, r.kind, r.name, r.normal, to_tsvector('simple', r.words), m.known "
    "FROM json_to_recordset({}::json) AS r(i bigint, m bigint, kind smallint, name text, "
    "normal text, words text) JOIN molloquy.molecules m ON m.id = r.m ORDER BY r.i "
    "ON CONFLICT (molecule, md5(normal)) DO NOTHING RETURNING id",
    "INSERT INTO molloquy.texts (id, molecule, is_note, text, words, origin, reference, url) "
    "SELECT r.i, r.m, false, r.text, to_tsvector('simple', r.words), o.id, r.reference, r.url "
    "FROM json_to_recordset({}::json) AS r(i bigint, m bigint, text text, words text, "
    "origin text, credit text, reference text, url text) LEFT JOIN molloquy.origins o ON "
    "md5(o.name) = md5(r.origin) AND md5(o.credit) = md5(r.credit) ORDER BY r.i "
    "ON CONFLICT (molecule, md5(text)) WHERE NOT is_note DO NOTHING RETURNING id",
    "INSERT INTO molloquy.conformers (id, molecule, positions, geometry, energy, method, note, "
    "origin, reference, url) SELECT r.i, r.m, decode(r.positions, 'hex'), r.geometry, r.energy, "
    "r.method, r.note, o.id, r.reference, r.url FROM json_to_recordset({}::json) AS "
    "r(i bigint, m bigint, positions text, geometry smallint, energy float8, method text, "
    "note text, origin text, credit text, reference text, url text) LEFT JOIN molloquy.origins o "
    "ON md5(o.name) = md5(r.origin) AND md5(o.credit) = md5(r.credit) ORDER BY r.i "
    "ON CONFLICT (molecule, md5(positions)) DO NOTHING RETURNING id",
    "INSERT INTO molloquy.properties (id, molecule, name, text, number) "
    "SELECT r.i, r.m, n.id, r.text, r.number FROM json_to_recordset({}::json) AS "
    "r(i bigint, m bigint, name text, text text, number float8) JOIN molloquy.property_names n "
    "ON md5(n.name) = md5(r.name) ORDER BY r.i "
    "ON CONFLICT (molecule, name, md5(text)) DO NOTHING RETURNING id",
    "WITH r AS (SELECT * FROM json_to_recordset({}::json) AS r(i bigint, m bigint, tag text)), "
    "added AS (INSERT INTO molloquy.molecule_tags (molecule, tag) SELECT r.m, t.id FROM r "
    "JOIN molloquy.tags t ON md5(t.name) = md5(r.tag) ON CONFLICT DO NOTHING "
    "RETURNING molecule, tag) "
    "SELECT r.i FROM added JOIN molloquy.tags t ON t.id = added.tag "
    "JOIN r ON r.m = added.molecule AND r.tag = t.name",
    "INSERT INTO molloquy.sources (id, molecule, origin, reference, url) "
    "SELECT r.i, r.m, o.id, r.reference, r.url FROM json_to_recordset({}::json) AS "
    "r(i bigint, m bigint, origin text, credit text, reference text, url text) "
    "JOIN molloquy.origins o ON md5(o.name) = md5(r.origin) AND md5(o.credit) = md5(r.credit) "
    "ORDER BY r.i "
    "ON CONFLICT (molecule, origin, md5(reference), md5(url)) DO NOTHING RETURNING id",
};

/// Names that rows of a table refer to, added first.
constexpr const char* kPropertyNames =
    "INSERT INTO molloquy.property_names (name) SELECT DISTINCT name FROM "
    "json_to_recordset({}::json) AS r(name text) ON CONFLICT DO NOTHING";
constexpr const char* kTagNames =
    "INSERT INTO molloquy.tags (name) SELECT DISTINCT tag FROM "
    "json_to_recordset({}::json) AS r(tag text) ON CONFLICT DO NOTHING";

std::string indexedWords(std::string_view text) {
  std::string words;
  for (const std::string& word : wordsOf(normalName(text))) {
    if (words.size() + word.size() > kWordBytes) break;
    words.append(words.empty() ? "" : " ").append(word);
  }
  return asUtf8(words);
}

}  // namespace

std::string hexOf(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

struct BatchWriter::Table {
  json rows = json::array();
  std::unordered_set<std::string> keys;
  std::unordered_map<std::int64_t, std::size_t> places;  ///< row number -> record.
};

BatchWriter::BatchWriter(ServerConnection& connection, Counters& counters)
    : m_connection(connection), m_counters(counters), m_tables(std::size(kInserts)) {}
BatchWriter::~BatchWriter() = default;

void BatchWriter::append(Table& table, std::size_t place, std::string key, json row) {
  if (!table.keys.insert(std::move(key)).second) return;
  const bool isText = &table == &m_tables[kTexts];
  const std::int64_t number = isText ? m_counters.nextText++ : m_counters.nextRow++;
  row["i"] = number;
  table.places[number] = place;
  table.rows.push_back(std::move(row));
}

json BatchWriter::sourced(const Source& source) {
  json row = json::object();
  if (source == Source{}) return row;
  row["origin"] = asUtf8(source.name);
  row["credit"] = asUtf8(source.credit);
  row["reference"] = asUtf8(source.reference);
  row["url"] = asUtf8(source.url);
  m_origins.emplace(row["origin"], row["credit"]);
  return row;
}

void BatchWriter::addNames(std::size_t place, MoleculeId id, std::span<const MoleculeName> names) {
  for (const MoleculeName& name : names) {
    const std::string normal = normalName(name.text);
    if (normal.empty()) continue;
    append(m_tables[kNames], place, fmt::format("{} {}", id.value, normal),
           {{"m", id.value},
            {"kind", static_cast<int>(name.kind)},
            {"name", asUtf8(name.text)},
            {"normal", asUtf8(normal)},
            {"words", indexedWords(name.text)}});
  }
}

void BatchWriter::addTexts(std::size_t place, MoleculeId id, std::span<const MoleculeText> texts) {
  for (const MoleculeText& text : texts) {
    if (text.text.empty()) continue;
    json row = sourced(text.source);
    row["m"] = id.value;
    row["text"] = asUtf8(text.text);
    row["words"] = indexedWords(text.text);
    append(m_tables[kTexts], place, fmt::format("{} {}", id.value, text.text), std::move(row));
  }
}

void BatchWriter::addConformers(std::size_t place, MoleculeId id,
                                std::span<const MoleculeConformer> conformers) {
  for (const MoleculeConformer& one : conformers) {
    const std::string positions = packPositions(one.conformer);
    json row = sourced(one.source);
    row["m"] = id.value;
    row["positions"] = hexOf(positions);
    row["geometry"] = static_cast<int>(one.conformer.source);
    if (one.conformer.energyKcalPerMol) row["energy"] = *one.conformer.energyKcalPerMol;
    row["method"] = asUtf8(one.conformer.energyMethod);
    row["note"] = asUtf8(one.conformer.note);
    append(m_tables[kConformers], place, fmt::format("{} {}", id.value, positions), std::move(row));
  }
}

void BatchWriter::addProperties(std::size_t place, MoleculeId id,
                                std::span<const NamedValue> properties) {
  for (const auto& [name, value] : properties) {
    if (name.empty() || value.empty()) continue;
    json row{{"m", id.value}, {"name", asUtf8(name)}, {"text", asUtf8(value)}};
    if (const auto number = numberOf(value)) row["number"] = *number;
    append(m_tables[kProperties], place,
           fmt::format("{} {} {} {}", id.value, name.size(), name, value), std::move(row));
  }
}

void BatchWriter::addTags(std::size_t place, MoleculeId id, std::span<const std::string> tags) {
  for (const std::string& tag : tags) {
    if (tag.empty()) continue;
    append(m_tables[kTags], place, fmt::format("{} {}", id.value, tag),
           {{"m", id.value}, {"tag", asUtf8(tag)}});
  }
}

void BatchWriter::addRecord(std::size_t place, MoleculeId id, const Source& source) {
  if (source == Source{}) return;
  json row = sourced(source);
  row["m"] = id.value;
  const std::string key = fmt::format("{} {}", id.value, row.dump());
  append(m_tables[kSources], place, key, std::move(row));
}

Result<void> BatchWriter::writeOrigins() {
  if (m_origins.empty()) return {};
  json rows = json::array();
  for (const auto& [name, credit] : m_origins) rows.push_back({{"name", name}, {"credit", credit}});
  m_origins.clear();
  SqlValues values;
  const auto done = m_connection.run(
      "INSERT INTO molloquy.origins (name, credit) SELECT r.name, r.credit FROM "
      "json_to_recordset(" +
          values.add(rows.dump()) + "::json) AS r(name text, credit text) ON CONFLICT DO NOTHING",
      values);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<void> BatchWriter::writeTable(Table& table, std::size_t Joined::*count,
                                     std::span<Joined> joined) {
  if (table.rows.empty()) return {};
  SqlValues values;
  const std::string rows = values.add(table.rows.dump());
  const std::size_t which = static_cast<std::size_t>(&table - m_tables.data());
  if (which == kProperties || which == kTags) {
    const char* const names = which == kTags ? kTagNames : kPropertyNames;
    const auto named = m_connection.run(fmt::format(fmt::runtime(names), rows), values);
    if (!named) return tl::unexpected(named.error());
  }
  const auto added = m_connection.run(fmt::format(fmt::runtime(kInserts[which]), rows), values);
  if (!added) return tl::unexpected(added.error());
  for (std::size_t row = 0; row < added->size(); ++row) {
    const auto place = table.places.find(added->integer(row, 0));
    if (place != table.places.end()) ++(joined[place->second].*count);
  }
  table = Table{};
  return {};
}

Result<void> BatchWriter::write(std::span<Joined> joined) {
  if (auto done = writeOrigins(); !done) return done;
  constexpr std::size_t Joined::*kCounts[] = {&Joined::names,      &Joined::texts,
                                              &Joined::conformers, &Joined::properties,
                                              &Joined::tags,       &Joined::sources};
  for (std::size_t which = 0; which < m_tables.size(); ++which) {
    if (auto done = writeTable(m_tables[which], kCounts[which], joined); !done) return done;
  }
  return {};
}

Result<void> BatchWriter::setNotes(MoleculeId id, const std::string& notes) {
  SqlValues values;
  const auto gone = m_connection.run(
      "DELETE FROM molloquy.texts WHERE is_note AND molecule = " + values.add(id.value), values);
  if (!gone) return tl::unexpected(gone.error());
  if (notes.empty()) return {};
  SqlValues note;
  const std::string number = note.add(m_counters.nextText++);
  const std::string text = note.add(std::string_view(notes));
  const std::string words = note.add(std::string_view(indexedWords(notes)));
  const auto kept = m_connection.run(
      "INSERT INTO molloquy.texts (id, is_note, text, words, molecule) VALUES (" + number +
          ", true, " + text + ", to_tsvector('simple', " + words + "), " + note.add(id.value) + ")",
      note);
  if (!kept) return tl::unexpected(kept.error());
  return {};
}

Result<bool> BatchWriter::joinNotes(MoleculeId id, const std::string& notes) {
  if (notes.empty()) return false;
  SqlValues values;
  const auto rows = m_connection.run(
      "SELECT text FROM molloquy.texts WHERE is_note AND molecule = " + values.add(id.value),
      values);
  if (!rows) return tl::unexpected(rows.error());
  const std::string there = rows->size() > 0 ? rows->text(0, 0) : std::string();
  if (there.find(asUtf8(notes)) != std::string::npos) return false;
  auto set = setNotes(id, there.empty() ? notes : there + "\n\n" + notes);
  if (!set) return tl::unexpected(set.error());
  return true;
}

Result<void> BatchWriter::markKnown(std::span<const std::int64_t> ids) {
  SqlValues values;
  const std::string numbers = values.addNumbers(ids);
  const std::string names = values.add(kNamesOfTheKnown);
  const auto marked = m_connection.run(
      "WITH known AS (UPDATE molloquy.molecules m SET known = true WHERE m.id = ANY(" + numbers +
          ") AND NOT m.known AND (EXISTS (SELECT 1 FROM molloquy.texts WHERE molecule = m.id AND "
          "NOT is_note) OR (SELECT count(*) FROM molloquy.names WHERE molecule = m.id) >= " +
          names +
          " OR (SELECT count(*) FROM molloquy.sources WHERE molecule = m.id) > 1) RETURNING m.id) "
          "UPDATE molloquy.names SET known = true FROM known WHERE molecule = known.id",
      values);
  if (!marked) return tl::unexpected(marked.error());
  return {};
}

}  // namespace molloquy::library
