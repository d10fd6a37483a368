#include "model/library/postgres/server_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/conformer_record.h"

namespace molloquy::library {
namespace {

constexpr const char* kSourceColumns = "o.name, x.reference, x.url, o.credit";

/// Columns name, reference, url, credit from `first` on.
Source sourceAt(const SqlRows& rows, std::size_t row, int first) {
  return {rows.text(row, first), rows.text(row, first + 1), rows.text(row, first + 2),
          rows.text(row, first + 3)};
}

Result<SqlRows> ofMolecule(ServerConnection& connection, const std::string& sql, MoleculeId id) {
  SqlValues values;
  values.add(id.value);
  return connection.run(sql, values);
}

/// Runs `read(rows, row)` for every row that a statement about a molecule answers.
template <class Read>
Result<void> forRows(ServerConnection& connection, const std::string& sql, MoleculeId id,
                     const Read& read) {
  const auto rows = ofMolecule(connection, sql, id);
  if (!rows) return tl::unexpected(rows.error());
  for (std::size_t row = 0; row < rows->size(); ++row) read(*rows, row);
  return {};
}

Result<void> readTold(ServerConnection& connection, LibraryMolecule& molecule) {
  const MoleculeId id = molecule.id;
  auto done = forRows(
      connection, "SELECT name, kind FROM molloquy.names WHERE molecule = $1 ORDER BY id", id,
      [&](const SqlRows& rows, std::size_t row) {
        molecule.names.push_back({rows.text(row, 0), static_cast<NameKind>(rows.integer(row, 1))});
      });
  if (!done) return done;
  done = forRows(
      connection,
      fmt::format("SELECT x.id, x.text, {}, x.is_note FROM molloquy.texts x LEFT JOIN "
                  "molloquy.origins o ON o.id = x.origin WHERE x.molecule = $1 ORDER BY x.id",
                  kSourceColumns),
      id, [&](const SqlRows& rows, std::size_t row) {
        if (rows.flag(row, 6)) {
          molecule.notes = rows.text(row, 1);
        } else {
          molecule.texts.push_back(
              {TextId(rows.integer(row, 0)), rows.text(row, 1), sourceAt(rows, row, 2)});
        }
      });
  if (!done) return done;
  done = forRows(connection,
                 "SELECT n.name, p.text FROM molloquy.properties p JOIN molloquy.property_names n "
                 "ON n.id = p.name WHERE p.molecule = $1 ORDER BY p.id",
                 id, [&](const SqlRows& rows, std::size_t row) {
                   molecule.properties.emplace_back(rows.text(row, 0), rows.text(row, 1));
                 });
  if (!done) return done;
  return forRows(connection,
                 fmt::format("SELECT {} FROM molloquy.sources x JOIN molloquy.origins o ON "
                             "o.id = x.origin WHERE x.molecule = $1 ORDER BY x.id",
                             kSourceColumns),
                 id, [&](const SqlRows& rows, std::size_t row) {
                   molecule.sources.push_back(sourceAt(rows, row, 0));
                 });
}

}  // namespace

Result<std::vector<LibraryRow>> rowsOf(ServerConnection& connection,
                                       std::span<const MoleculeId> ids) {
  SqlValues values;
  const auto rows = connection.run(
      "SELECT m.id, m.identity, m.title, m.smiles, m.formula, m.average_mass, s.name, s.reference, "
      "(SELECT string_agg(t.name, E'\\x1F' ORDER BY t.name COLLATE \"C\") FROM "
      "molloquy.molecule_tags x JOIN molloquy.tags t ON t.id = x.tag WHERE x.molecule = m.id) "
      "FROM unnest(" +
          values.addNumbers(numbersOf(ids)) +
          ") WITH ORDINALITY AS a(id, place) JOIN molloquy.molecules m ON m.id = a.id "
          "LEFT JOIN LATERAL (SELECT o.name, x.reference FROM molloquy.sources x JOIN "
          "molloquy.origins o ON o.id = x.origin WHERE x.molecule = m.id ORDER BY x.id LIMIT 1) s "
          "ON true ORDER BY a.place",
      values);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<LibraryRow> found;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    LibraryRow one{MoleculeId(rows->integer(row, 0)),
                   rows->text(row, 1),
                   rows->text(row, 2),
                   rows->text(row, 3),
                   rows->text(row, 4),
                   rows->number(row, 5),
                   rows->text(row, 6),
                   {}};
    const std::string reference = rows->text(row, 7);
    if (!reference.empty()) one.source.append(", ").append(reference);
    const std::string tags = rows->text(row, 8);
    for (std::size_t at = 0; at < tags.size();) {
      const std::size_t end = std::min(tags.find('\x1F', at), tags.size());
      one.tags.push_back(tags.substr(at, end - at));
      at = end + 1;
    }
    found.push_back(std::move(one));
  }
  return found;
}

Result<std::vector<MoleculeText>> textsOf(ServerConnection& connection,
                                          std::span<const TextId> ids) {
  SqlValues values;
  const auto rows = connection.run(
      fmt::format("SELECT x.id, x.text, {} FROM unnest({}) WITH ORDINALITY AS a(id, place) "
                  "JOIN molloquy.texts x ON x.id = a.id AND NOT x.is_note LEFT JOIN "
                  "molloquy.origins o ON o.id = x.origin ORDER BY a.place",
                  kSourceColumns, values.addNumbers(numbersOf(ids))),
      values);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<MoleculeText> texts;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    texts.push_back({TextId(rows->integer(row, 0)), rows->text(row, 1), sourceAt(*rows, row, 2)});
  }
  return texts;
}

Result<std::unordered_map<std::int64_t, std::string>> graphsOf(ServerConnection& connection,
                                                               std::span<const std::int64_t> ids) {
  SqlValues values;
  const auto rows = connection.run(
      "SELECT id, graph FROM molloquy.structures WHERE id = ANY(" + values.addNumbers(ids) + ")",
      values);
  if (!rows) return tl::unexpected(rows.error());
  std::unordered_map<std::int64_t, std::string> graphs;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    graphs.emplace(rows->integer(row, 0), rows->bytes(row, 1));
  }
  return graphs;
}

Result<std::vector<MoleculeConformer>> conformersOf(ServerConnection& connection, MoleculeId id,
                                                    std::int64_t limit) {
  SqlValues values;
  const std::string molecule = values.add(id.value);
  const auto rows = connection.run(
      fmt::format("SELECT x.positions, x.geometry, x.energy, x.method, x.note, {} FROM "
                  "molloquy.conformers x LEFT JOIN molloquy.origins o ON o.id = x.origin "
                  "WHERE x.molecule = {} ORDER BY x.id LIMIT {}",
                  kSourceColumns, molecule, values.add(limit)),
      values);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<MoleculeConformer> conformers;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    MoleculeConformer one;
    one.conformer.positions = unpackPositions(rows->bytes(row, 0));
    one.conformer.source = static_cast<chem::GeometrySource>(rows->integer(row, 1));
    if (!rows->isNull(row, 2)) one.conformer.energyKcalPerMol = rows->number(row, 2);
    one.conformer.energyMethod = rows->text(row, 3);
    one.conformer.note = rows->text(row, 4);
    one.source = sourceAt(*rows, row, 5);
    conformers.push_back(std::move(one));
  }
  return conformers;
}

Result<LibraryMolecule> moleculeOf(ServerConnection& connection, MoleculeId id) {
  auto rows = rowsOf(connection, std::span(&id, 1));
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) {
    return fail(ErrorCode::NotFound,
                fmt::format("The library has no molecule {}: it may have been removed.", id.value));
  }
  LibraryRow& row = rows->front();
  LibraryMolecule molecule;
  molecule.id = id;
  molecule.inchiKey = row.inchiKey;
  molecule.smiles = row.smiles;
  molecule.formula = row.formula;
  molecule.averageMass = row.averageMass;
  molecule.title = row.title;
  molecule.tags = std::move(row.tags);
  if (auto told = readTold(connection, molecule); !told) return tl::unexpected(told.error());
  auto conformers = conformersOf(connection, id, std::numeric_limits<std::int32_t>::max());
  if (!conformers) return tl::unexpected(conformers.error());
  molecule.conformers = std::move(*conformers);
  const auto graphs = graphsOf(connection, std::span(&id.value, 1));
  if (!graphs) return tl::unexpected(graphs.error());
  const auto graph = graphs->find(id.value);
  auto structure =
      moleculeOfGraph(graph == graphs->end() ? std::string() : graph->second, row.title);
  if (!structure) {
    return tl::unexpected(
        structure.error().within("reading " + (row.title.empty() ? row.formula : row.title)));
  }
  molecule.molecule = std::move(*structure);
  std::erase_if(molecule.conformers, [&](const MoleculeConformer& one) {
    return one.conformer.positions.size() != molecule.molecule->atoms().size();
  });
  return molecule;
}

}  // namespace molloquy::library
