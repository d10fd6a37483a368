#include "model/library/arrivals.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/library/atom_mapping.h"
#include "model/library/conformer_record.h"
#include "model/library/in_threads.h"
#include "model/library/molecule_records.h"

namespace molloquy::library {
namespace {

PreparedMolecule prepare(const NewMolecule& molecule) {
  PreparedMolecule prepared;
  if (!molecule.molecule) {
    prepared.refusal = Error(ErrorCode::InvalidInput, "The record has no structure.");
    return prepared;
  }
  const std::size_t atoms = molecule.molecule->atoms().size();
  for (const MoleculeConformer& one : molecule.conformers) {
    if (one.conformer.positions.size() == atoms) continue;
    prepared.refusal =
        Error(ErrorCode::InvalidInput, fmt::format("A 3D shape has {} positions for {} atoms.",
                                                   one.conformer.positions.size(), atoms));
    return prepared;
  }
  auto keys = computeKeys(*molecule.molecule, molecule.knownInchiKey);
  if (!keys) {
    prepared.refusal = keys.error();
    return prepared;
  }
  prepared.keys = std::move(*keys);
  if (!molecule.conformers.empty()) {
    // A molecule without a shape of its own (two atoms, say) is found by everything else.
    auto shape = computeShape(*molecule.molecule, molecule.conformers.front().conformer);
    if (shape) prepared.shape = *shape;
  }
  return prepared;
}

/// What stands for a molecule in lists.
std::string titleOf(const NewMolecule& molecule) {
  const auto title =
      std::find_if(molecule.names.begin(), molecule.names.end(),
                   [](const MoleculeName& name) { return name.kind == NameKind::Title; });
  if (title != molecule.names.end()) return title->text;
  return molecule.names.empty() ? std::string() : molecule.names.front().text;
}

/// A record's conformers with their atoms in the order of another record of the molecule; those
/// whose atoms cannot be told apart are left out.
std::vector<MoleculeConformer> inOrderOf(const PlacedMolecule& kept, const NewMolecule& molecule) {
  std::vector<MoleculeConformer> ordered;
  for (const MoleculeConformer& one : molecule.conformers) {
    const std::vector<AtomIndex> atoms = sameAtoms({*molecule.molecule, one.conformer}, kept);
    if (atoms.empty()) continue;
    MoleculeConformer again = one;
    for (std::size_t at = 0; at < atoms.size(); ++at) {
      again.conformer.positions[at] = one.conformer.positions[atoms[at].value];
    }
    ordered.push_back(std::move(again));
  }
  return ordered;
}

const char* identityInWords(const MoleculeKeys& keys) {
  return keys.inchiKey.starts_with("SMILES:") ? "the same canonical SMILES" : "the same InChIKey";
}

}  // namespace

std::vector<PreparedMolecule> prepareMolecules(std::span<const NewMolecule> molecules) {
  std::vector<PreparedMolecule> prepared(molecules.size());
  inThreads(molecules.size(),
            [&](std::size_t place) { prepared[place] = prepare(molecules[place]); });
  return prepared;
}

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
      there ? inOrderOf({**there, kept.front().conformer}, molecule) : decltype(kept){};
  joined.conformers = m_writer.addConformers(id, conformers);
  if (conformers.size() == molecule.conformers.size()) return {};
  return "Its 3D shape was left out, since its atoms could not be told apart.";
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
  std::string remark =
      joined.anything()
          ? fmt::format("Merged into {}: {}; {}.", called, identityInWords(prepared.keys),
                        joined.inWords())
          : fmt::format("Nothing is new for {}: {}.", called, identityInWords(prepared.keys));
  if (!leftOut.empty()) remark.append(" ").append(leftOut);
  return {joined.anything() ? Arrival::Merged : Arrival::Unchanged, id, remark};
}

}  // namespace molloquy::library
