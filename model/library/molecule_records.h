#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/library/library_types.h"
#include "model/library/sqlite_database.h"

namespace molloquy::library {

/// Reading what is kept of molecules. Failures stick in the database.

/// What a list shows; nullopt when it is not there.
std::optional<LibraryRow> rowOf(SqliteDatabase& database, MoleculeId id);
std::optional<MoleculeText> textOf(SqliteDatabase& database, TextId id);
/// Everything. Errors: NotFound, Corrupt (its structure cannot be read).
Result<LibraryMolecule> moleculeOf(SqliteDatabase& database, MoleculeId id);
/// Its structure in its binary form; empty when it is not there.
std::string graphOf(SqliteDatabase& database, MoleculeId id);
/// The conformers in the order of arrival, at most `limit`.
std::vector<MoleculeConformer> conformersOf(SqliteDatabase& database, MoleculeId id,
                                            std::size_t limit);
/// How a molecule is called in sentences: its title, else its formula.
std::string calledName(SqliteDatabase& database, MoleculeId id);

}  // namespace molloquy::library
