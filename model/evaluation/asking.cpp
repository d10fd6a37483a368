#include "model/evaluation/asking.h"

#include <algorithm>
#include <future>
#include <optional>

#include "model/metrics/row_work.h"

namespace molloquy::evaluation {
namespace {

/// Rows whose conformers are made before they are answered together: few, so that the first answers
/// come soon, but enough for the batches of a session.
constexpr std::size_t kChunk = 16;

using Shapes = std::vector<Result<session::SeenStructure>>;

/// What the model is shown of the rows of one chunk.
Shapes shapesOf(const session::ModelInfo& model, std::span<const Question> questions,
                std::span<const std::size_t> rows, const AskOptions& options,
                const std::stop_token& stop) {
  Shapes shapes(rows.size(), session::SeenStructure{});
  metrics::RowWork how;
  how.threads = options.threads;
  how.stop = stop;
  metrics::forEachRow(
      rows.size(),
      [&](std::size_t i) {
        const Question& question = questions[rows[i]];
        if (question.given == Given::WordsAlone) return;
        shapes[i] = model.hasMolecule ? shownStructure(question, options.structure, stop)
                                      : writtenStructure(question, options.structure);
      },
      how);
  return shapes;
}

session::GenerateRequest requestFor(const Question& question, session::SeenStructure structure,
                                    const session::GenerateOptions& options) {
  session::GenerateRequest request;
  request.structure = std::move(structure);
  request.instruction = question.instruction;
  request.history = question.history;
  request.system = question.system;
  request.options = options;
  return request;
}

/// One chunk with its shapes made. Errors: those of askAll.
Result<void> answerChunk(session::ChatSession& model, std::span<const Question> questions,
                         std::span<const std::size_t> rows, Shapes shapes,
                         const AskOptions& options, const AskSinks& sinks,
                         const std::stop_token& stop) {
  std::vector<session::GenerateRequest> requests;
  std::vector<std::size_t> asked;  // the question of each request
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (stop.stop_requested()) return {};
    if (!shapes[i]) {
      sinks.onUnanswered({rows[i], shapes[i].error()});
      continue;
    }
    requests.push_back(requestFor(questions[rows[i]], *std::move(shapes[i]), options.generate));
    asked.push_back(rows[i]);
  }
  std::optional<Error> failed;
  const auto onDone = [&](std::size_t index, const session::BatchAnswer& answer) {
    if (failed) return;
    if (!answer.end) {
      sinks.onUnanswered({asked[index], answer.end.error()});
    } else if (answer.end->reason != session::FinishReason::Stopped) {
      // What was cut off by a stop is no answer.
      const auto kept = sinks.onAnswer(asked[index], answer.text, *answer.end);
      if (!kept) failed = kept.error();
    }
  };
  if (requests.empty()) return {};
  const auto answers = model.generateBatch(requests, onDone, stop);
  if (failed) return tl::unexpected(*failed);
  if (!answers) return tl::unexpected(answers.error());
  return {};
}

}  // namespace

Result<void> askAll(session::ChatSession& model, std::span<const Question> questions,
                    std::span<const std::size_t> rows, const AskOptions& options,
                    const AskSinks& sinks, const std::stop_token& stop) {
  const session::ModelInfo info = model.info();
  const auto chunkAt = [&](std::size_t begin) {
    return rows.subspan(begin, std::min(kChunk, rows.size() - begin));
  };
  const auto begin = [&](std::size_t first) {
    return std::async(std::launch::async, [&, chunk = chunkAt(first)] {
      return shapesOf(info, questions, chunk, options, stop);
    });
  };
  if (rows.empty()) return {};
  std::size_t ended = 0;
  const auto oneEnded = [&] {
    if (sinks.onProgress) sinks.onProgress(++ended, rows.size());
  };
  AskSinks counted;
  counted.onAnswer = [&](std::size_t question, const std::string& answer,
                         const session::GenerationEnd& end) {
    oneEnded();
    return sinks.onAnswer(question, answer, end);
  };
  counted.onUnanswered = [&](const Unanswered& row) {
    oneEnded();
    sinks.onUnanswered(row);
  };
  std::future<Shapes> next = begin(0);
  for (std::size_t first = 0; first < rows.size(); first += kChunk) {
    Shapes shapes = next.get();
    if (stop.stop_requested()) return {};
    const auto chunk = chunkAt(first);
    if (first + kChunk < rows.size()) next = begin(first + kChunk);
    const auto done =
        answerChunk(model, questions, chunk, std::move(shapes), options, counted, stop);
    if (!done) return done;
  }
  return {};
}

}  // namespace molloquy::evaluation
