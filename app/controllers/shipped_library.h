#pragma once

#include <filesystem>
#include <stop_token>

#include "model/base/result.h"

namespace molloquy::app {

/// The person's own copy of the library that comes with the program, made when it is not there yet
/// from resources/library and resources/examples. Errors: NotFound (the program's own files),
/// Internal (the folder cannot be written), with the sentence for the person.
Result<std::filesystem::path> shippedLibrary(const std::filesystem::path& home,
                                             const std::stop_token& stop);

}  // namespace molloquy::app
