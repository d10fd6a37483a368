// molloquy-train: trains from a recipe and prepared data on a machine without Qt and RDKit.
// Exit codes: 0 ok (also after Ctrl-C, with a checkpoint), 2 usage, 3 bad input, 4 the run failed.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <thread>

#include "model/train/training_run.h"

namespace {

using namespace molloquy;

constexpr int kUsage = 2;
constexpr int kBadInput = 3;
constexpr int kFailed = 4;

struct Arguments {
  recipes::TrainingJob job;
  std::string recipe;
  std::string from;
  std::vector<std::string> changes;
  bool resume = false;
  bool startOver = false;
  bool dryRun = false;
};

/// The only thing that a signal's handler touches.
volatile std::sig_atomic_t interrupted = 0;

void declare(CLI::App& app, Arguments& a) {
  app.add_option("data", a.job.data, "Prepared data (.safetensors)")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--recipe", a.recipe, "Settings of the run (JSON)")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--out", a.job.output, "Training folder")->required();
  app.add_option("--from", a.from, "Model folder to start from, in place of the recipe's");
  app.add_option("--set", a.changes, "Change a field of the recipe: batch.examples=4");
  app.add_option("--companion", a.job.companions, "File to copy beside the weights")
      ->check(CLI::ExistingFile);
  auto* resume = app.add_flag("--resume", a.resume, "Go on from the newest checkpoint");
  app.add_flag("--start-over", a.startOver, "Remove earlier checkpoints")->excludes(resume);
  app.add_flag("--dry-run", a.dryRun, "Sizes, memory and time; trains nothing");
  app.add_option("--device", a.job.device, "cpu or cuda")->check(CLI::IsMember({"cpu", "cuda"}));
  app.add_option("--threads", a.job.threads, "Threads of the network on the processor")
      ->check(CLI::PositiveNumber);
  app.add_option("--loader-threads", a.job.loaderThreads, "Threads that build batches")
      ->check(CLI::PositiveNumber);
}

Result<void> complete(Arguments& a) {
  if (!a.from.empty()) a.changes.push_back("start.folder=" + a.from);
  Result<recipes::Recipe> recipe = recipes::readRecipe(a.recipe, a.changes);
  if (!recipe) return tl::unexpected(recipe.error());
  a.job.recipe = *std::move(recipe);
  const Result<recipes::World> world = recipes::worldFromEnvironment();
  if (!world) return tl::unexpected(world.error());
  a.job.world = *world;
  if (a.resume) a.job.existing = recipes::Existing::Resume;
  if (a.startOver) a.job.existing = recipes::Existing::StartOver;
  return {};
}

recipes::TrainingObserver printing() {
  recipes::TrainingObserver observer;
  observer.onProgress = [](const recipes::TrainingProgress& p) {
    fmt::print(
        "step {}/{} epoch {} loss {:.4f} rate {:.3g} norm {:.3g} {:.0f} tokens/s {:.1f} "
        "molecules/s waiting {:.1f} % {:.0f} MB {:.0f} s, {:.0f} s left\n",
        p.step, p.steps, p.epoch, p.loss, p.learningRate, p.gradientNorm, p.tokensPerSecond,
        p.moleculesPerSecond, 100.0 * p.waitingShare, static_cast<double>(p.memoryBytes) / 1e6,
        p.seconds, p.remainingSeconds);
    std::fflush(stdout);
  };
  observer.onEvaluation = [](const recipes::TrainingEvaluation& e) {
    fmt::print("held-out loss {:.4f} at step {}{}\n", e.loss, e.step, e.best ? ", the best" : "");
    std::fflush(stdout);
  };
  observer.onMessage = [](const std::string& sentence) {
    fmt::print("{}\n", sentence);
    std::fflush(stdout);
  };
  return observer;
}

void print(const recipes::DryRun& run) {
  for (const auto& part : run.parts) {
    fmt::print("{:<12} {:>13} parameters, {:>13} learn\n", part.name, part.parameters,
               part.trained);
  }
  fmt::print("examples     {} to learn from, {} held out\nsteps        {}\n", run.trainingExamples,
             run.heldOutExamples, run.steps);
  fmt::print("memory       weights {:.1f} MB, optimiser {:.1f} MB, grown by one update {:.1f} MB\n",
             static_cast<double>(run.weightBytes) / 1e6,
             static_cast<double>(run.optimizerBytes) / 1e6,
             static_cast<double>(run.activationBytes) / 1e6);
  fmt::print("time         {:.3f} s an update, {:.1f} GFLOP/s, {:.1f} h in all\n",
             run.secondsPerStep, run.flopsPerStep / run.secondsPerStep / 1e9,
             run.secondsPerStep * static_cast<double>(run.steps) / 3600.0);
}

/// Turns Ctrl-C into a stop request; the handler itself only sets a flag.
class StopOnInterrupt {
 public:
  StopOnInterrupt()
      : m_watch([this](const std::stop_token& ended) {
          while (!ended.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            if (interrupted != 0) m_source.request_stop();
          }
        }) {
    std::signal(SIGINT, [](int) { interrupted = 1; });
    std::signal(SIGTERM, [](int) { interrupted = 1; });
  }
  [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }

 private:
  std::stop_source m_source;
  std::jthread m_watch;
};

int report(const Error& error) {
  fmt::print(stderr, "{}\n", error.toString());
  const bool failed = error.code == ErrorCode::Internal || error.code == ErrorCode::OutOfMemory;
  return failed ? kFailed : kBadInput;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Trains Molloquy's networks from a recipe and prepared data");
  Arguments arguments;
  declare(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  if (const Result<void> ready = complete(arguments); !ready) return report(ready.error());
  if (arguments.dryRun) {
    const Result<recipes::DryRun> run = train::dryRun(arguments.job);
    if (!run) return report(run.error());
    print(*run);
    return 0;
  }
  const StopOnInterrupt stop;
  const auto end = train::runTraining(arguments.job, printing(), stop.token());
  if (!end) return report(end.error());
  if (end->reason == recipes::TrainingEndReason::Stopped) {
    fmt::print("Stopped after step {}; go on with --resume.\n", end->steps);
  } else if (!end->model.empty()) {
    fmt::print("The model is in {}.\n", end->model.string());
  }
  return 0;
}
