#pragma once

#include <span>
#include <vector>

namespace molloquy::library {

/// The mean of a molecule's features, of length one. features  [Q, width].
std::vector<float> pooledMean(std::span<const float> features, std::size_t width);

}  // namespace molloquy::library
