#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace molloquy {

/// Writes a whole file or nothing: to a neighbour file, fsync, rename over `path`, fsync the folder.
/// Errors: NotFound (folder missing), Internal (disk full, no permission), naming the path.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// The same for a file made of parts, written one after the other without joining them in memory.
Result<void> writeFileAtomically(const std::filesystem::path& path,
                                 std::span<const std::string_view> parts);

/// The whole file as bytes. Errors: NotFound, InvalidInput (a folder, or larger than maxBytes).
Result<std::string> readFile(const std::filesystem::path& path,
                             std::uintmax_t maxBytes = std::uintmax_t{1} << 31);

}  // namespace molloquy
