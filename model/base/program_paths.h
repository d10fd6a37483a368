#pragma once

#include <filesystem>

#include "model/base/result.h"

namespace molloquy {

/// Folder with the privately opened libraries (libmolloquy_model.so, libmolloquy_sentencepiece.so):
/// MOLLOQUY_PLUGIN_DIR if set, else ../lib/molloquy beside the program, else the installed place.
std::filesystem::path pluginFolder();

/// Folder with lexicon/, examples/ and models/: MOLLOQUY_RESOURCE_DIR if set, else the
/// installed share folder beside the program, else the source tree the program was built from.
/// Errors: NotFound, naming the places that were looked in.
Result<std::filesystem::path> resourceFolder();

}  // namespace molloquy
