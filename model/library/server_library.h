#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/library/molecule_library.h"

namespace molloquy::library {

/// Whether a location names a server's database rather than a file.
bool isServerLocation(std::string_view location);

/// A library in a PostgreSQL database; made when the database has none. A build without libpq has none.
/// Errors: Unsupported (this build, or a server without an extension), NotFound (no connection).
Result<std::unique_ptr<MoleculeLibrary>> openServerLibrary(const std::string& location);
/// Makes an empty one. Errors: those of opening; InvalidInput (the database has a library).
Result<std::unique_ptr<MoleculeLibrary>> createServerLibrary(const std::string& location,
                                                             std::string_view name);

}  // namespace molloquy::library
