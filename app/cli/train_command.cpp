#include <fmt/format.h>

#include <memory>
#include <thread>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/train_dry_run.h"
#include "app/cli/train_progress.h"
#include "model/prepare/chosen_recipe.h"
#include "model/prepare/data_cache.h"
#include "model/session/session_loader.h"

namespace molloquy::cli {
namespace fs = std::filesystem;

namespace {

struct Options {
  CommonOptions common;
  prepare::RecipeChoice recipe;
  recipes::TrainingJob job;  ///< device and threads.
  std::string out;
  std::string prepared;
  std::string cache;
  bool resume = false;
  bool startOver = false;
  bool dryRun = false;
  bool listFields = false;
  std::size_t examples = 2;
};

ExitCode exitCodeOf(const Error& error) {
  switch (error.code) {
    case ErrorCode::InvalidInput:
    case ErrorCode::NotFound:
    case ErrorCode::Corrupt:
      return ExitCode::BadInput;
    case ErrorCode::Unsupported:
    case ErrorCode::OutOfMemory:
      return ExitCode::Model;
    case ErrorCode::Internal:
      break;
  }
  return ExitCode::Environment;
}

/// Of the training itself: what is missing then is the library or weights.
ExitCode trainingExitCodeOf(const Error& error) {
  return error.code == ErrorCode::NotFound ? ExitCode::Model : exitCodeOf(error);
}

ExitCode listFields(Output& output) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const recipes::FieldDescription& field : recipes::recipeFields()) {
    if (output.isJson()) {
      list.push_back({{"name", field.name},
                      {"default", nlohmann::ordered_json::parse(field.value, nullptr, false)},
                      {"meaning", field.meaning}});
    } else {
      output.write(fmt::format("{:34} {:18} {}\n", field.name, field.value, field.meaning));
    }
  }
  if (output.isJson()) {
    output.writeJson({{"command", "train"}, {"fields", list}});
  } else {
    output.write("model.* and lora.* are sizes as in a model's config.json.\n");
  }
  return output.finish();
}

/// The prepared data that the job reads, from --prepared, the cache, or made now.
Result<fs::path> dataOf(const Options& options, const prepare::Plan& plan, const fs::path& folder,
                        Voice voice, TrainingDisplay& display, const std::stop_token& stop) {
  if (!options.prepared.empty()) return fs::absolute(options.prepared);
  prepare::CacheOptions cache;
  cache.folder = folder;
  cache.onMessage = [&](const std::string& sentence) { display.message(sentence); };
  if (voice == Voice::Told) {
    cache.preparation.onProgress = [&](const prepare::Progress& p) { display.preparing(p); };
  }
  const Result<prepare::CachedData> data = prepare::cachedData(plan, cache, stop);
  if (!data) return tl::unexpected(data.error());
  display.prepared(*data);
  return data->file;
}

/// Everything a run needs but its data.
Result<recipes::TrainingJob> jobOf(const Options& options) {
  recipes::TrainingJob job = options.job;
  Result<recipes::Recipe> recipe = prepare::chosenRecipe(options.recipe);
  if (!recipe) return tl::unexpected(recipe.error());
  job.recipe = *std::move(recipe);
  const Result<recipes::World> world = recipes::worldFromEnvironment();
  if (!world) return tl::unexpected(world.error());
  job.world = *world;
  job.output = options.out.empty() ? fs::path() : fs::absolute(options.out);
  if (options.resume) job.existing = recipes::Existing::Resume;
  if (options.startOver) job.existing = recipes::Existing::StartOver;
  return job;
}

bool holdsRun(const fs::path& folder) {
  std::error_code ignored;
  const fs::path checkpoints = folder / "checkpoints";
  return fs::is_directory(checkpoints, ignored) && !fs::is_empty(checkpoints, ignored);
}

ExitCode tellDryRun(const Options& options, const recipes::TrainingJob& job,
                    const prepare::Plan& plan, Output& output) {
  const Result<recipes::DryRun> run = session::dryRunTraining(job);
  if (!run) return output.fail(run.error(), trainingExitCodeOf(run.error()));
  const TokenName name = tokenNames(plan, job.recipe);
  if (output.isJson()) {
    output.write(dryRunJson(*run, name).dump() + "\n");
  } else {
    output.write(dryRunText(*run, name, options.examples));
  }
  return output.finish();
}

constexpr const char* kResume =
    "To go on, give the same command with --resume (instead of --start-over, if that was given).";

ExitCode train(const Options& options, recipes::TrainingJob job, Output& output) {
  const Result<prepare::Plan> plan = prepare::planPreparation(job.recipe);
  if (!plan) return output.fail(plan.error(), exitCodeOf(plan.error()));
  const Result<fs::path> cache =
      options.cache.empty() ? prepare::defaultCacheFolder() : Result<fs::path>(options.cache);
  if (!cache) return output.fail(cache.error(), ExitCode::Environment);
  const auto companions = prepare::namedCompanions(*plan, *cache);
  if (!companions) return output.fail(companions.error(), exitCodeOf(companions.error()));
  job.companions = *companions;
  InterruptScope interrupt;
  const Voice voice = job.world.rank == 0 ? Voice::Told : Voice::Quiet;
  TrainingDisplay display(output, voice);
  const Result<fs::path> data = dataOf(options, *plan, *cache, voice, display, interrupt.token());
  if (!data) {
    if (!interrupt.token().stop_requested()) {
      return output.fail(data.error(), exitCodeOf(data.error()));
    }
    display.message("Stopped while the data was prepared; conformers made so far are kept.");
    return output.finish();
  }
  job.data = *data;
  if (options.dryRun) return tellDryRun(options, job, *plan, output);
  const std::stop_callback told(interrupt.token(), [&] {
    display.message("Stopping after this update. Ctrl+C again ends at once.");
  });
  const Result<recipes::TrainingEnd> end =
      session::runTraining(job, display.observer(), interrupt.token());
  if (!end) return output.fail(end.error(), trainingExitCodeOf(end.error()));
  display.end(*end, kResume);
  return output.finish();
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  if (options.listFields) return listFields(output);
  const auto usage = [&](const char* sentence) {
    return output.fail(Error(ErrorCode::InvalidInput, sentence), ExitCode::Usage);
  };
  if (options.recipe.recipe.empty()) return usage("--recipe is missing: a file, or a name.");
  if (options.out.empty() && !options.dryRun) {
    return usage("--out is missing: the folder of checkpoints, log and the finished model.");
  }
  const Result<recipes::TrainingJob> job = jobOf(options);
  if (job && !options.dryRun && job->existing == recipes::Existing::Refuse &&
      holdsRun(job->output)) {
    return output.fail(Error(ErrorCode::InvalidInput,
                             fmt::format("{} holds a training run already; --resume goes on with "
                                         "it, --start-over drops it.",
                                         options.out)),
                       ExitCode::BadInput);
  }
  if (!job) return output.fail(job.error(), exitCodeOf(job.error()));
  return train(options, *job, output);
}

void addRecipeOptions(CLI::App& command, prepare::RecipeChoice& choice) {
  command.add_option("--recipe", choice.recipe, "Recipe: a file, or the name of a shipped one");
  command.add_option("--data", choice.data, "Corpus files instead of the recipe's (JSON lines)");
  command.add_option("--from", choice.from, "Model folder to start from");
  command.add_option("--weights", choice.weights, "Weight files or folders laid over the start");
  command.add_option("--tokenizer", choice.tokenizer, "tokenizer.model or tokenizer.json");
  command.add_option("--vocabulary", choice.vocabulary, "vocab.txt of stage 1");
  command.add_option("--set", choice.changes, "Changes a field: --set batch.examples=4 seed=1");
  command.add_option("--minutes", choice.minutes, "Time limit")->check(CLI::PositiveNumber);
}

}  // namespace

void addTrain(CLI::App& program, ChosenCommand& chosen) {
  constexpr int kMostThreads = 1024;
  auto options = std::make_shared<Options>();
  CLI::App* command =
      addCommand(program, "train", "Train or adapt a model as a recipe says", options->common);
  addRecipeOptions(*command, options->recipe);
  command->add_option("--out", options->out, "Training folder: checkpoints, log, finished model");
  CLI::Option* resume =
      command->add_flag("--resume", options->resume, "Go on from the last checkpoint in --out");
  command->add_flag("--start-over", options->startOver, "Drop what a run left in --out")
      ->excludes(resume);
  command->add_option("--device", options->job.device, "cpu or cuda")
      ->check(CLI::IsMember({"cpu", "cuda"}).description(""));
  command->add_option("--threads", options->job.threads, "Threads of the network on the processor")
      ->check(CLI::Range(1, kMostThreads));
  command->add_option("--loader-threads", options->job.loaderThreads, "Threads that build batches")
      ->check(CLI::Range(1, kMostThreads));
  command->add_option("--prepared", options->prepared, "Data of molloquy-prepare, as it is")
      ->check(CLI::ExistingFile);
  command->add_option("--cache", options->cache, "Folder of prepared data and conformers");
  command->add_flag("--dry-run", options->dryRun,
                    "Tell memory, time and the first batch; train nothing");
  command->add_option("--examples", options->examples,
                      "Examples that --dry-run shows (default: 2)");
  command->add_flag("--list-fields", options->listFields, "Tell every field of a recipe");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
