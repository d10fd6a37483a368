#pragma once

#include <algorithm>

#include "model/corpus/importers/text_input.h"

namespace molloquy::library {

/// How much of a file's bytes were read, 0..1.
inline double shareOf(const corpus::TextInput& input) {
  const auto size = static_cast<double>(std::max<std::uintmax_t>(input.size(), 1));
  return static_cast<double>(input.position()) / size;
}

}  // namespace molloquy::library
