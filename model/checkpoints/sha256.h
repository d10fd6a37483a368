#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace molloquy::checkpoints {

/// The checksum of a text, 64 lower-case hexadecimal digits. Source: FIPS 180-4, through libcrypto.
std::string sha256OfText(std::string_view text);

/// The checksum of a whole file. read  told the bytes of every piece that was read.
/// Errors: NotFound, Internal; InvalidInput with the message "Reading was stopped." after a stop.
Result<std::string> sha256OfFile(const std::filesystem::path& path,
                                 const std::function<void(std::uintmax_t read)>& read = {},
                                 const std::stop_token& stop = {});

}  // namespace molloquy::checkpoints
