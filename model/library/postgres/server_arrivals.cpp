#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "model/library/conformer_record.h"
#include "model/library/name_forms.h"
#include "model/library/postgres/batch_writer.h"
#include "model/library/postgres/server_library.h"
#include "model/library/postgres/server_records.h"
#include "model/library/prepared_molecule.h"

namespace molloquy::library {
namespace {

using nlohmann::json;

constexpr const char* kComputedNames[] = {
    "average_mass", "heavy_atoms",     "logp",  "tpsa",  "donors",
    "acceptors",    "rotatable_bonds", "rings", "charge"};

struct Met {
  MoleculeId id;
  std::string called;  ///< in sentences.
};

std::string calledOr(const std::string& title, const std::string& formula) {
  return title.empty() ? formula : title;
}

template <class Numbers>
std::string hexOfNumbers(const Numbers& numbers) {
  return hexOf(
      {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(numbers[0])});
}

json structureRow(MoleculeId id, const MoleculeKeys& keys,
                  const std::optional<ShapeNumbers>& shape) {
  json row{{"i", id.value},
           {"smiles", asUtf8(keys.smiles)},
           {"graph", hexOf(keys.graph)},
           {"screen", hexOfNumbers(keys.screen)},
           {"morgan", hexOfNumbers(keys.morgan)},
           {"path", hexOfNumbers(keys.path)},
           {"maccs", hexOfNumbers(keys.maccs)}};
  if (shape) row["shape"] = hexOfNumbers(*shape);
  return row;
}

/// Molecules of the library among the identities of a batch.
Result<std::unordered_map<std::string, Met>> knownOf(ServerConnection& connection,
                                                     std::span<const PreparedMolecule> prepared) {
  json identities = json::array();
  for (const PreparedMolecule& one : prepared) {
    if (!one.refusal) identities.push_back(asUtf8(one.keys.inchiKey));
  }
  SqlValues values;
  const auto rows = connection.run(
      "SELECT identity, id, title, formula FROM molloquy.molecules WHERE md5(identity) IN (SELECT "
      "md5(v) FROM json_array_elements_text(" +
          values.add(identities.dump()) + "::json) v)",
      values);
  if (!rows) return tl::unexpected(rows.error());
  std::unordered_map<std::string, Met> known;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    known[rows->text(row, 0)] = {MoleculeId(rows->integer(row, 1)),
                                 calledOr(rows->text(row, 2), rows->text(row, 3))};
  }
  return known;
}

Result<void> runJson(ServerConnection& connection, const std::string& before, const json& rows,
                     const std::string& behind) {
  if (rows.empty()) return {};
  SqlValues values;
  const auto done = connection.run(before + values.add(rows.dump()) + "::json" + behind, values);
  if (!done) return tl::unexpected(done.error());
  return {};
}

std::string moleculeColumns(const char* ending) {
  std::string columns;
  for (const char* name : kComputedNames) columns += fmt::format(", {}{}", name, ending);
  return columns;
}

Result<void> writeMolecules(ServerConnection& connection, const json& rows) {
  return runJson(connection,
                 "INSERT INTO molloquy.molecules (id, identity, smiles, formula, title" +
                     moleculeColumns("") + ") SELECT i, identity, smiles, formula, title" +
                     moleculeColumns("") + " FROM json_to_recordset(",
                 rows,
                 ") AS r(i bigint, identity text, smiles text, formula text, title text" +
                     moleculeColumns(" float8") + ")");
}

Result<void> writeStructures(ServerConnection& connection, const json& rows) {
  return runJson(
      connection,
      "INSERT INTO molloquy.structures (id, graph, screen, mol, morgan, path, maccs, shape) SELECT "
      "i, decode(graph, 'hex'), ('x' || screen)::bit(2048), mol_from_smiles(smiles::cstring), "
      "bfp_from_binary_text(decode(morgan, 'hex')), bfp_from_binary_text(decode(path, 'hex')), "
      "bfp_from_binary_text(decode(maccs, 'hex')), decode(shape, 'hex') FROM json_to_recordset(",
      rows,
      ") AS r(i bigint, smiles text, graph text, screen text, morgan text, path text, maccs text, "
      "shape text) ON CONFLICT (id) DO UPDATE SET graph = excluded.graph, mol = excluded.mol, "
      "screen = excluded.screen, morgan = excluded.morgan, path = excluded.path, "
      "maccs = excluded.maccs, shape = excluded.shape");
}

/// Takes the 3D shapes of a record that met a molecule. returns a sentence about what could not be
/// taken, or empty.
Result<std::string> joinConformers(ServerConnection& connection, BatchWriter& writer,
                                   std::size_t place, MoleculeId id, const NewMolecule& molecule,
                                   const PreparedMolecule& prepared) {
  const auto graphs = graphsOf(connection, std::span(&id.value, 1));
  if (!graphs) return tl::unexpected(graphs.error());
  const auto kept = conformersOf(connection, id, 1);
  if (!kept) return tl::unexpected(kept.error());
  const auto graph = graphs->find(id.value);
  const auto there = moleculeOfGraph(graph == graphs->end() ? std::string() : graph->second, {});
  const bool sameOrder = there && sameAtomOrder(**there, *molecule.molecule);
  if (kept->empty()) {
    // Nothing refers to the order of the atoms yet, so the record's own is taken.
    const json rows = json::array({structureRow(id, prepared.keys, prepared.shape)});
    if (auto done = writeStructures(connection, rows); !done) return tl::unexpected(done.error());
  }
  if (kept->empty() || sameOrder) {
    writer.addConformers(place, id, molecule.conformers);
    return std::string();
  }
  std::vector<MoleculeConformer> ordered;
  if (there) ordered = conformersInOrderOf({**there, kept->front().conformer}, molecule);
  writer.addConformers(place, id, ordered);
  return std::string(ordered.size() == molecule.conformers.size() ? "" : kShapeLeftOut);
}

}  // namespace

Result<std::vector<Added>> ServerLibrary::addInTransaction(
    std::span<const NewMolecule> molecules, std::span<const PreparedMolecule> prepared,
    const std::optional<ImportMark>& mark) {
  ServerConnection& connection = *m_connection;
  auto counters = lockCounters(connection);
  if (!counters) return tl::unexpected(counters.error());
  auto known = knownOf(connection, prepared);
  if (!known) return tl::unexpected(known.error());
  BatchWriter writer(connection, *counters);
  std::vector<Added> answers(molecules.size());
  std::vector<std::string> called(molecules.size());
  json rows = json::array();
  json structures = json::array();
  json titles = json::array();
  for (std::size_t place = 0; place < molecules.size(); ++place) {
    const NewMolecule& molecule = molecules[place];
    const MoleculeKeys& keys = prepared[place].keys;
    Added& answer = answers[place];
    if (prepared[place].refusal) {
      answer = {Arrival::Refused, MoleculeId(-1), prepared[place].refusal->toString()};
      continue;
    }
    const std::string title = asUtf8(titleOf(molecule));
    const auto met = known->find(asUtf8(keys.inchiKey));
    if (met != known->end()) {
      answer = {Arrival::Merged, met->second.id, {}};
      called[place] = met->second.called;
      if (!title.empty()) titles.push_back({{"i", answer.id.value}, {"title", title}});
    } else {
      answer.id = MoleculeId(counters->nextMolecule++);
      ++counters->molecules;
      known->emplace(asUtf8(keys.inchiKey), Met{answer.id, calledOr(title, keys.formula)});
      json row{{"i", answer.id.value},
               {"identity", asUtf8(keys.inchiKey)},
               {"smiles", asUtf8(keys.smiles)},
               {"formula", asUtf8(keys.formula)},
               {"title", title}};
      for (std::size_t which = 0; which < std::size(kComputedNames); ++which) {
        row[kComputedNames[which]] = keys.computed[which];
      }
      rows.push_back(std::move(row));
      structures.push_back(structureRow(answer.id, keys, prepared[place].shape));
      writer.addConformers(place, answer.id, molecule.conformers);
    }
    writer.addRecord(place, answer.id, molecule.source);
    writer.addNames(place, answer.id, molecule.names);
    writer.addTexts(place, answer.id, molecule.texts);
    writer.addProperties(place, answer.id, molecule.properties);
    writer.addTags(place, answer.id, molecule.tags);
  }
  if (auto done = writeMolecules(connection, rows); !done) return tl::unexpected(done.error());
  if (auto done = writeStructures(connection, structures); !done) {
    return tl::unexpected(done.error());
  }
  std::vector<Joined> joined(molecules.size());
  if (auto done = writer.write(joined); !done) return tl::unexpected(done.error());
  std::vector<std::int64_t> touched;
  for (std::size_t place = 0; place < molecules.size(); ++place) {
    Added& answer = answers[place];
    if (answer.arrival == Arrival::Refused) continue;
    touched.push_back(answer.id.value);
    const auto notes = writer.joinNotes(answer.id, molecules[place].notes);
    if (!notes) return tl::unexpected(notes.error());
    joined[place].notes = *notes;
    if (answer.arrival != Arrival::Merged) continue;
    std::string leftOut;
    if (!molecules[place].conformers.empty()) {
      auto shapes =
          joinConformers(connection, writer, place, answer.id, molecules[place], prepared[place]);
      if (!shapes) return tl::unexpected(shapes.error());
      leftOut = std::move(*shapes);
      if (auto done = writer.write(joined); !done) return tl::unexpected(done.error());
    }
    answer.remark = mergedRemark(called[place], prepared[place].keys, joined[place], leftOut);
    if (!joined[place].anything()) answer.arrival = Arrival::Unchanged;
  }
  auto done =
      runJson(connection, "UPDATE molloquy.molecules m SET title = r.title FROM json_to_recordset(",
              titles, ") AS r(i bigint, title text) WHERE m.id = r.i AND m.title = ''");
  if (done) done = writer.markKnown(touched);
  if (done && mark) {
    SqlValues values;
    std::string sql = "INSERT INTO molloquy.import_marks VALUES (";
    sql += values.add(std::string_view(mark->source));
    sql += ", " + values.add(std::string_view(fmt::format("{}", mark->place))) + "::numeric";
    sql += ", " + values.add(std::string_view(fmt::format("{}", mark->records))) + "::numeric";
    sql +=
        ") ON CONFLICT (source) DO UPDATE SET place = excluded.place, records = excluded.records";
    const auto kept = connection.run(sql, values);
    if (!kept) done = tl::unexpected(kept.error());
  }
  if (done) done = keepCounters(connection, *counters);
  if (!done) return tl::unexpected(done.error());
  return answers;
}

Result<std::vector<Added>> ServerLibrary::add(std::span<const NewMolecule> molecules,
                                              const std::optional<ImportMark>& mark) {
  const std::vector<PreparedMolecule> prepared = prepareMolecules(molecules);
  auto transaction = ServerTransaction::begin(*m_connection, ServerTransaction::Kind::Write);
  if (!transaction) return tl::unexpected(transaction.error());
  auto answers = addInTransaction(molecules, prepared, mark);
  if (!answers) return answers;
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  return answers;
}

}  // namespace molloquy::library
