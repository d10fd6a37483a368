#include "app/cli/evaluate_retrieval.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "app/cli/progress.h"
#include "model/evaluation/measured_retrieval.h"
#include "model/metrics/row_work.h"
#include "model/session/session_loader.h"

namespace molloquy::cli {
namespace {

using evaluation::Question;
using evaluation::RetrievalStep;

/// What the network is shown of every row.
std::vector<Result<session::SeenStructure>> makeShapes(const EvaluateOptions& options,
                                                       std::span<const Question> questions,
                                                       const std::stop_token& stop) {
  Progress progress(fmt::format("Making {} shapes", questions.size()));
  std::vector<Result<session::SeenStructure>> shapes(questions.size(), session::SeenStructure{});
  metrics::RowWork how;
  how.threads = options.ask.threads;
  how.stop = stop;
  how.progress = [&progress](std::size_t done, std::size_t all) { progress.report(done, all); };
  metrics::forEachRow(
      questions.size(),
      [&](std::size_t i) {
        shapes[i] = evaluation::shownStructure(questions[i], options.ask.structure, stop);
      },
      how);
  return shapes;
}

/// Rows that have a shape which the network reads.
struct Usable {
  std::vector<Question> questions;
  std::vector<session::SeenStructure> structures;
};

Usable usableOf(std::span<const Question> questions,
                std::vector<Result<session::SeenStructure>> shapes,
                const session::RetrievalSession& model, EvaluationReport& report) {
  Usable usable;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    auto shape = std::move(shapes[i]);
    if (shape) {
      if (const auto readable = model.check(*shape); !readable) {
        shape = tl::unexpected(readable.error());
      }
    }
    if (!shape) {
      report.unanswered.push_back({i, shape.error()});
      continue;
    }
    usable.questions.push_back(questions[i]);
    usable.structures.push_back(*std::move(shape));
  }
  return usable;
}

const char* doing(RetrievalStep step) {
  switch (step) {
    case RetrievalStep::Structures:
      return "Reading structures";
    case RetrievalStep::Texts:
      return "Reading texts";
    case RetrievalStep::FullSet:
      return "Comparing all with all";
    case RetrievalStep::Matching:
      break;
  }
  return "Judging pairs";
}

}  // namespace

Step<EvaluationReport> evaluateRetrieval(const EvaluateOptions& options,
                                         const std::filesystem::path& folder,
                                         const evaluation::QuestionList& rows,
                                         evaluation::RunIdentity identity,
                                         const std::stop_token& stop) {
  EvaluationReport report;
  report.identity = std::move(identity);
  auto model = [&] {
    Progress progress("Loading the model");
    return session::openRetrievalSession(
        folder, options.open,
        [&progress](std::uintmax_t read, std::uintmax_t total) { progress.report(read, total); },
        stop);
  }();
  if (!model) return failed(model.error(), ExitCode::Model);
  report.model.name = folder.filename().string();
  report.model.device = (*model)->info().device;
  report.model.numberType = "f32";
  const Usable usable =
      usableOf(rows.questions, makeShapes(options, rows.questions, stop), **model, report);
  if (usable.questions.empty()) {
    return failed(Error(ErrorCode::InvalidInput, "No row has a structure that can be used."),
                  ExitCode::BadInput);
  }
  std::unique_ptr<Progress> progress;
  std::optional<RetrievalStep> current;
  const auto onStep = [&](RetrievalStep step, std::size_t done, std::size_t all) {
    if (current != step) progress = std::make_unique<Progress>(doing(step));
    current = step;
    progress->report(done, all);
  };
  evaluation::RetrievalOptions retrieval = options.retrieval;
  if (!(*model)->info().judgesPairs) retrieval.reranking = evaluation::Reranking::None;
  auto measured = evaluation::measureRetrieval(**model, usable.questions, usable.structures,
                                               retrieval, onStep, stop);
  progress.reset();
  if (!measured) return failed(measured.error(), modelFailure(measured.error()).code);
  report.measured = *std::move(measured);
  if (!(*model)->info().judgesPairs) {
    report.measured.remarks.emplace_back(
        "The network's matching head was not trained, so nothing was re-ranked.");
  }
  metrics::BootstrapOptions bootstrap;
  bootstrap.seed = options.choice.seed;
  auto intervals = metrics::confidenceIntervals(report.measured.rows, bootstrap);
  if (!intervals) return failed(intervals.error(), ExitCode::BadInput);
  report.intervals = *std::move(intervals);
  for (const Question& question : rows.questions) {
    const auto left = [&](const evaluation::Unanswered& row) {
      return &rows.questions[row.question] == &question;
    };
    if (std::none_of(report.unanswered.begin(), report.unanswered.end(), left)) {
      report.answers.push_back({&question, ""});
    }
  }
  report.asked = report.answers.size();
  return report;
}

}  // namespace molloquy::cli
