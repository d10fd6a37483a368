#pragma once

#include <cstddef>
#include <string_view>

namespace molloquy::metrics {

/// Levenshtein distance: characters (Unicode code points) to insert, delete or replace.
/// Time grows with the product of the lengths. Source: Wagner and Fischer, JACM 21 (1974) 168.
std::size_t editDistance(std::string_view first, std::string_view second);

}  // namespace molloquy::metrics
