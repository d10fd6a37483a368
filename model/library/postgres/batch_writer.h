#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/library/library_types.h"
#include "model/library/postgres/server_connection.h"
#include "model/library/postgres/server_schema.h"
#include "model/library/prepared_molecule.h"

namespace molloquy::library {

/// Gathers what joins many molecules and writes it with one statement a table; what a molecule has
/// already is left out by the server. A write transaction is open.
class BatchWriter {
 public:
  /// Borrowed.
  BatchWriter(ServerConnection& connection, Counters& counters);
  ~BatchWriter();
  BatchWriter(const BatchWriter&) = delete;
  BatchWriter& operator=(const BatchWriter&) = delete;

  /// `place`: the record that brings it, which is told in write().
  void addNames(std::size_t place, MoleculeId id, std::span<const MoleculeName> names);
  void addTexts(std::size_t place, MoleculeId id, std::span<const MoleculeText> texts);
  void addConformers(std::size_t place, MoleculeId id,
                     std::span<const MoleculeConformer> conformers);
  void addProperties(std::size_t place, MoleculeId id, std::span<const NamedValue> properties);
  void addTags(std::size_t place, MoleculeId id, std::span<const std::string> tags);
  void addRecord(std::size_t place, MoleculeId id, const Source& source);

  /// Writes what was gathered and adds what was new to joined[place].
  Result<void> write(std::span<Joined> joined);
  /// Replaces the notes; empty ones go.
  Result<void> setNotes(MoleculeId id, const std::string& notes);
  /// Adds a paragraph; returns whether it was not among the notes yet.
  Result<bool> joinNotes(MoleculeId id, const std::string& notes);
  /// Marks molecules that much is told of, for suggestions.
  Result<void> markKnown(std::span<const std::int64_t> ids);

 private:
  struct Table;
  /// Appends to `table` unless the batch has the same already.
  void append(Table& table, std::size_t place, std::string key, nlohmann::json row);
  Result<void> writeTable(Table& table, std::size_t Joined::*count, std::span<Joined> joined);
  Result<void> writeOrigins();
  nlohmann::json sourced(const Source& source);

  ServerConnection& m_connection;
  Counters& m_counters;
  std::vector<Table> m_tables;
  std::set<std::pair<std::string, std::string>> m_origins;
};

/// "ab\xFF" -> "6162ff".
std::string hexOf(std::string_view bytes);

}  // namespace molloquy::library
