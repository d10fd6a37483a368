// molloquy-prepare: tokens and conformers of a recipe's corpus, in one file for molloquy-train on
// another machine. Exit codes: 0 ok, 2 usage, 3 bad input.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "model/prepare/cached_data.h"
#include "model/prepare/chosen_recipe.h"
#include "model/prepare/data_cache.h"

namespace {

using namespace molloquy;
namespace fs = std::filesystem;

struct Arguments {
  prepare::RecipeChoice recipe;
  std::string output;
  std::string cache;
  int threads = 0;
};

Result<void> run(const Arguments& arguments) {
  const Result<recipes::Recipe> recipe = prepare::chosenRecipe(arguments.recipe);
  if (!recipe) return tl::unexpected(recipe.error());
  const Result<prepare::Plan> plan = prepare::planPreparation(*recipe);
  if (!plan) return tl::unexpected(plan.error());
  prepare::CacheOptions options;
  options.folder = arguments.cache;
  if (arguments.cache.empty()) {
    const Result<fs::path> folder = prepare::defaultCacheFolder();
    if (!folder) return tl::unexpected(folder.error());
    options.folder = *folder;
  }
  options.preparation.threads = arguments.threads;
  options.onMessage = [](const std::string& sentence) { fmt::print(stderr, "{}\n", sentence); };
  const Result<prepare::CachedData> data = prepare::cachedData(*plan, options);
  if (!data) return tl::unexpected(data.error());
  fmt::print("{}", prepare::toText(data->summary));
  if (data->summary.lostRows() > 0) fmt::print("every row: {}\n", data->leftOut.string());
  std::error_code error;
  fs::copy_file(data->file, arguments.output, fs::copy_options::overwrite_existing, error);
  if (!error) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} cannot be written: {}.", arguments.output, error.message()));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Prepares a recipe's corpus for molloquy-train");
  Arguments arguments;
  prepare::RecipeChoice& recipe = arguments.recipe;
  app.add_option("--recipe", recipe.recipe, "Recipe: a file, or the name of a shipped one")
      ->required();
  app.add_option("--data", recipe.data, "Corpus files instead of the recipe's (JSON lines)");
  app.add_option("--from", recipe.from, "Model folder that the training starts from");
  app.add_option("--tokenizer", recipe.tokenizer, "tokenizer.model or tokenizer.json");
  app.add_option("--vocabulary", recipe.vocabulary, "vocab.txt of stage 1");
  app.add_option("--set", recipe.changes, "Changes a field: --set batch.examples=4 seed=1");
  app.add_option("--out", arguments.output, "Prepared data to write (.safetensors)")->required();
  app.add_option("--cache", arguments.cache, "Folder of prepared data and conformers");
  app.add_option("--threads", arguments.threads, "Threads (default: one a core)")
      ->check(CLI::PositiveNumber);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (const Result<void> done = run(arguments); !done) {
    fmt::print(stderr, "{}\n", done.error().toString());
    return 3;
  }
  return 0;
}
