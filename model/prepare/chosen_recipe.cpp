#include "model/prepare/chosen_recipe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/base/program_paths.h"
#include "model/prepare/plan.h"

namespace molloquy::prepare {
namespace fs = std::filesystem;

namespace {

std::vector<std::string> shippedNames(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<fs::path> recipeFile(const std::string& chosen) {
  std::error_code ignored;
  if (fs::is_regular_file(chosen, ignored)) return fs::path(chosen);
  const Result<fs::path> resources = resourceFolder();
  if (!resources) return tl::unexpected(resources.error());
  const fs::path folder = *resources / "recipes";
  const fs::path shipped = folder / (chosen + ".json");
  if (chosen.find('/') == std::string::npos && fs::exists(shipped, ignored)) return shipped;
  return fail(ErrorCode::NotFound, fmt::format("There is no recipe {}; give a file or one of {}.",
                                               chosen, fmt::join(shippedNames(folder), ", ")));
}

std::string absolute(const std::string& path) {
  std::error_code ignored;
  return fs::absolute(path, ignored).lexically_normal().string();
}

/// "start.folder=\"/...\"": the value as JSON, so that no path is taken for a number.
void setPath(std::vector<std::string>& changes, const char* field, const std::string& path) {
  if (path.empty()) return;
  changes.push_back(fmt::format("{}={}", field, nlohmann::json(absolute(path)).dump()));
}

void setPaths(std::vector<std::string>& changes, const char* field,
              std::vector<std::string> paths) {
  if (paths.empty()) return;
  for (std::string& path : paths) path = absolute(path);
  changes.push_back(fmt::format("{}={}", field, nlohmann::json(paths).dump()));
}

}  // namespace

Result<recipes::Recipe> chosenRecipe(const RecipeChoice& choice) {
  const Result<fs::path> file = recipeFile(choice.recipe);
  if (!file) return tl::unexpected(file.error());
  std::vector<std::string> changes = choice.changes;
  setPaths(changes, "data.files", choice.data);
  setPath(changes, "start.folder", choice.from);
  setPaths(changes, "start.files", choice.weights);
  setPath(changes, "data.tokenizer", choice.tokenizer);
  setPath(changes, "data.vocabulary", choice.vocabulary);
  if (choice.minutes) changes.push_back(fmt::format("length.minutes={}", *choice.minutes));
  Result<recipes::Recipe> recipe = recipes::readRecipe(*file, changes);
  if (!recipe) return recipe;
  return withAbsolutePaths(*std::move(recipe), file->parent_path());
}

}  // namespace molloquy::prepare
