#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace molloquy::chem {

/// Whether bytes begin as gzip files do.
bool isGzip(std::string_view bytes);

/// The unpacked bytes, all members of the file one after the other.
/// Errors: Corrupt (damaged, cut off), InvalidInput (more than maxBytes unpacked), and an empty
/// text when stopped.
Result<std::string> gunzip(std::string_view bytes, std::size_t maxBytes,
                           const std::stop_token& stop);

/// Errors: Internal (out of memory).
Result<std::string> gzip(std::string_view text);

}  // namespace molloquy::chem
