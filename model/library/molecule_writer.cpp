#include "model/library/molecule_writer.h"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "model/library/conformer_record.h"
#include "model/library/name_forms.h"
#include "model/library/prepared_molecule.h"

namespace molloquy::library {
namespace {

/// So many names say that a molecule is well known.
constexpr std::int64_t kNamesOfTheKnown = 5;

std::span<const std::byte> bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text));
}

}  // namespace

MoleculeWriter::MoleculeWriter(SqliteDatabase& database, std::int64_t& nextText)
    : m_database(database), m_nextText(nextText) {}

std::int64_t MoleculeWriter::originNumber(const Source& source) {
  m_database.execute("INSERT OR IGNORE INTO origins (name, credit) VALUES (?, ?)", source.name,
                     source.credit);
  return m_database
      .integer("SELECT id FROM origins WHERE name = ? AND credit = ?", source.name, source.credit)
      .value_or(0);
}

std::optional<std::int64_t> MoleculeWriter::sourceNumber(MoleculeId id, const Source& source,
                                                         SourceRole role) {
  if (source == Source{}) return std::nullopt;
  const std::int64_t origin = originNumber(source);
  const bool record = role == SourceRole::Record;
  const auto known = m_database.integer(
      "SELECT id FROM sources WHERE molecule = ? AND origin = ? AND reference = ? AND url = ? "
      "ORDER BY is_record DESC LIMIT 1",
      id.value, origin, source.reference, source.url);
  if (known) return known;
  m_database.execute(
      "INSERT INTO sources (origin, reference, url, is_record, molecule) VALUES (?, ?, ?, ?, ?)",
      origin, source.reference, source.url, record ? 1 : 0, id.value);
  return m_database.integer("SELECT last_insert_rowid()");
}

std::size_t MoleculeWriter::addRecord(MoleculeId id, const Source& source) {
  if (source == Source{}) return 0;
  const auto number = sourceNumber(id, source, SourceRole::Credit);
  if (!number) return 0;
  m_database.execute("UPDATE sources SET is_record = 1 WHERE id = ? AND is_record = 0", *number);
  return m_database.integer("SELECT changes()").value_or(0) > 0 ? 1 : 0;
}

std::size_t MoleculeWriter::addNames(MoleculeId id, std::span<const MoleculeName> names) {
  if (names.empty()) return 0;
  std::set<std::string, std::less<>> there;
  {
    auto query = m_database.query("SELECT normal FROM names WHERE molecule = ?", id.value);
    while (query.step()) there.emplace(query.text(0));
  }
  const std::int64_t known =
      m_database.integer("SELECT known FROM molecules WHERE id = ?", id.value).value_or(0);
  std::size_t added = 0;
  for (const MoleculeName& name : names) {
    std::string normal = normalName(name.text);
    if (normal.empty() || there.contains(normal)) continue;
    m_database.execute(
        "INSERT INTO names (kind, name, normal, known, molecule) VALUES (?, ?, ?, ?, ?)",
        static_cast<int>(name.kind), name.text, normal, known, id.value);
    there.insert(std::move(normal));
    ++added;
  }
  return added;
}

void MoleculeWriter::write(MoleculeId id, std::string_view text, const Source& source,
                           bool isNote) {
  const auto number = sourceNumber(id, source, SourceRole::Credit);
  const std::int64_t place = m_nextText++;
  if (number) {
    m_database.execute(
        "INSERT INTO texts (id, is_note, text, source, molecule) VALUES (?, ?, ?, ?, ?)", place,
        isNote ? 1 : 0, text, *number, id.value);
  } else {
    m_database.execute("INSERT INTO texts (id, is_note, text, molecule) VALUES (?, ?, ?, ?)", place,
                       isNote ? 1 : 0, text, id.value);
  }
}

std::size_t MoleculeWriter::addTexts(MoleculeId id, std::span<const MoleculeText> texts) {
  std::size_t added = 0;
  for (const MoleculeText& text : texts) {
    if (text.text.empty()) continue;
    const auto there =
        m_database.integer("SELECT id FROM texts WHERE molecule = ? AND is_note = 0 AND text = ?",
                           id.value, text.text);
    if (there) continue;
    write(id, text.text, text.source, false);
    ++added;
  }
  return added;
}

std::size_t MoleculeWriter::addConformers(MoleculeId id,
                                          std::span<const MoleculeConformer> conformers) {
  std::size_t added = 0;
  for (const MoleculeConformer& one : conformers) {
    const std::string positions = packPositions(one.conformer);
    const auto there =
        m_database.integer("SELECT id FROM conformers WHERE molecule = ? AND positions = ?",
                           id.value, bytesOf(positions));
    if (there) continue;
    const auto number = sourceNumber(id, one.source, SourceRole::Credit);
    m_database.execute(
        "INSERT INTO conformers (positions, geometry, energy, method, note, source, molecule) "
        "VALUES (?, ?, ?, ?, ?, nullif(?, 0), ?)",
        bytesOf(positions), static_cast<int>(one.conformer.source), one.conformer.energyKcalPerMol,
        one.conformer.energyMethod, one.conformer.note, number.value_or(0), id.value);
    ++added;
  }
  return added;
}

std::size_t MoleculeWriter::addProperties(MoleculeId id, std::span<const NamedValue> properties) {
  std::size_t added = 0;
  for (const auto& [name, value] : properties) {
    if (name.empty() || value.empty()) continue;
    m_database.execute("INSERT OR IGNORE INTO property_names (name) VALUES (?)", name);
    const auto number =
        m_database.integer("SELECT id FROM property_names WHERE name = ?", name).value_or(0);
    const auto there =
        m_database.integer("SELECT id FROM properties WHERE molecule = ? AND name = ? AND text = ?",
                           id.value, number, value);
    if (there) continue;
    m_database.execute("INSERT INTO properties (name, text, number, molecule) VALUES (?, ?, ?, ?)",
                       number, value, numberOf(value), id.value);
    ++added;
  }
  return added;
}

std::size_t MoleculeWriter::addTags(MoleculeId id, std::span<const std::string> tags) {
  std::size_t added = 0;
  for (const std::string& tag : tags) {
    if (tag.empty()) continue;
    m_database.execute("INSERT OR IGNORE INTO tags (name) VALUES (?)", tag);
    m_database.execute(
        "INSERT OR IGNORE INTO molecule_tags (tag, molecule) "
        "SELECT id, ? FROM tags WHERE name = ?",
        id.value, tag);
    if (m_database.integer("SELECT changes()").value_or(0) > 0) ++added;
  }
  return added;
}

void MoleculeWriter::setTags(MoleculeId id, std::span<const std::string> tags) {
  m_database.execute("DELETE FROM molecule_tags WHERE molecule = ?", id.value);
  addTags(id, tags);
}

bool MoleculeWriter::addNotes(MoleculeId id, const std::string& notes) {
  if (notes.empty()) return false;
  std::string there;
  {
    auto query =
        m_database.query("SELECT text FROM texts WHERE molecule = ? AND is_note = 1", id.value);
    if (query.step()) there = query.text(0);
  }
  if (there.find(notes) != std::string::npos) return false;
  setNotes(id, there.empty() ? notes : there + "\n\n" + notes);
  return true;
}

void MoleculeWriter::setNotes(MoleculeId id, const std::string& notes) {
  m_database.execute("DELETE FROM texts WHERE molecule = ? AND is_note = 1", id.value);
  if (!notes.empty()) write(id, notes, {}, true);
}

void MoleculeWriter::markWhenKnown(MoleculeId id) {
  const auto known = m_database.integer(
      "SELECT known = 0 AND ("
      "  EXISTS (SELECT 1 FROM texts WHERE molecule = m.id AND is_note = 0)"
      "  OR (SELECT count(*) FROM names WHERE molecule = m.id) >= ?"
      "  OR (SELECT count(*) FROM sources WHERE molecule = m.id AND is_record = 1) > 1) "
      "FROM molecules m WHERE id = ?",
      kNamesOfTheKnown, id.value);
  if (known.value_or(0) == 0) return;
  m_database.execute("UPDATE molecules SET known = 1 WHERE id = ?", id.value);
  m_database.execute("UPDATE names SET known = 1 WHERE molecule = ?", id.value);
}

}  // namespace molloquy::library
