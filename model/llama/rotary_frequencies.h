#pragma once

#include <vector>

#include "model/llama/config.h"

namespace molloquy::llama {

/// Angle by which each pair of a head turns from one position to the next: theta^(-2i/d), stretched
/// as config.ropeScaling says. [d / 2] numbers, radians.
///
/// Source: RoFormer (Su et al., 2021), section 3.2; Linear: Chen et al., 2023; Llama3: Llama 3.1
/// (Dubey et al., 2024) as in transformers' modeling_rope_utils.py.
std::vector<float> rotaryFrequencies(const Config& config);

}  // namespace molloquy::llama
