#include <memory>

#include <fmt/format.h>

#include "app/cli/check_text.h"
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  std::vector<std::string> corpora;
  std::vector<std::string> against;
  std::vector<std::string> keep;
  std::vector<std::string> drop;
  std::string output;
  bool fix = false;
  bool embed = false;
  unsigned threads = 0;
  std::size_t listed = 20;
};

std::vector<std::string> flawNames() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < corpus::kFlaws; ++i) {
    names.emplace_back(corpus::nameOf(static_cast<corpus::Flaw>(i)));
  }
  return names;
}

/// What --fix leaves out.
std::set<corpus::Flaw> unwanted(const Options& options) {
  std::set<corpus::Flaw> flaws = corpus::offences();
  for (const std::string& name : options.keep) flaws.erase(*corpus::flawNamed(name));
  for (const std::string& name : options.drop) flaws.insert(*corpus::flawNamed(name));
  return flaws;
}

Result<void> checkUse(const Options& options) {
  if (options.fix == options.output.empty()) {
    return fail(ErrorCode::InvalidInput,
                "--fix writes a new corpus: give both --fix and --output.");
  }
  for (const std::string& corpus : options.corpora) {
    std::error_code problem;
    if (options.fix && std::filesystem::equivalent(corpus, options.output, problem)) {
      return fail(
          ErrorCode::InvalidInput,
          fmt::format("The new corpus would replace {}. Name another file with --output.", corpus));
    }
  }
  return {};
}

Result<corpus::CheckReport> check(const Options& options, const std::stop_token& stop) {
  const std::vector<std::filesystem::path> corpora(options.corpora.begin(), options.corpora.end());
  corpus::CheckOptions check;
  check.against.assign(options.against.begin(), options.against.end());
  check.embedding = options.embed ? corpus::Embedding::Tried : corpus::Embedding::NotTried;
  check.threads = options.threads;
  Progress progress("Checking");
  return corpus::checkCorpora(
      corpora, check,
      [&](std::uintmax_t done, std::uintmax_t total) { progress.report(done, total); }, stop);
}

Result<corpus::FixReport> fixed(const corpus::CheckReport& report, const Options& options,
                                const std::stop_token& stop) {
  const Progress progress("Writing the new corpus");
  return corpus::writeWithout(report, unwanted(options), options.output, stop);
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  if (const auto use = checkUse(options); !use) return output.fail(use.error(), ExitCode::Usage);
  const InterruptScope interrupt;
  const auto report = check(options, interrupt.token());
  if (!report) return output.fail(report.error(), ExitCode::BadInput);
  std::optional<corpus::FixReport> fix;
  if (options.fix && !report->stopped) {
    auto done = fixed(*report, options, interrupt.token());
    if (!done) return output.fail(done.error(), ExitCode::Environment);
    fix = *std::move(done);
  }
  if (report->stopped) note("Stopped; only a part of the lines was looked at.");
  if (fix && fix->stopped) note("Stopped; no corpus was written.");
  if (output.isJson()) {
    nlohmann::ordered_json object = checkJson(*report);
    if (fix) object["fix"] = fixJson(*fix, options.output);
    output.writeJson(object);
  } else {
    output.write(checkText(*report, options.listed));
    if (fix) output.write(fixText(*fix, options.output));
  }
  return output.finish();
}

}  // namespace

void addDataCheck(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(
      group, "check", "What is wrong with a corpus: structures, duplicates, leaks, lengths",
      options->common);
  command->add_option("CORPUS", options->corpora, "Corpora, or files that data import knows")
      ->required();
  command->add_option("--against", options->against,
                      "Held-out data: what it has in common with the corpus is a leak");
  command->add_flag("--embed", options->embed,
                    "Try to make a 3D shape for structures that have none (slow)");
  command->add_flag("--fix", options->fix, "Write a corpus without the lines that are no good");
  command->add_option("-o,--output", options->output, "The new corpus of --fix");
  command->add_option("--keep", options->keep, "Flaws whose lines --fix keeps, by name")
      ->check(CLI::IsMember(flawNames()).description(""));
  command->add_option("--drop", options->drop, "Remarks whose lines --fix leaves out too")
      ->check(CLI::IsMember(flawNames()).description(""));
  command->add_option("--list", options->listed, "How many lines of each flaw are listed")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Default: one a core");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
