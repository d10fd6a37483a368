#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "model/base/result.h"

namespace molloquy::evaluation {

/// Which weights of a model folder are meant.
enum class Weights { Model, ModelAndStage1 };

/// What tells the weights of two model folders apart: of one file its SHA-256, of several the
/// SHA-256 of the lines "<sha256>  <name>\n" in the order of their names, 64 digits.
///
/// Checksums of files are kept in `cache`, a JSON file, by path, size and time of change, so that a
/// large model is read once; an empty path keeps nothing, and a cache that cannot be read or
/// written is no error. read  told the bytes of every piece that was read.
/// Errors: those of openModelFolder and sha256OfFile.
Result<std::string> weightHash(const std::filesystem::path& modelFolder, Weights weights,
                               const std::filesystem::path& cache = {},
                               const std::function<void(std::uintmax_t read)>& read = {},
                               const std::stop_token& stop = {});

/// weight_hashes.json in the person's cache folder ($XDG_CACHE_HOME/molloquy, else
/// ~/.cache/molloquy); empty when there is no home.
std::filesystem::path usualHashCache();

}  // namespace molloquy::evaluation
