#include "model/library/arrivals.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/library/conformer_record.h"
#include "model/library/molecule_records.h"

namespace molloquy::library {
Arrivals::Arrivals(SqliteDatabase& database, std::int64_t& nextMolecule, std::int64_t& nextText)
    : m_database(database), m_nextMolecule(nextMolecule), m_writer(database, nextText) {}

Added Arrivals::arrive(const NewMolecule& molecule, const PreparedMolecule& prepared) {
  if (prepared.refusal) return {Arrival::Refused, MoleculeId(-1), prepared.refusal->toString()};
  const auto known =
      m_database.integer("SELECT id FROM molecules WHERE identity = ?", prepared.keys.inchiKey);
  if (known) return merge(MoleculeId(*known), molecule, prepared);
  return addNew(molecule, prepared);
}

std::vector<KeyRow> Arrivals::keyRows() const {
  std::vector<KeyRow> rows;
  rows.reserve(m_keyRows.size());
  for (const auto& [number, row] : m_keyRows) rows.push_back(row);
  return rows;
}

Added Arrivals::addNew(const NewMolecule& molecule, const PreparedMolecule& prepared) {
  const MoleculeId id(m_nextMolecule++);
  const MoleculeKeys& keys = prepared.keys;
  m_database.execute(
      "INSERT INTO molecules (id, identity, smiles, formula, title) VALUES (?, ?, ?, ?, ?)",
      id.value, keys.inchiKey, keys.smiles, keys.formula, titleOf(molecule));
  writeStructure(id, keys);
  join(id, molecule);
  m_writer.addConformers(id, molecule.conformers);
  m_writer.markWhenKnown(id);
  KeyRow& keyRow = keyRowOf(id);
  keyRow.keys = &keys;
  keyRow.shape = prepared.shape;
  return {Arrival::Added, id, {}};
}

void Arrivals::writeStructure(MoleculeId id, const MoleculeKeys& keys) {
  const auto value = [&keys](Computed which) {
    return keys.computed[static_cast<std::size_t>(which)];
  };
  m_database.execute(
      "UPDATE molecules SET smiles = ?, average_mass = ?, heavy_atoms = ?, logp = ?, tpsa = ?, "
      "donors = ?, acceptors = ?, rotatable_bonds = ?, rings = ?, charge = ? WHERE id = ?",
      keys.smiles, value(Computed::AverageMass), value(Computed::HeavyAtoms), value(Computed::LogP),
      value(Computed::Tpsa), value(Computed::HBondDonors), value(Computed::HBondAcceptors),
      value(Computed::RotatableBonds), value(Computed::Rings), value(Computed::Charge), id.value);
  m_database.execute("INSERT OR REPLACE INTO graphs (id, graph) VALUES (?, ?)", id.value,
                     std::as_bytes(std::span(keys.graph)));
}

Joined Arrivals::join(MoleculeId id, const NewMolecule& molecule) {
  Joined joined;
  joined.sources = m_writer.addRecord(id, molecule.source);
  joined.names = m_writer.addNames(id, molecule.names);
  joined.texts = m_writer.addTexts(id, molecule.texts);
  joined.properties = m_writer.addProperties(id, molecule.properties);
  joined.tags = m_writer.addTags(id, molecule.tags);
  joined.notes = m_writer.addNotes(id, molecule.notes);
  return joined;
}

std::string Arrivals::mergeConformers(MoleculeId id, const NewMolecule& molecule,
                                      const PreparedMolecule& prepared, Joined& joined) {
  if (molecule.conformers.empty()) return {};
  const auto there = moleculeOfGraph(graphOf(m_database, id), {});
  const std::vector<MoleculeConformer> kept = conformersOf(m_database, id, 1);
  const bool sameOrder = there && sameAtomOrder(**there, *molecule.molecule);
  if (kept.empty()) {
    KeyRow& keyRow = keyRowOf(id);
    keyRow.shape = prepared.shape;
    if (!sameOrder) {
      // Nothing refers to the order of the atoms yet, so the record's own is taken.
      writeStructure(id, prepared.keys);
      keyRow.keys = &prepared.keys;
    }
  }
  if (kept.empty() || sameOrder) {
    joined.conformers = m_writer.addConformers(id, molecule.conformers);
    return {};
  }
  const auto conformers =
      there ? conformersInOrderOf({**there, kept.front().conformer}, molecule) : decltype(kept){};
  joined.conformers = m_writer.addConformers(id, conformers);
  if (conformers.size() == molecule.conformers.size()) return {};
  return kShapeLeftOut;
}

KeyRow& Arrivals::keyRowOf(MoleculeId id) {
  const auto row = static_cast<std::uint64_t>(id.value);
  KeyRow& keyRow = m_keyRows[row];
  keyRow.row = row;
  return keyRow;
}

Added Arrivals::merge(MoleculeId id, const NewMolecule& molecule,
                      const PreparedMolecule& prepared) {
  const std::string called = calledName(m_database, id);
  Joined joined = join(id, molecule);
  const std::string leftOut = mergeConformers(id, molecule, prepared, joined);
  const std::string title = titleOf(molecule);
  if (!title.empty()) {
    m_database.execute("UPDATE molecules SET title = ? WHERE id = ? AND title = ''", title,
                       id.value);
  }
  m_writer.markWhenKnown(id);
  const std::string remark = mergedRemark(called, prepared.keys, joined, leftOut);
  return {joined.anything() ? Arrival::Merged : Arrival::Unchanged, id, remark};
}

}  // namespace molloquy::library
