#pragma once

#include <filesystem>

#include "model/recipes/training_job.h"

namespace molloquy::tests {

/// A recipe for the tiny networks of tests/model/nn: fresh weights, everything learns, dropout and
/// noise on, float32.
recipes::Recipe tinyRecipe(recipes::Objective objective);

/// Writes 24 structures with a text each, as that recipe's network reads them.
void writeTinyData(const std::filesystem::path& file, recipes::Objective objective);

}  // namespace molloquy::tests
