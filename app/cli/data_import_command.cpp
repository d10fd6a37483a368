#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/reject_table.h"
#include "model/corpus/importers/importer.h"

namespace molloquy::cli {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string output;
  std::string format;
  std::vector<std::string> columns;
  std::string structures;
  std::string text = "original";
  std::string rejects;
  corpus::ImportOptions import;
};

/// Rejected rows that are told on standard error; --rejects has them all.
constexpr std::size_t kToldRejections = 5;

Result<corpus::ImportOptions> importOptions(const Options& options) {
  corpus::ImportOptions import = options.import;
  if (!options.format.empty()) import.format = corpus::importFormatNamed(options.format);
  for (const std::string& column : options.columns) {
    const std::size_t equals = column.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == column.size()) {
      return fail(ErrorCode::InvalidInput,
                  fmt::format("\"{}\" does not name a column. Write --column PLACE=COLUMN, for "
                              "example --column smiles=SMILES.",
                              column));
    }
    import.columns.push_back({column.substr(0, equals), column.substr(equals + 1)});
  }
  import.structures = options.structures;
  import.text =
      options.text == "enriched" ? corpus::TextChoice::Enriched : corpus::TextChoice::Original;
  return import;
}

std::string textOf(const corpus::ImportReport& report, const Options& options) {
  std::string text =
      fmt::format("{}: {} row{} taken as {}, {} line{} written to {}\n", options.file, report.taken,
                  report.taken == 1 ? "" : "s", corpus::nameOf(report.format), report.lines,
                  report.lines == 1 ? "" : "s", options.output);
  for (const auto& [place, column] : report.columns) {
    text += fmt::format("  {:<12} from \"{}\"\n", place, column);
  }
  text += fmt::format("{} row{} rejected\n", report.rejected, report.rejected == 1 ? "" : "s");
  for (const auto& [kind, count] : report.reasons) {
    text += fmt::format("  {:>8}  {}\n", count, corpus::nameOf(kind));
  }
  if (report.backslashesUndone > 0) {
    text += fmt::format("{} SMILES had doubled backslashes; they are single now\n",
                        report.backslashesUndone);
  }
  return text;
}

nlohmann::ordered_json jsonOf(const corpus::ImportReport& report, const Options& options) {
  nlohmann::ordered_json reasons = nlohmann::ordered_json::object();
  for (const auto& [kind, count] : report.reasons) {
    reasons[std::string(corpus::nameOf(kind))] = count;
  }
  return {{"command", "data import"},
          {"file", options.file},
          {"output", options.output},
          {"format", corpus::nameOf(report.format)},
          {"columns", report.columns},
          {"taken", report.taken},
          {"lines", report.lines},
          {"rejected", report.rejected},
          {"reasons", reasons},
          {"backslashes_undone", report.backslashesUndone},
          {"remarks", report.remarks},
          {"rejects", options.rejects},
          {"finish", report.stopped ? "stopped" : "end"}};
}

/// Where rows go while the file is read.
struct Target {
  corpus::CorpusWriter writer;
  std::optional<RejectTable> rejects;
  std::optional<Error> failure;  ///< of writing.
  std::size_t told = 0;

  corpus::Reading write(const corpus::Line& line) {
    if (auto written = writer.write(line); !written) failure = written.error();
    return failure ? corpus::Reading::Stop : corpus::Reading::GoOn;
  }
  void reject(const corpus::ImportRejection& rejection) {
    if (rejects) {
      if (auto written = rejects->add(rejection.row, corpus::nameOf(rejection.kind)); !written) {
        failure = written.error();
      }
    }
    if (++told > kToldRejections) return;
    note(rejectionText(rejection.row));
  }
};

Result<Target> openTarget(const Options& options) {
  auto writer = corpus::CorpusWriter::create(options.output);
  if (!writer) return tl::unexpected(writer.error());
  Target target{*std::move(writer), std::nullopt, std::nullopt};
  if (options.rejects.empty()) return target;
  auto rejects = RejectTable::create(options.rejects);
  if (!rejects) return tl::unexpected(rejects.error());
  target.rejects = *std::move(rejects);
  return target;
}

Result<void> finish(Target& target, bool keep) {
  if (target.rejects) {
    if (auto done = target.rejects->finish(); !done) return done;
  }
  return keep ? target.writer.finish() : Result<void>();
}

ExitCode run(const Options& options) {
  Output output = options.common.output();
  const auto import = importOptions(options);
  if (!import) return output.fail(import.error(), ExitCode::Usage);
  std::error_code problem;
  if (std::filesystem::equivalent(options.file, options.output, problem)) {
    return output.fail(Error(ErrorCode::InvalidInput,
                             "The new corpus would replace the file that is read. Name another "
                             "file with --output."),
                       ExitCode::Usage);
  }
  const InterruptScope interrupt;
  auto target = openTarget(options);
  if (!target) return output.fail(target.error(), ExitCode::Environment);
  const auto report = [&] {
    Progress progress("Importing");
    return corpus::importFile(
        options.file, *import,
        {[&](std::size_t, corpus::Line&& line) { return target->write(line); },
         [&](const corpus::ImportRejection& rejection) { target->reject(rejection); },
         [&](std::uintmax_t done, std::uintmax_t total) { progress.report(done, total); }},
        interrupt.token());
  }();
  const bool whole = report && !report->stopped && !target->failure;
  const auto finished = finish(*target, whole);
  if (target->told > kToldRejections) {
    note(fmt::format("{} more rows were rejected; {}.", target->told - kToldRejections,
                     options.rejects.empty() ? "--rejects FILE lists them all"
                                             : options.rejects + " lists them all"));
  }
  if (target->failure) return output.fail(*target->failure, ExitCode::Environment);
  if (!report) return output.fail(report.error(), ExitCode::BadInput);
  if (!finished) return output.fail(finished.error(), ExitCode::Environment);
  for (const std::string& remark : report->remarks) note(remark);
  if (report->stopped) note("Stopped; no corpus was written.");
  if (output.isJson()) {
    output.writeJson(jsonOf(*report, options));
  } else if (!report->stopped) {
    output.write(textOf(*report, options));
  }
  return output.finish();
}

}  // namespace

void addDataImport(CLI::App& group, ChosenCommand& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(
      group, "import", "A corpus of any known file; every row that is left out is reported",
      options->common);
  command->add_option("FILE", options->file, "A table, JSON, SDF or LMDB file")->required();
  command->add_option("-o,--output", options->output, "The new corpus (JSON lines)")->required();
  command
      ->add_option("--format", options->format,
                   "moit, molt5, pubchem324k, lmdb, csv, tsv, jsonl, smiles, sdf, alignments or "
                   "chat (default: what the file looks like)")
      ->check(CLI::IsMember({"moit", "molt5", "pubchem324k", "lmdb", "csv", "tsv", "jsonl",
                             "smiles", "sdf", "alignments", "chat"})
                  .description(""));
  command
      ->add_option("--column", options->columns,
                   "PLACE=COLUMN; the places are id, smiles, answer, instruction, task, split, "
                   "source")
      ->expected(1)
      ->take_all();
  command->add_option("--instruction", options->import.instruction,
                      "The question of rows that have none");
  command->add_option("--task", options->import.task, "The task of rows that have none")
      ->capture_default_str();
  command->add_option("--split", options->import.split, "The split of rows that have none")
      ->check(CLI::IsMember({"pretrain", "train", "validation", "test"}).description(""));
  command->add_option("--source", options->import.source,
                      "Name of the data set (default: the file's)");
  command->add_option("--structures", options->structures,
                      "LMDB, corpus or SDF with the structures that 3D-MoIT names");
  command->add_option("--text", options->text, "original or enriched description")
      ->check(CLI::IsMember({"original", "enriched"}).description(""))
      ->capture_default_str();
  command->add_option("--rejects", options->rejects, "Table of every rejected row (TSV)");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace molloquy::cli
