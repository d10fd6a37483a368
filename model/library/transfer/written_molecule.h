#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/library/transfer/draft.h"

namespace molloquy::library {

/// A molecule as a line of a JSON export: keys inchikey smiles formula average_mass title names[]
/// texts[] tags[] notes properties[] sources[].
nlohmann::ordered_json writtenMolecule(const LibraryMolecule& molecule);
/// Whether a line is one of such an export.
bool isWrittenMolecule(const nlohmann::json& object);
/// Errors: InvalidInput, naming the key.
Result<Draft> readWrittenMolecule(const nlohmann::json& object, const Source& file);

}  // namespace molloquy::library
