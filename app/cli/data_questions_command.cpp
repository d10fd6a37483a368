#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/generator_rejects.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "model/corpus/generators/property_check.h"
#include "model/corpus/generators/property_run.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string output;
  std::vector<std::string> properties;
  std::string rejects;
  bool check = false;
  corpus::PropertyQuestionOptions questions;
};

Result<void> checkUse(Options& options) {
  if (options.check != options.output.empty()) {
    return fail(ErrorCode::InvalidInput,
                "Give either --output for a corpus of questions, or --check to compare.");
  }
  if (!options.properties.empty()) options.questions.properties.clear();
  for (const std::string& name : options.properties) {
    options.questions.properties.push_back(*corpus::graphPropertyNamed(name));
  }
  return differentFiles(options.file, options.output);
}

nlohmann::ordered_json jsonOf(const corpus::PropertyAgreement& agreement) {
  auto worst = nlohmann::ordered_json::array();
  for (const corpus::Disagreement& found : agreement.worst) {
    worst.push_back({{"line", found.line},
                     {"smiles", found.smiles},
                     {"table", found.expected},
                     {"computed", found.computed}});
  }
  return {{"property", corpus::taskOf(agreement.property)},
          {"column", agreement.column},
          {"compared", agreement.compared},
          {"agreeing", agreement.agreeing},
          {"mean_absolute_error", agreement.meanAbsoluteError},
          {"worst", std::move(worst)}};
}

std::string textOf(const corpus::PropertyAgreement& agreement) {
  const double share = agreement.compared == 0 ? 0.0
                                               : 100.0 * static_cast<double>(agreement.agreeing) /
                                                     static_cast<double>(agreement.compared);
  std::string text = fmt::format("{:<20} {} of {} agree ({:.1f} %), mean absolute error {:.3g}\n",
                                 agreement.column, agreement.agreeing, agreement.compared, share,
                                 agreement.meanAbsoluteError);
  for (const corpus::Disagreement& found : agreement.worst) {
    text += fmt::format("  line {}: table {:g}, computed {:.6g}  {}\n", found.line, found.expected,
                        found.computed, found.smiles);
  }
  return text;
}

ExitCode runCheck(const Options& options) {
  Output output = options.common.output();
  auto rejects = GeneratorRejects::create(options.rejects);
  if (!rejects) return output.fail(rejects.error(), ExitCode::Environment);
  const InterruptScope interrupt;
  const auto check = [&] {
    const Progress progress("Comparing properties");
    return corpus::checkProperties(
        options.file, [&](const corpus::Rejection& row) { rejects->add(row); }, interrupt.token());
  }();
  if (!check) return output.fail(check.error(), ExitCode::BadInput);
  if (const auto told = rejects->finish(); !told) {
    return output.fail(told.error(), ExitCode::Environment);
  }
  if (interrupt.token().stop_requested()) note("Stopped; only a part of the rows was compared.");
  auto list = nlohmann::ordered_json::array();
  for (const corpus::PropertyAgreement& agreement : check->properties) {
    if (output.isJson()) {
      list.push_back(jsonOf(agreement));
    } else {
      output.write(textOf(agreement));
    }
  }
  if (output.isJson()) {
    output.writeJson({{"command", "data questions"},
                      {"file", options.file},
                      {"properties", std::move(list)},
                      {"rejected", rejects->count()}});
  }
  return output.finish();
}

ExitCode runQuestions(const Options& options) {
  Output output = options.common.output();
  auto rejects = GeneratorRejects::create(options.rejects);
  if (!rejects) return output.fail(rejects.error(), ExitCode::Environment);
  const InterruptScope interrupt;
  const auto report = [&] {
    Progress progress("Computing properties");
    return corpus::writePropertyQuestions(
        options.file, options.output, options.questions,
        {[&](const corpus::Rejection& row) { rejects->add(row); },
         [&](std::uintmax_t done, std::uintmax_t total) { progress.report(done, total); }},
        interrupt.token());
  }();
  const auto told = rejects->finish();
  if (!report) return output.fail(report.error(), ExitCode::BadInput);
  if (!told) return output.fail(told.error(), ExitCode::Environment);
  if (report->stopped) note("Stopped; no corpus was written.");
  if (output.isJson()) {
    output.writeJson({{"command", "data questions"},
                      {"file", options.file},
                      {"output", options.output},
                      {"source", corpus::propertySource(options.questions)},
                      {"structures", report->structures},
                      {"entries", report->entries},
                      {"questions", report->questions},
                      {"rejected", report->refusals},
                      {"rejects", options.rejects},
                      {"finish", report->stopped ? "stopped" : "end"}});
  } else if (!report->stopped) {
    output.write(fmt::format("{}: {} about {} written to {}\n", options.file,
                             counted(report->questions, "question"),
                             counted(report->entries, "structure"), options.output));
    output.write(fmt::format("Answers are {}.\n", corpus::propertySource(options.questions)));
    output.write(fmt::format("left out: {}\n", counted(report->refusals, "row")));
  }
  return output.finish();
}

ExitCode run(Options& options) {
  if (const auto use = checkUse(options); !use) {
    return options.common.output().fail(use.error(), ExitCode::Usage);
  }
  return options.check ? runCheck(options) : runQuestions(options);
}

}  // namespace

void addDataQuestions(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      addCommand(group, "questions",
                 "Questions about computed properties: weight, Wildman-Crippen LogP, polar "
                 "surface, complexity",
                 options->common);
  command->add_option("FILE", options->file, "A corpus, or a file that data import knows")
      ->required();
  command->add_option("-o,--output", options->output, "The new corpus (JSON lines)");
  command
      ->add_option("--properties", options->properties,
                   "mw, logp, tpsa, complexity, with commas between them (default: all)")
      ->delimiter(',')
      ->check(CLI::IsMember({"mw", "logp", "tpsa", "complexity"}).description(""));
  command
      ->add_option("--per-structure", options->questions.perStructure,
                   "How many of them a structure is asked, drawn (default: all)")
      ->check(CLI::PositiveNumber);
  command->add_option("--seed", options->questions.seed, "Same seed, same wordings")
      ->capture_default_str();
  command->add_option("--rejects", options->rejects, "Table of every row that is left out (TSV)");
  command->add_flag("--check", options->check,
                    "Write nothing: compare with the table's columns molecular_weight, logp, tpsa "
                    "and complexity, with or without pubchem_ before them");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
