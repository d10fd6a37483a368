#pragma once

#include <string_view>

namespace molloquy::checkpoints {

/// Whether the bytes are UTF-8 text: no stray or missing continuation, no overlong form, no half of
/// a surrogate pair, nothing above U+10FFFF.
bool isUtf8(std::string_view bytes);

}  // namespace molloquy::checkpoints
