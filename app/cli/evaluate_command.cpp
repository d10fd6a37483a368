#include <algorithm>
#include <chrono>
#include <memory>

#include <fmt/format.h>

#include "app/cli/evaluate_retrieval.h"
#include "app/cli/evaluation_report.h"
#include "app/cli/evaluation_tools.h"
#include "app/cli/interrupt.h"
#include "app/cli/model_session.h"
#include "app/cli/progress.h"
#include "model/checkpoints/sha256.h"
#include "model/evaluation/weight_hash.h"

namespace molloquy::cli {
namespace {

namespace fs = std::filesystem;
using evaluation::Question;
using evaluation::Task;

/// Sentences about single rows that are told before the rest is only counted.
constexpr std::size_t kToldRows = 5;

Step<evaluation::QuestionList> readRows(const EvaluateOptions& options,
                                        const std::stop_token& stop) {
  const Progress progress("Reading the data");
  std::size_t told = 0;
  const auto onRejection = [&told](const corpus::Rejection& row) {
    if (++told <= kToldRows) note(fmt::format("line {}: {}", row.line, row.reason));
  };
  auto rows = evaluation::readQuestions(options.data, options.choice, onRejection, stop);
  if (told > kToldRows) note(fmt::format("{} more rows cannot be read.", told - kToldRows));
  if (!rows) return failed(rows.error(), exitCodeOf(rows.error()));
  return *std::move(rows);
}

/// Model and data by their checksums, and how rows are asked.
Step<evaluation::RunIdentity> identify(const EvaluateOptions& options, const fs::path& folder,
                                       const std::stop_token& stop) {
  const Progress progress("Reading the weights");
  evaluation::RunIdentity identity{options.choice.task, "", "", settingsJson(options)};
  const bool retrieval = options.choice.task == Task::Retrieval;
  auto model = evaluation::weightHash(
      folder, retrieval ? evaluation::Weights::ModelAndStage1 : evaluation::Weights::Model,
      evaluation::usualHashCache(), {}, stop);
  if (!model) return failed(model.error(), ExitCode::Model);
  auto data = checkpoints::sha256OfFile(options.data, {}, stop);
  if (!data) return failed(data.error(), ExitCode::BadInput);
  identity.modelHash = *std::move(model);
  identity.dataHash = *std::move(data);
  return identity;
}

/// Asks the rows that have no answer yet.
Step<void> ask(const EvaluateOptions& options, const fs::path& folder,
               std::span<const Question> questions, evaluation::PredictionLog& log,
               const std::stop_token& stop, EvaluationReport& report) {
  const std::size_t missing = log.missing().size();
  if (missing < questions.size()) {
    note(fmt::format("{} of {} rows are answered in {} already.", questions.size() - missing,
                     questions.size(), options.predictions));
  }
  if (missing == 0) return {};
  auto model = openModel(folder, options.open, stop);
  if (!model) return tl::unexpected(Failure{model.error(), ExitCode::Model});
  report.model = (*model)->info();
  if (options.choice.task == Task::Cap2Mol && report.model.hasMolecule) {
    return failed(Error(ErrorCode::InvalidInput,
                        fmt::format("{} is asked about structures and cannot write one from a "
                                    "text; cap2mol needs a plain language model.",
                                    report.model.name)),
                  ExitCode::Model);
  }
  Progress progress(fmt::format("Asking {} rows", missing));
  const auto collected = evaluation::collectAnswers(
      **model, questions, log, options.ask,
      [&progress](std::size_t done, std::size_t all) { progress.report(done, all); }, stop);
  if (!collected) return tl::unexpected(modelFailure(collected.error()));
  report.asked = collected->asked;
  report.newTokens = collected->newTokens;
  report.unanswered = collected->unanswered;
  for (std::size_t i = 0; i < std::min(kToldRows, report.unanswered.size()); ++i) {
    const evaluation::Unanswered& row = report.unanswered[i];
    note(fmt::format("line {}: {}", questions[row.question].line, row.error.toString()));
  }
  return {};
}

/// The answers of the other run to the same rows, and what both make of them.
Step<void> compare(const EvaluateOptions& options, std::span<const Question> questions,
                   const EvaluationTools& tools, EvaluationReport& report) {
  if (options.compare.empty()) return {};
  const auto other = otherPredictions(options.compare, report.identity);
  if (!other) return failed(other.error(), ExitCode::BadInput);
  const auto log = evaluation::PredictionLog::open(options.choice.task, questions, *other);
  if (!log) return failed(log.error(), ExitCode::BadInput);
  auto difference = compareRuns(options.choice.task, report.answers,
                                evaluation::answeredRows(questions, *log), tools.measure);
  if (!difference) {
    return failed(difference.error().within("comparing with " + other->string()),
                  ExitCode::BadInput);
  }
  report.differences = *std::move(difference);
  report.comparedWith = other->string();
  return {};
}

Step<void> measure(const EvaluateOptions& options, std::span<const Question> questions,
                   const EvaluationTools& tools, EvaluationReport& report) {
  const Progress progress("Measuring the answers");
  auto measured = evaluation::measureAnswers(options.choice.task, report.answers, tools.measure);
  if (!measured) return failed(measured.error(), ExitCode::BadInput);
  report.measured = *std::move(measured);
  if (tools.tokens) report.measuredWith["tokens"] = tools.tokens->description();
  if (tools.wordNet) report.measuredWith["wordnet"] = metrics::WordNet::usualFolder().string();
  metrics::BootstrapOptions bootstrap;
  bootstrap.seed = options.choice.seed;
  auto intervals = metrics::confidenceIntervals(report.measured.rows, bootstrap);
  if (!intervals) return failed(intervals.error(), ExitCode::BadInput);
  report.intervals = *std::move(intervals);
  return compare(options, questions, tools, report);
}

/// The whole way of all tasks but retrieval.
Step<EvaluationReport> evaluateAnswers(const EvaluateOptions& options, const fs::path& folder,
                                       const evaluation::QuestionList& rows,
                                       evaluation::RunIdentity identity,
                                       const std::stop_token& stop) {
  EvaluationReport report;
  report.identity = std::move(identity);
  // What is measured with has to be there before hours of asking.
  const auto tools = openTools(options, folder);
  if (!tools) return failed(tools.error(), exitCodeOf(tools.error()));
  std::optional<fs::path> file;
  if (!options.predictions.empty()) file = options.predictions;
  if (file) {
    const auto resumable = evaluation::checkResume(*file, report.identity);
    if (!resumable) return failed(resumable.error(), ExitCode::BadInput);
  }
  auto log = evaluation::PredictionLog::open(options.choice.task, rows.questions, file);
  if (!log) return failed(log.error(), ExitCode::BadInput);
  if (file) {
    const auto written = evaluation::writeIdentity(*file, report.identity);
    if (!written) return failed(written.error(), ExitCode::Environment);
  }
  const auto asked = ask(options, folder, rows.questions, *log, stop, report);
  if (!asked && !stop.stop_requested()) return tl::unexpected(asked.error());
  report.complete = !stop.stop_requested();
  report.answers = evaluation::answeredRows(rows.questions, *log);
  if (report.answers.empty()) return report;
  const auto measured = measure(options, rows.questions, *tools, report);
  if (!measured) return tl::unexpected(measured.error());
  if (log->others() > 0) {
    report.measured.remarks.push_back(
        fmt::format("{} holds {} answers to other rows, which are not measured here.",
                    file->string(), log->others()));
  }
  return report;
}

/// What a person has to know after Ctrl+C.
void tellStop(const EvaluateOptions& options, const EvaluationReport& report) {
  const std::string remedy =
      options.choice.task == Task::Retrieval ? "nothing is kept of a retrieval run."
      : options.predictions.empty()          ? "with --predictions FILE a run can be gone on with."
                                             : "run the same command again to go on.";
  note(fmt::format("stopped; {} of {} rows are answered; {}", report.answers.size(),
                   report.data->questions.size(), remedy));
}

ExitCode tell(const EvaluateOptions& options, const EvaluationReport& report, Output& output) {
  if (!report.complete) tellStop(options, report);
  if (report.answers.empty()) {
    if (output.isJson()) {
      output.writeJson({{"command", "evaluate"}, {"task", options.task}, {"complete", false}});
    }
    if (report.complete) note("No row could be answered.");
    return report.complete ? ExitCode::BadInput : output.finish();
  }
  for (const std::string& remark : report.measured.remarks) note(remark);
  if (output.isJson()) {
    output.writeJson(evaluationJson(options, report));
  } else {
    output.write(evaluationText(options, report));
  }
  return output.finish();
}

Step<EvaluationReport> evaluate(const EvaluateOptions& options, const std::stop_token& stop) {
  const auto begin = std::chrono::steady_clock::now();
  const auto folder = modelFolder(options.model);
  if (!folder) return failed(folder.error(), ExitCode::Environment);
  auto read = readRows(options, stop);
  if (!read) return tl::unexpected(read.error());
  const auto rows = std::make_shared<const evaluation::QuestionList>(*std::move(read));
  auto identity = identify(options, *folder, stop);
  if (!identity) return tl::unexpected(identity.error());
  auto report = options.choice.task == Task::Retrieval
                    ? evaluateRetrieval(options, *folder, *rows, *std::move(identity), stop)
                    : evaluateAnswers(options, *folder, *rows, *std::move(identity), stop);
  if (!report) return report;
  report->modelFolder = folder->string();
  report->data = rows;
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  report->seconds = passed.count();
  return report;
}

/// Puts the result beside the predictions, where a later run reads it.
Result<void> keepRecord(const EvaluateOptions& options, const EvaluationReport& report) {
  if (options.predictions.empty() || report.answers.empty()) return {};
  return writeRecord(options.predictions, evaluationJson(options, report));
}

ExitCode run(const EvaluateOptions& options) {
  Output output = options.common.output();
  InterruptScope interrupt;
  const auto report = evaluate(options, interrupt.token());
  if (!report && interrupt.token().stop_requested()) {
    note("stopped before there was an answer.");
    if (output.isJson()) {
      output.writeJson({{"command", "evaluate"}, {"task", options.task}, {"complete", false}});
    }
    return output.finish();
  }
  if (!report) return output.fail(report.error().error, report.error().code);
  if (const auto kept = keepRecord(options, *report); !kept) {
    return output.fail(kept.error(), ExitCode::Environment);
  }
  return tell(options, *report, output);
}

}  // namespace

void addEvaluate(CLI::App& program, ChosenCommand& chosen) {
  auto options = std::make_shared<EvaluateOptions>();
  CLI::App* command = declareEvaluate(program, *options);
  command->callback([options, command, &chosen] {
    chosen = [options, command] {
      const auto set = applyPreset(*command, *options);
      if (!set) return options->common.output().fail(set.error(), ExitCode::Usage);
      if (options->choice.task == Task::Retrieval &&
          !(options->predictions.empty() && options->compare.empty())) {
        return options->common.output().fail(
            Error(ErrorCode::InvalidInput,
                  "Retrieval writes no answers: leave --predictions and --compare out."),
            ExitCode::Usage);
      }
      return run(*options);
    };
  });
}

}  // namespace molloquy::cli
