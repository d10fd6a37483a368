#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/alignments_report.h"
#include "app/cli/alignments_work.h"
#include "app/cli/model_options.h"
#include "model/base/atomic_file.h"

namespace molloquy::cli {
namespace {

namespace fs = std::filesystem;
using Options = std::shared_ptr<AlignmentsOptions>;
using Json = nlohmann::ordered_json;

/// What a command found, for both forms of output.
struct Outcome {
  std::string text;
  Json members;
  bool stopped = false;
};
using Body = Step<Outcome> (*)(AlignmentsWork& work, const AlignmentsOptions& options);

Outcome outcomeOf(const std::string& stage, const reflect::StageReport& report) {
  return {stageText(stage, report), {{stage, stageJson(report)}}, report.stopped};
}

Step<Outcome> extract(AlignmentsWork& work, const AlignmentsOptions& options) {
  const auto report = work.runExtract(options.out);
  if (!report) return tl::unexpected(report.error());
  return outcomeOf("zero", *report);
}

Step<Outcome> reflectOn(AlignmentsWork& work, const AlignmentsOptions& options) {
  const auto report = work.runReflect(options.zero, options.out);
  if (!report) return tl::unexpected(report.error());
  return outcomeOf("reflected", *report);
}

Step<Outcome> select(AlignmentsWork& work, const AlignmentsOptions& options) {
  const std::string scores =
      options.scores.empty() ? options.out + ".scores.jsonl" : options.scores;
  const auto report = work.runSelect(options.zero, options.reflected, {scores, options.out});
  if (!report) return tl::unexpected(report.error());
  return Outcome{
      selectionText(*report), {{"selected", selectionJson(*report)}}, report->stage.stopped};
}

Step<Outcome> exportTo(AlignmentsWork& work, const AlignmentsOptions& options) {
  const auto report = work.runExport(options.alignments, options.scores, options.out);
  if (!report) return tl::unexpected(report.error());
  return Outcome{exportText(*report), {{"samples", exportJson(*report)}}, report->stage.stopped};
}

void join(Outcome& all, Outcome next) {
  all.text += next.text;
  all.members.update(next.members);
  all.stopped = next.stopped;
}

/// What the files of a folder depend on; another run of other settings must not go on with them.
std::string settingsOf(const AlignmentsWork& work, const AlignmentsOptions& options) {
  return Json{{"rows", reflect::markOf(work.rows())},
              {"direction", options.direction},
              {"teacher", options.teacher},
              {"model", options.model},
              {"examples", options.examples},
              {"similarity", options.similarity},
              {"spread", options.spread},
              {"order", options.order},
              {"rule", options.rule},
              {"credit", options.credit},
              {"form", options.form},
              {"cutoff", options.cutoff},
              {"records", options.records},
              {"atom_numbers", options.atomNumbers}}
             .dump() +
         "\n";
}

Step<void> claimFolder(const fs::path& folder, const std::string& settings) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) {
    return failed(Error(ErrorCode::Internal,
                        fmt::format("{} cannot be made: {}.", folder.string(), problem.message())),
                  ExitCode::Environment);
  }
  const fs::path file = folder / "settings.json";
  if (const auto known = readFile(file)) {
    if (*known == settings) return {};
    return failed(Error(ErrorCode::InvalidInput,
                        fmt::format("{} holds work of other settings or other data; choose another "
                                    "folder or remove it.",
                                    folder.string())),
                  ExitCode::BadInput);
  }
  const auto written = writeFileAtomically(file, settings);
  if (!written) return failed(written.error(), ExitCode::Environment);
  return {};
}

/// All stages into one folder. Stages whose files are there are not done again.
Step<Outcome> tuneData(AlignmentsWork& work, const AlignmentsOptions& options) {
  const fs::path folder = options.out;
  if (const auto ours = claimFolder(folder, settingsOf(work, options)); !ours) {
    return tl::unexpected(ours.error());
  }
  AlignmentsOptions stage = options;
  stage.zero = folder / "zero.align.jsonl";
  stage.reflected = folder / "reflected.align.jsonl";
  stage.alignments = folder / "selected.align.jsonl";
  stage.scores = folder / "scores.jsonl";
  const auto ofFile = [&stage](const std::string& file) {
    AlignmentsOptions one = stage;
    one.out = file;
    return one;
  };
  const std::pair<Body, std::string> steps[] = {{extract, stage.zero},
                                                {reflectOn, stage.reflected},
                                                {select, stage.alignments},
                                                {exportTo, folder / "samples.jsonl"}};
  Outcome all;
  const fs::path reportFile = folder / "report.json";
  if (const auto known = readFile(reportFile)) {
    all.members = Json::parse(*known, nullptr, /*allow_exceptions=*/false);
    if (!all.members.is_object()) all.members = Json::object();
  }
  for (const auto& [body, file] : steps) {
    if (fs::exists(file)) {
      note(fmt::format("{} is there already.", file));
      continue;
    }
    auto outcome = body(work, ofFile(file));
    if (!outcome) return tl::unexpected(outcome.error());
    join(all, *std::move(outcome));
    if (all.stopped) return all;
    const auto written = writeFileAtomically(reportFile, all.members.dump(2) + "\n");
    if (!written) return failed(written.error(), ExitCode::Environment);
  }
  return all;
}

ExitCode run(const AlignmentsOptions& options, const std::string& name, Body body) {
  Output output = options.common.output();
  auto work = AlignmentsWork::begin(options);
  if (!work) return output.fail(work.error().error, work.error().code);
  const auto outcome = body(*work, options);
  if (!outcome && work->isStopped()) {
    note("stopped; the same command goes on from here.");
    return output.finish();
  }
  if (!outcome) return output.fail(outcome.error().error, outcome.error().code);
  if (outcome->stopped) note("stopped; the same command goes on from here.");
  if (output.isJson()) {
    Json object{{"command", "alignments " + name},
                {"direction", options.direction},
                {"rows", work->rows().size()},
                {"finish", outcome->stopped ? "stopped" : "done"}};
    object.update(outcome->members);
    object["skipped"] = work->skippedJson();
    output.writeJson(object);
  } else {
    output.write(outcome->text);
  }
  return output.finish();
}

void addCorpus(CLI::App& command, AlignmentsOptions& options, const std::string& out) {
  command
      .add_option("CORPUS", options.corpus,
                  "Corpus (JSON lines), or a table with smiles and "
                  "description")
      ->required();
  command.add_option("-o,--out", options.out, out)->required();
  command.add_option("--direction", options.direction, "mol2cap or cap2mol")
      ->check(CLI::IsMember({"mol2cap", "cap2mol"}))
      ->capture_default_str();
  command.add_option("--split", options.split, "Split of rows that name none (train, test, ...)");
  command.add_option("--limit", options.limit, "Take so many rows from the front");
}

/// For stages that open no student; addOpenOptions brings the option with it.
void addThreads(CLI::App& command, AlignmentsOptions& options) {
  command.add_option("--threads", options.threads, "Threads (default: all cores)")
      ->check(CLI::NonNegativeNumber);
}

void addTeacher(CLI::App& command, AlignmentsOptions& options) {
  command.add_option("--teacher", options.teacher, "describer, or the folder of a language model")
      ->capture_default_str();
}

void addExamples(CLI::App& command, AlignmentsOptions& options) {
  command.add_option("--examples", options.examples, "Similar rows that are shown")
      ->check(CLI::Range(0, 10))
      ->capture_default_str();
  command.add_option("--similarity", options.similarity, "Of molecules: path or morgan")
      ->check(CLI::IsMember({"path", "morgan"}))
      ->capture_default_str();
  command.add_option("--spread", options.spread, "nearest, or buckets of the first ten")
      ->check(CLI::IsMember({"nearest", "buckets"}))
      ->capture_default_str();
  command.add_option("--order", options.order, "similar-last or similar-first")
      ->check(CLI::IsMember({"similar-last", "similar-first"}))
      ->capture_default_str();
}

void addPrompt(CLI::App& command, AlignmentsOptions& options) {
  command.add_option("--form", options.form, "chat, or plain text for base models")
      ->check(CLI::IsMember({"chat", "plain"}))
      ->capture_default_str();
  command.add_option("--cutoff", options.cutoff, "Tokens of a sample; examples go first")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--records", options.records, "Alignments of a molecule that are shown")
      ->capture_default_str();
  command.add_flag("!--no-atoms", options.atomNumbers, "Leave out atom numbers");
}

void addStudent(CLI::App& command, AlignmentsOptions& options) {
  addModel(command, options.model);
  command
      .add_option("--rule", options.rule, "Perplexity of the target, or of the alignments: self")
      ->check(CLI::IsMember({"target", "self"}))
      ->capture_default_str();
  command.add_flag("--credit", options.credit, "Measure what each alignment is worth");
}

CLI::App* addStage(CLI::App& group, ChosenCommand& chosen, const Options& options,
                   const std::string& name, const std::string& description, Body body) {
  CLI::App* command = addCommand(group, name, description, options->common);
  command->callback([options, name, body, &chosen] {
    chosen = [options, name, body] { return run(*options, name, body); };
  });
  return command;
}

}  // namespace

void addAlignments(CLI::App& program, ChosenCommand& chosen) {
  CLI::App* group = program.add_subcommand("alignments", "What MolReFlect learns from");
  group->set_version_flag("--version", "molloquy-cli " MOLLOQUY_VERSION);
  group->require_subcommand(1);
  const auto make = [] { return std::make_shared<AlignmentsOptions>(); };

  Options options = make();
  CLI::App* command = addStage(*group, chosen, options, "extract",
                               "Which words belong to which part, by a teacher", extract);
  addCorpus(*command, *options, "Alignment file to write");
  addThreads(*command, *options);
  addTeacher(*command, *options);

  options = make();
  command = addStage(*group, chosen, options, "reflect", "The same again, beside similar molecules",
                     reflectOn);
  addCorpus(*command, *options, "Alignment file to write");
  command->add_option("--zero", options->zero, "Alignments of extract")->required();
  addThreads(*command, *options);
  addTeacher(*command, *options);
  addExamples(*command, *options);

  options = make();
  command = addStage(*group, chosen, options, "select",
                     "Which of both a student finds more helpful", select);
  addCorpus(*command, *options, "Alignment file to write");
  command->add_option("--zero", options->zero, "Alignments of extract")->required();
  command->add_option("--reflected", options->reflected, "Alignments of reflect")->required();
  command->add_option("--scores", options->scores, "File of the perplexities (default: beside -o)");
  addExamples(*command, *options);
  addPrompt(*command, *options);
  addStudent(*command, *options);
  addOpenOptions(*command, options->open);

  options = make();
  command = addStage(*group, chosen, options, "export", "Samples with examples, to tune a model on",
                     exportTo);
  addCorpus(*command, *options, "Corpus to write");
  addThreads(*command, *options);
  command->add_option("--alignments", options->alignments, "Alignments to show")->required();
  command->add_option("--scores", options->scores, "Perplexities, to be noted in the samples");
  addExamples(*command, *options);
  addPrompt(*command, *options);
  command->add_option("--model", options->model,
                      "Model whose tokens are counted (default: a third "
                      "of the letters)");

  options = make();
  options->countsStudentTokens = true;
  command = addStage(*group, chosen, options, "tune-data",
                     "All stages into one folder, with a report", tuneData);
  addCorpus(*command, *options, "Folder to write into");
  addTeacher(*command, *options);
  addExamples(*command, *options);
  addPrompt(*command, *options);
  addStudent(*command, *options);
  addOpenOptions(*command, options->open);
}

}  // namespace molloquy::cli
