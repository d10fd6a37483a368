#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/recipes/recipe.h"

namespace molloquy::prepare {

/// What the command line says of a recipe; paths are meant from the current folder.
struct RecipeChoice {
  std::string recipe;  ///< a file, or the name of one among the program's own.
  std::vector<std::string> changes;
  std::vector<std::string> data;
  std::string from;
  std::vector<std::string> weights;
  std::string tokenizer;
  std::string vocabulary;
  std::optional<double> minutes;
};

/// The recipe with the choices made and every path absolute.
/// Errors: NotFound (naming the recipes there are), those of readRecipe.
Result<recipes::Recipe> chosenRecipe(const RecipeChoice& choice);

}  // namespace molloquy::prepare
