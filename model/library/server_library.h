#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "model/library/molecule_library.h"

namespace molloquy::library {

/// Whether a location names a server's database rather than a file.
bool isServerLocation(std::string_view location);

/// A library in a PostgreSQL database. A build without libpq has none.
/// Errors: Unsupported (this build, or a server without an extension), NotFound (no connection).
Result<std::unique_ptr<MoleculeLibrary>> openServerLibrary(const std::string& location);

}  // namespace molloquy::library
