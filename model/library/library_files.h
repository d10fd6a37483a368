#pragma once

#include <filesystem>

#include "model/base/result.h"

namespace molloquy::library {

/// The memory-mapped file beside a library's own: fingerprints and embeddings.
std::filesystem::path vectorsFile(const std::filesystem::path& library);

/// Moves a library that nobody has open, with what lies beside it; an existing one is replaced.
/// Errors: NotFound, Internal, naming the file.
Result<void> moveLibrary(const std::filesystem::path& from, const std::filesystem::path& to);
/// Deletes a library that nobody has open; one that is not there is no error.
void removeLibrary(const std::filesystem::path& file);

}  // namespace molloquy::library
