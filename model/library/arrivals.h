#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/library/chemistry/molecule_keys.h"
#include "model/library/molecule_library.h"
#include "model/library/molecule_writer.h"
#include "model/library/prepared_molecule.h"
#include "model/library/sqlite_database.h"
#include "model/library/vector_columns.h"

namespace molloquy::library {

/// Writes a batch of molecules in an open transaction: new ones are added, known ones merged.
class Arrivals {
 public:
  /// Counters are counted on; all borrowed.
  Arrivals(SqliteDatabase& database, std::int64_t& nextMolecule, std::int64_t& nextText);

  /// `prepared` has to live until keyRows() is used.
  Added arrive(const NewMolecule& molecule, const PreparedMolecule& prepared);
  /// What the mapped file has to be given for all that arrived, in ascending order.
  [[nodiscard]] std::vector<KeyRow> keyRows() const;

 private:
  Added addNew(const NewMolecule& molecule, const PreparedMolecule& prepared);
  Added merge(MoleculeId id, const NewMolecule& molecule, const PreparedMolecule& prepared);
  /// returns a sentence about shapes that could not be taken, or empty.
  std::string mergeConformers(MoleculeId id, const NewMolecule& molecule,
                              const PreparedMolecule& prepared, Joined& joined);
  KeyRow& keyRowOf(MoleculeId id);
  void writeStructure(MoleculeId id, const MoleculeKeys& keys);
  Joined join(MoleculeId id, const NewMolecule& molecule);

  SqliteDatabase& m_database;
  std::int64_t& m_nextMolecule;
  MoleculeWriter m_writer;
  std::map<std::uint64_t, KeyRow> m_keyRows;
};

}  // namespace molloquy::library
