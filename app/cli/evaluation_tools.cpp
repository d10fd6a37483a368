#include "app/cli/evaluation_tools.h"

#include <set>

#include <fmt/format.h>

#include "app/cli/phrases.h"
#include "model/base/atomic_file.h"

namespace molloquy::cli {
namespace fs = std::filesystem;

namespace {

using evaluation::AnsweredRow;
using evaluation::Task;

constexpr std::string_view kRecordEnding = ".run.json";
constexpr std::uintmax_t kMostRecordBytes = std::uintmax_t{1} << 28;

Result<std::unique_ptr<const metrics::CaptionTokens>> openTokens(const EvaluateOptions& options,
                                                                 const fs::path& modelFolder) {
  if (options.tokens == TokenKind::Words) return metrics::wordTokens();
  if (options.tokens == TokenKind::Llama) {
    return metrics::languageModelTokens(options.tokenizer.empty() ? modelFolder
                                                                  : fs::path(options.tokenizer));
  }
  const auto vocabulary = metrics::sciBertVocabulary();
  if (!vocabulary) return tl::unexpected(vocabulary.error());
  return metrics::sciBertTokens(*vocabulary);
}

/// The rows whose questions are among `chosen`.
std::vector<AnsweredRow> only(std::span<const AnsweredRow> answers,
                              const std::set<const evaluation::Question*>& chosen) {
  std::vector<AnsweredRow> rows;
  for (const AnsweredRow& row : answers) {
    if (chosen.count(row.question) > 0) rows.push_back(row);
  }
  return rows;
}

std::set<const evaluation::Question*> questionsOf(std::span<const AnsweredRow> answers) {
  std::set<const evaluation::Question*> questions;
  for (const AnsweredRow& row : answers) questions.insert(row.question);
  return questions;
}

}  // namespace

Result<EvaluationTools> openTools(const EvaluateOptions& options, const fs::path& modelFolder) {
  EvaluationTools tools;
  if (options.choice.task == Task::Caption) {
    auto tokens = openTokens(options, modelFolder);
    if (!tokens) return tl::unexpected(tokens.error());
    tools.tokens = *std::move(tokens);
    // Without it METEOR is left out, and the report says so.
    auto wordNet = metrics::WordNet::open(metrics::WordNet::usualFolder());
    if (wordNet) tools.wordNet = *std::move(wordNet);
  }
  if (options.choice.task == Task::Grounding) {
    auto lexicon = openLexicon();
    if (!lexicon) return tl::unexpected(lexicon.error());
    tools.lexicon = *std::move(lexicon);
  }
  tools.measure.tokens = tools.tokens.get();
  tools.measure.wordNet = tools.wordNet.get();
  tools.measure.lexicon = tools.lexicon.get();
  tools.measure.leastDifference = options.leastDifference;
  tools.measure.seed = options.choice.seed;
  return tools;
}

Result<fs::path> otherPredictions(const fs::path& record, const evaluation::RunIdentity& identity) {
  const std::string name = record.string();
  const auto text = readFile(record, kMostRecordBytes);
  if (!text) return tl::unexpected(text.error());
  const auto kept = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!name.ends_with(kRecordEnding) || !kept.is_object() || !kept.contains("run")) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is no record of a run: --compare takes the FILE.run.json that "
                            "\"evaluate --predictions FILE\" writes.",
                            name));
  }
  const auto& run = kept["run"];
  const auto textAt = [&run](const char* key) {
    return run.contains(key) && run[key].is_string() ? run[key].get<std::string>() : std::string();
  };
  const auto task = evaluation::taskNamed(textAt("task"));
  if (!task || !evaluation::shareAnswers(*task, identity.task) ||
      textAt("data_sha256") != identity.dataHash) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("{} is about another task or other data; two runs are compared on the "
                            "same rows.",
                            name));
  }
  return fs::path(name.substr(0, name.size() - kRecordEnding.size()));
}

Result<std::vector<metrics::Difference>> compareRuns(evaluation::Task task,
                                                     std::span<const AnsweredRow> answers,
                                                     std::span<const AnsweredRow> others,
                                                     const evaluation::MeasureTools& tools) {
  const std::vector<AnsweredRow> first = only(answers, questionsOf(others));
  const std::vector<AnsweredRow> second = only(others, questionsOf(first));
  if (first.empty()) return fail(ErrorCode::InvalidInput, "The two runs share no row.");
  const auto ours = evaluation::measureAnswers(task, first, tools);
  if (!ours) return tl::unexpected(ours.error());
  const auto theirs = evaluation::measureAnswers(task, second, tools);
  if (!theirs) return tl::unexpected(theirs.error());
  metrics::BootstrapOptions bootstrap;
  bootstrap.seed = tools.seed;
  return metrics::pairedDifferences(ours->rows, theirs->rows, bootstrap);
}

Result<void> writeRecord(const fs::path& predictions, const nlohmann::ordered_json& record) {
  return writeFileAtomically(
      evaluation::recordPath(predictions),
      record.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

}  // namespace molloquy::cli
