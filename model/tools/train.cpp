// molloquy-train: trains the whole network on data made by molloquy-prepare.
// Exit codes: 0 ok, 2 usage, 3 bad input, 4 the run failed.
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/cuda.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "model/molm/model_folder.h"
#include "model/train/initialize.h"
#include "model/train/trainer.h"

namespace {

using namespace molloquy;

struct Arguments {
  std::string data;
  std::string recipe;
  std::string output;
  std::string from;
  std::string tokenizer;
  std::string device = "cpu";
  std::string numbers = "bf16";
  std::string saved = "bf16";
  double minutes = 0.0;
  int threads = 0;
  int loaderThreads = 2;
};

void declare(CLI::App& app, Arguments& a) {
  app.add_option("data", a.data, "Prepared data (.safetensors)")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--recipe", a.recipe, "Sizes and settings (JSON)")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--out", a.output, "Model folder to write")->required();
  app.add_option("--from", a.from, "Model folder to start from; else fresh weights");
  app.add_option("--tokenizer", a.tokenizer, "tokenizer.model to copy into the model folder")
      ->check(CLI::ExistingFile);
  app.add_option("--device", a.device, "cpu or cuda")->check(CLI::IsMember({"cpu", "cuda"}));
  app.add_option("--numbers", a.numbers, "Numbers of matrix products: bf16 or f32")
      ->check(CLI::IsMember({"bf16", "f32"}));
  app.add_option("--saved", a.saved, "Numbers of the saved weights: bf16 or f32")
      ->check(CLI::IsMember({"bf16", "f32"}));
  app.add_option("--minutes", a.minutes, "Time limit; the learning rate falls towards it")
      ->check(CLI::PositiveNumber);
  app.add_option("--threads", a.threads, "Threads of the network on the CPU")
      ->check(CLI::PositiveNumber);
  app.add_option("--loader-threads", a.loaderThreads, "Threads that build batches")
      ->check(CLI::PositiveNumber);
}

/// The data's ids rule; the vocabulary has to hold them.
Result<void> adoptVocabulary(const train::PreparedDataset& data, molm::Config& config) {
  const train::PreparedDataset::Vocabulary& vocabulary = data.vocabulary();
  if (config.llama.vocab < vocabulary.size) {
    return fail(
        ErrorCode::InvalidInput,
        fmt::format("The recipe's llama.vocab is {}, but the data uses {} tokens; raise it.",
                    config.llama.vocab, vocabulary.size));
  }
  config.special = {vocabulary.begin, vocabulary.end, vocabulary.pad, vocabulary.molecule};
  return config.validate();
}

/// Fresh weights, or those of a folder with the recipe's sizes.
Result<molm::MoleculeLanguageModel> startModel(const Arguments& arguments,
                                               const train::Recipe& recipe) {
  molm::MoleculeLanguageModel model(recipe.model);
  train::initializeWeights(model, recipe.seed);
  if (arguments.from.empty()) return model;
  const auto file = checkpoints::SafetensorsFile::open(std::filesystem::path(arguments.from) /
                                                       molm::kWeightsFile);
  if (!file) return tl::unexpected(file.error());
  const Result<std::size_t> loaded = nn::loadWeights(*model, {*file});
  if (!loaded) return tl::unexpected(loaded.error().within("reading " + arguments.from));
  return model;
}

Result<void> prepareOutput(const Arguments& arguments) {
  std::error_code error;
  std::filesystem::create_directories(arguments.output, error);
  if (!error && !arguments.tokenizer.empty()) {
    std::filesystem::copy_file(arguments.tokenizer,
                               std::filesystem::path(arguments.output) / "tokenizer.model",
                               std::filesystem::copy_options::overwrite_existing, error);
  }
  if (!error) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} cannot be written: {}.", arguments.output, error.message()));
}

Result<void> runTraining(const Arguments& arguments) {
  Result<train::Recipe> recipe = train::readRecipe(arguments.recipe);
  if (!recipe) return tl::unexpected(recipe.error());
  const Result<train::PreparedDataset> data = train::PreparedDataset::read(arguments.data);
  if (!data) return tl::unexpected(data.error());
  Result<void> ready = adoptVocabulary(*data, recipe->model);
  if (ready) ready = prepareOutput(arguments);
  if (!ready) return ready;
  if (arguments.device == "cuda" && !torch::cuda::is_available()) {
    return fail(ErrorCode::InvalidInput, "This libtorch finds no CUDA device; use --device cpu.");
  }
  if (arguments.threads > 0) at::set_num_threads(arguments.threads);

  Result<molm::MoleculeLanguageModel> model = startModel(arguments, *recipe);
  if (!model) return tl::unexpected(model.error());
  train::RunOptions options;
  options.device = arguments.device == "cuda" ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
  options.bfloat16 = arguments.numbers == "bf16";
  options.savedType = arguments.saved == "bf16" ? nn::SavedType::Bfloat16 : nn::SavedType::Float32;
  options.loaderThreads = arguments.loaderThreads;
  options.output = arguments.output;
  options.onLine = [](const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  };
  if (arguments.minutes > 0.0) options.minutes = arguments.minutes;
  return train::Trainer(*model, *data, *recipe, options).run();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Trains Molloquy's network on prepared data");
  Arguments arguments;
  declare(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    if (const Result<void> done = runTraining(arguments); !done) {
      fmt::print(stderr, "{}\n", done.error().toString());
      return 3;
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "Training failed: {}\n", error.what());
    return 4;
  }
  return 0;
}
