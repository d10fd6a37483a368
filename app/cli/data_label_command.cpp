#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/generator_rejects.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "model/chem/quantum/worker_pool.h"
#include "model/corpus/generators/label_run.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  corpus::LabelRequest request;
  std::string file;
  std::string output;
  std::string rejects;
  double secondsForOne = 120;
  bool resume = false;
  bool ions = false;
};

/// Processor time of this process and of its children that have ended, seconds.
double processorSeconds() {
  double sum = 0;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    ::getrusage(who, &used);
    for (const timeval& time : {used.ru_utime, used.ru_stime}) {
      sum += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    }
  }
  return sum;
}

struct Outcome {
  corpus::LabelReport report;
  std::string xtbVersion;
  double coreSeconds = 0;
};

using Pool = std::unique_ptr<quantum::WorkerPool>;

Result<Pool> startWorkers(const Options& options, const std::stop_token& stop) {
  const auto program = quantum::workerProgram();
  if (!program) return tl::unexpected(program.error());
  return quantum::WorkerPool::start(
      {.program = *program,
       .workers = options.request.jobs,
       .limit = std::chrono::milliseconds(static_cast<long>(1000 * options.secondsForOne))},
      stop);
}

/// Ends the workers too, so that their time is known.
Result<Outcome> label(const Options& options, Pool pool, GeneratorRejects& rejects,
                      const std::stop_token& stop) {
  corpus::LabelRequest request = options.request;
  const std::string version = pool->xtbVersion();
  request.questions.source = corpus::shapeSource(version);
  Progress progress("Labelling by GFN2-xTB");
  auto report = corpus::labelFile(
      request,
      [&](const quantum::SinglePointInput& input, const std::stop_token& halt) {
        return pool->compute(input, halt);
      },
      {[&](const corpus::Rejection& row) { rejects.add(row); },
       [&](std::uintmax_t done, std::uintmax_t total) { progress.report(done, total); }},
      stop);
  if (!report) return tl::unexpected(report.error());
  pool.reset();
  return Outcome{*std::move(report), version, processorSeconds()};
}

std::string textOf(const Outcome& outcome, const Options& options) {
  const corpus::LabelReport& report = outcome.report;
  std::string text = fmt::format("{}: {} of {} labelled by GFN2-xTB (xtb {}), written to {}\n",
                                 options.file, counted(report.entries, "conformer"),
                                 counted(report.labelledStructures, "structure"),
                                 outcome.xtbVersion, options.output);
  if (report.resumed > 0) {
    text += fmt::format("{} finished by an earlier run\n", counted(report.resumed, "structure"));
  }
  text += fmt::format("left out: {} (rows, structures or conformers)\n", report.refusals);
  text += fmt::format("{:.1f} s, {:.1f} core seconds\n", report.wallSeconds, outcome.coreSeconds);
  return text;
}

nlohmann::ordered_json jsonOf(const Outcome& outcome, const Options& options) {
  const corpus::LabelReport& report = outcome.report;
  return {{"command", "data label"},
          {"file", options.file},
          {"output", options.output},
          {"method", "GFN2-xTB"},
          {"xtb", outcome.xtbVersion},
          {"structures", report.structures},
          {"resumed", report.resumed},
          {"labelled", report.labelledStructures},
          {"entries", report.entries},
          {"rejected", report.refusals},
          {"rejects", options.rejects},
          {"wall_seconds", report.wallSeconds},
          {"core_seconds", outcome.coreSeconds},
          {"finish", report.stopped ? "stopped" : "end"}};
}

ExitCode run(Options& options) {
  Output output = options.common.output();
  if (const auto use = differentFiles(options.file, options.output); !use) {
    return output.fail(use.error(), ExitCode::Usage);
  }
  options.request.input = options.file;
  options.request.output = options.output;
  if (options.resume) options.request.continuation = corpus::Continuation::Resume;
  if (options.ions) options.request.questions.charges = corpus::Charges::Any;
  const InterruptScope interrupt;
  auto rejects = GeneratorRejects::create(options.rejects);
  if (!rejects) return output.fail(rejects.error(), ExitCode::Environment);
  const auto refuse = [&](const Error& error, ExitCode code) {
    if (!interrupt.token().stop_requested()) return output.fail(error, code);
    note("Stopped before anything was labelled; nothing was written.");
    if (output.isJson()) output.writeJson({{"command", "data label"}, {"finish", "stopped"}});
    return output.finish();
  };
  auto pool = startWorkers(options, interrupt.token());
  if (!pool) return refuse(pool.error(), ExitCode::Environment);
  const auto outcome = label(options, *std::move(pool), *rejects, interrupt.token());
  if (!outcome) return refuse(outcome.error(), exitCodeOf(outcome.error()));
  if (const auto told = rejects->finish(); !told) {
    return output.fail(told.error(), ExitCode::Environment);
  }
  if (outcome->report.stopped) {
    note(outcome->report.structures == 0
             ? "Stopped before a structure was finished; nothing was written."
             : fmt::format("Stopped after {}; the same command with --resume goes on.",
                           counted(outcome->report.structures, "structure")));
  }
  if (output.isJson()) {
    output.writeJson(jsonOf(*outcome, options));
  } else if (outcome->report.structures > 0) {
    output.write(textOf(*outcome, options));
  }
  return output.finish();
}

}  // namespace

void addDataLabel(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  options->request.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  CLI::App* command =
      addCommand(group, "label",
                 "Questions about single conformers (HOMO, LUMO, gap, energy, dipole), by GFN2-xTB",
                 options->common);
  corpus::ShapeQuestionOptions& questions = options->request.questions;
  command->add_option("FILE", options->file, "A corpus, or a file that data import knows")
      ->required();
  command->add_option("-o,--output", options->output, "The new corpus (JSON lines)")->required();
  command
      ->add_option("--conformers", questions.conformers,
                   "Of a structure, at most: its own, or made by ETKDGv3 and MMFF94")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--jobs", options->request.jobs, "Cores to use (default: all)")
      ->check(CLI::Range(1, 1024));
  command->add_option("--seed", questions.seed, "Same seed, same shapes and wordings")
      ->capture_default_str();
  command->add_option("--limit", options->request.limit, "Structures to look at, from the first")
      ->check(CLI::PositiveNumber);
  command
      ->add_option("--max-heavy-atoms", questions.mostHeavyAtoms, "Larger structures are left out")
      ->check(CLI::Range(1, 500))
      ->capture_default_str();
  command
      ->add_option("--time-limit", options->secondsForOne, "Seconds that xtb has for a conformer")
      ->check(CLI::Range(0.1, 86'400.0))
      ->capture_default_str();
  command->add_flag("--ions", options->ions,
                    "Label charged structures too; their questions state the charge");
  command->add_flag("--resume", options->resume, "Go on with a run that was interrupted");
  command->add_option("--rejects", options->rejects,
                      "Table of every structure and conformer that is left out (TSV)");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
