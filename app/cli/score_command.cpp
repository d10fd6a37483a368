#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/score_report.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  ScoreSettings settings;
  std::string predictions;
  std::vector<std::string> compare;
  metrics::BootstrapOptions bootstrap;
  std::size_t samples = 3;
  std::size_t threads = 0;
};

/// Words of an option and what they mean.
template <class T>
using Names = std::vector<std::pair<std::string, T>>;

const Names<ScoreTask> kTasks{{"caption", ScoreTask::Caption},
                              {"cap2mol", ScoreTask::Cap2Mol},
                              {"property", ScoreTask::Property}};
const Names<TokenKind> kTokens{
    {"scibert", TokenKind::SciBert}, {"llama", TokenKind::Llama}, {"words", TokenKind::Words}};
const Names<metrics::NumberReading> kModes{{"paper", metrics::NumberReading::Paper},
                                           {"correct", metrics::NumberReading::Correct}};

/// An option that takes one of a few words and writes what it means to `value`.
template <class T>
CLI::Option* addNames(CLI::App& command, const std::string& option, const Names<T>& names, T& value,
                      const std::string& description) {
  std::vector<std::string> words;
  for (const auto& [word, meaning] : names) words.push_back(word);
  const auto take = [&names, &value](const std::string& word) {
    for (const auto& [name, meaning] : names) {
      if (name == word) value = meaning;
    }
  };
  return command.add_option_function<std::string>(option, take, description)
      ->check(CLI::IsMember(words));
}

/// The one or two files of the line: --predictions A, --predictions A --compare B, --compare A B.
Result<std::vector<std::string>> filesOf(const Options& options) {
  std::vector<std::string> files;
  if (!options.predictions.empty()) files.push_back(options.predictions);
  files.insert(files.end(), options.compare.begin(), options.compare.end());
  const std::size_t wanted = options.compare.empty() ? 1 : 2;
  if (files.size() == wanted) return files;
  return fail(ErrorCode::InvalidInput,
              files.empty() ? "Nothing to score: name a file with --predictions."
                            : fmt::format("Two files are compared, {} {} named: --predictions A "
                                          "--compare B, or --compare A B.",
                                          files.size(), files.size() == 1 ? "is" : "are"));
}

Result<ScoreReport> makeReport(const Options& options, const std::vector<std::string>& files,
                               const std::stop_token& stop) {
  const auto begin = std::chrono::steady_clock::now();
  Progress progress(fmt::format("Scoring {}", files.front()));
  metrics::RowWork how{.threads = options.threads, .stop = stop};
  how.progress = [&](std::size_t done, std::size_t total) { progress.report(done, total); };
  ScoreReport report;
  report.task = options.settings.task;
  report.bootstrap = options.bootstrap;
  report.samples = options.samples;
  auto file = scoreFile(files.front(), options.settings, how);
  if (!file) return tl::unexpected(file.error());
  report.file = std::move(*file);
  if (files.size() > 1) {
    auto other = scoreFile(files.back(), options.settings, how);
    if (!other) return tl::unexpected(other.error());
    report.other = std::move(*other);
    const auto same = requireSameQuestions(report.file, *report.other);
    if (!same) return tl::unexpected(same.error());
  }
  if (options.bootstrap.samples > 0) {
    auto intervals = metrics::confidenceIntervals(report.file.measured, options.bootstrap, how);
    if (!intervals) return tl::unexpected(intervals.error());
    report.intervals = std::move(*intervals);
    if (report.other) {
      auto differences = metrics::pairedDifferences(report.file.measured, report.other->measured,
                                                    options.bootstrap, how);
      if (!differences) return tl::unexpected(differences.error());
      report.differences = std::move(*differences);
    }
  }
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  report.seconds = passed.count();
  return report;
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto files = filesOf(options);
  if (!files) return output.fail(files.error(), ExitCode::Usage);
  if (options.settings.tokens == TokenKind::Llama && options.settings.tokenizer.empty()) {
    return output.fail(Error(ErrorCode::InvalidInput,
                             "--tokens llama needs --tokenizer: a model folder, or a "
                             "tokenizer.model."),
                       ExitCode::Usage);
  }
  const InterruptScope interrupt;
  const auto report = makeReport(options, *files, interrupt.token());
  if (!report && interrupt.token().stop_requested()) {
    note("stopped; nothing was scored.");
    if (output.isJson()) output.writeJson({{"command", "score"}, {"finish", "stopped"}});
    return output.finish();
  }
  if (!report) return output.fail(report.error(), exitCodeOf(report.error()));
  if (output.isJson()) {
    output.writeJson(scoreJson(*report));
  } else {
    output.write(scoreText(*report));
    for (const std::string& remark : report->file.remarks) note(remark);
    if (report->other && report->other->remarks != report->file.remarks) {
      for (const std::string& remark : report->other->remarks) note("second file: " + remark);
    }
  }
  return output.finish();
}

}  // namespace

void addScore(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(
      program, "score", "How good predictions are, measured as in the literature", options->common);
  ScoreSettings& settings = options->settings;
  addNames(*command, "--task", kTasks, settings.task, "What was predicted")->required();
  command->add_option("--predictions", options->predictions,
                      "Columns SMILES, ground truth, output between tabs; properties: JSON lines");
  addNames(*command, "--tokens", kTokens, settings.tokens,
           "caption: what BLEU and METEOR count (default: scibert, as published)");
  command->add_option("--vocab", settings.vocabulary, "scibert: another vocab.txt");
  command->add_option("--tokenizer", settings.tokenizer,
                      "llama: a model folder, or a tokenizer.model");
  addNames(*command, "--mode", kModes, settings.reading,
           "property: the paper's reading of numbers, without exponents (default), or the correct");
  command
      ->add_option("--compare", options->compare,
                   "A second file with the same rows; or two files instead of --predictions")
      ->expected(1, 2);
  command->add_option("--samples", options->samples, "Best and worst rows to show (default: 3)");
  command
      ->add_option("--bootstrap", options->bootstrap.samples,
                   "Samples for confidence intervals, 0 for none (default: 1000)")
      ->check(CLI::Range(0, 1000000).description(""));
  command->add_option("--seed", options->bootstrap.seed, "Of the samples (default: 1)");
  command->add_option("--threads", options->threads, "Threads (default: all processors)")
      ->check(CLI::Range(1, 1024).description(""));
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
