#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/library/library_types.h"
#include "model/library/sqlite_database.h"

namespace molloquy::library {

/// Writes what belongs to a molecule, leaving out what it has already. Failures stick in the
/// database; a transaction is open.
class MoleculeWriter {
 public:
  /// nextText  the next TextId, counted on by what is written; borrowed.
  MoleculeWriter(SqliteDatabase& database, std::int64_t& nextText);

  std::size_t addNames(MoleculeId id, std::span<const MoleculeName> names);
  std::size_t addTexts(MoleculeId id, std::span<const MoleculeText> texts);
  /// Of the molecule's own order of atoms.
  std::size_t addConformers(MoleculeId id, std::span<const MoleculeConformer> conformers);
  std::size_t addProperties(MoleculeId id, std::span<const NamedValue> properties);
  std::size_t addTags(MoleculeId id, std::span<const std::string> tags);
  void setTags(MoleculeId id, std::span<const std::string> tags);
  /// returns 1 when the molecule had no such record, else 0.
  std::size_t addRecord(MoleculeId id, const Source& source);
  /// Adds a paragraph; returns whether it was not among the notes yet.
  bool addNotes(MoleculeId id, const std::string& notes);
  void setNotes(MoleculeId id, const std::string& notes);
  /// Marks a molecule that much is told of, for suggestions.
  void markWhenKnown(MoleculeId id);

 private:
  enum class SourceRole : std::uint8_t { Credit, Record };
  std::optional<std::int64_t> sourceNumber(MoleculeId id, const Source& source, SourceRole role);
  std::int64_t originNumber(const Source& source);
  void write(MoleculeId id, std::string_view text, const Source& source, bool isNote);

  SqliteDatabase& m_database;
  std::int64_t& m_nextText;
};

}  // namespace molloquy::library
