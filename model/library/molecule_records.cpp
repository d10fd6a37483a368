#include "model/library/molecule_records.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/conformer_record.h"

namespace molloquy::library {
namespace {

/// Columns name, reference, url, credit from `first` on.
Source sourceAt(const SqliteQuery& query, int first) {
  return {std::string(query.text(first)), std::string(query.text(first + 1)),
          std::string(query.text(first + 2)), std::string(query.text(first + 3))};
}

std::vector<std::string> tagsOf(SqliteDatabase& database, MoleculeId id) {
  std::vector<std::string> tags;
  auto query = database.query(
      "SELECT name FROM molecule_tags JOIN tags ON tags.id = tag WHERE molecule = ? ORDER BY name",
      id.value);
  while (query.step()) tags.emplace_back(query.text(0));
  return tags;
}

std::vector<Source> recordsOf(SqliteDatabase& database, MoleculeId id) {
  std::vector<Source> sources;
  auto query = database.query(
      "SELECT o.name, s.reference, s.url, o.credit FROM sources s JOIN origins o ON o.id = "
      "s.origin WHERE molecule = ? AND is_record = 1 ORDER BY s.id",
      id.value);
  while (query.step()) sources.push_back(sourceAt(query, 0));
  return sources;
}

std::vector<MoleculeName> namesOf(SqliteDatabase& database, MoleculeId id) {
  std::vector<MoleculeName> names;
  auto query =
      database.query("SELECT name, kind FROM names WHERE molecule = ? ORDER BY id", id.value);
  while (query.step()) {
    names.push_back({std::string(query.text(0)), static_cast<NameKind>(query.integer(1))});
  }
  return names;
}

std::vector<MoleculeText> textsOf(SqliteDatabase& database, MoleculeId id) {
  std::vector<MoleculeText> texts;
  auto query = database.query(
      "SELECT t.id, t.text, o.name, s.reference, s.url, o.credit FROM texts t "
      "LEFT JOIN sources s ON s.id = t.source LEFT JOIN origins o ON o.id = s.origin "
      "WHERE t.molecule = ? AND t.is_note = 0 ORDER BY t.id",
      id.value);
  while (query.step()) {
    texts.push_back({TextId(query.integer(0)), std::string(query.text(1)), sourceAt(query, 2)});
  }
  return texts;
}

std::vector<NamedValue> propertiesOf(SqliteDatabase& database, MoleculeId id) {
  std::vector<NamedValue> properties;
  auto query = database.query(
      "SELECT n.name, p.text FROM properties p JOIN property_names n ON n.id = p.name "
      "WHERE molecule = ? ORDER BY p.id",
      id.value);
  while (query.step()) properties.emplace_back(query.text(0), query.text(1));
  return properties;
}

}  // namespace

std::optional<LibraryRow> rowOf(SqliteDatabase& database, MoleculeId id) {
  LibraryRow row;
  {
    auto query = database.query(
        "SELECT identity, title, smiles, formula, average_mass FROM molecules WHERE id = ?",
        id.value);
    if (!query.step()) return std::nullopt;
    row = {id,
           std::string(query.text(0)),
           std::string(query.text(1)),
           std::string(query.text(2)),
           std::string(query.text(3)),
           query.number(4),
           {},
           {}};
  }
  {
    auto query = database.query(
        "SELECT o.name, s.reference FROM sources s JOIN origins o ON o.id = s.origin "
        "WHERE molecule = ? AND is_record = 1 ORDER BY s.id LIMIT 1",
        id.value);
    if (query.step()) {
      row.source = query.text(0);
      if (!query.text(1).empty()) row.source.append(", ").append(query.text(1));
    }
  }
  row.tags = tagsOf(database, id);
  return row;
}

std::optional<MoleculeText> textOf(SqliteDatabase& database, TextId id) {
  auto query = database.query(
      "SELECT t.text, o.name, s.reference, s.url, o.credit FROM texts t "
      "LEFT JOIN sources s ON s.id = t.source LEFT JOIN origins o ON o.id = s.origin "
      "WHERE t.id = ? AND t.is_note = 0",
      id.value);
  if (!query.step()) return std::nullopt;
  return MoleculeText{id, std::string(query.text(0)), sourceAt(query, 1)};
}

std::string graphOf(SqliteDatabase& database, MoleculeId id) {
  auto query = database.query("SELECT graph FROM graphs WHERE id = ?", id.value);
  return query.step() ? std::string(query.blob(0)) : std::string();
}

std::vector<MoleculeConformer> conformersOf(SqliteDatabase& database, MoleculeId id,
                                            std::size_t limit) {
  std::vector<MoleculeConformer> conformers;
  auto query = database.query(
      "SELECT c.positions, c.geometry, c.energy, c.method, c.note, o.name, s.reference, s.url, "
      "o.credit FROM conformers c LEFT JOIN sources s ON s.id = c.source "
      "LEFT JOIN origins o ON o.id = s.origin WHERE c.molecule = ? ORDER BY c.id LIMIT ?",
      id.value, limit);
  while (query.step()) {
    MoleculeConformer one;
    one.conformer.positions = unpackPositions(query.blob(0));
    one.conformer.source = static_cast<chem::GeometrySource>(query.integer(1));
    if (!query.isNull(2)) one.conformer.energyKcalPerMol = query.number(2);
    one.conformer.energyMethod = query.text(3);
    one.conformer.note = query.text(4);
    one.source = sourceAt(query, 5);
    conformers.push_back(std::move(one));
  }
  return conformers;
}

Result<LibraryMolecule> moleculeOf(SqliteDatabase& database, MoleculeId id) {
  const auto row = rowOf(database, id);
  if (auto read = database.check(); !read) return tl::unexpected(read.error());
  if (!row) {
    return fail(ErrorCode::NotFound,
                fmt::format("The library has no molecule {}: it may have been removed.", id.value));
  }
  LibraryMolecule molecule;
  molecule.id = id;
  molecule.inchiKey = row->inchiKey;
  molecule.smiles = row->smiles;
  molecule.formula = row->formula;
  molecule.averageMass = row->averageMass;
  molecule.title = row->title;
  molecule.tags = row->tags;
  molecule.names = namesOf(database, id);
  molecule.texts = textsOf(database, id);
  molecule.properties = propertiesOf(database, id);
  molecule.sources = recordsOf(database, id);
  {
    auto query =
        database.query("SELECT text FROM texts WHERE molecule = ? AND is_note = 1", id.value);
    if (query.step()) molecule.notes = query.text(0);
  }
  molecule.conformers = conformersOf(database, id, std::numeric_limits<std::int32_t>::max());
  const std::string graph = graphOf(database, id);
  if (auto read = database.check(); !read) return tl::unexpected(read.error());
  auto structure = moleculeOfGraph(graph, row->title);
  if (!structure) {
    return tl::unexpected(structure.error().within("reading " + calledName(database, id)));
  }
  molecule.molecule = std::move(*structure);
  std::erase_if(molecule.conformers, [&](const MoleculeConformer& one) {
    return one.conformer.positions.size() != molecule.molecule->atoms().size();
  });
  return molecule;
}

std::string calledName(SqliteDatabase& database, MoleculeId id) {
  auto query = database.query("SELECT title, formula FROM molecules WHERE id = ?", id.value);
  if (!query.step()) return fmt::format("molecule {}", id.value);
  return std::string(query.text(query.text(0).empty() ? 1 : 0));
}

}  // namespace molloquy::library
