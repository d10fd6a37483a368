#pragma once

#include "model/nn/activations.h"
#include "model/recipes/recipe.h"

namespace molloquy::train {

/// A recipe's choice, as the networks take it.
inline nn::Activations activationsOf(const recipes::Recipe& recipe) {
  return recipe.activations == recipes::Activations::Recompute ? nn::Activations::Recompute
                                                               : nn::Activations::Keep;
}

}  // namespace molloquy::train
