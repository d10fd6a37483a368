#include "app/cli/scored_file.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "model/checkpoints/sha256.h"
#include "model/metrics/caption_metrics.h"
#include "model/metrics/smiles_metrics.h"

namespace molloquy::cli {
namespace {

std::vector<ScoredRow> rowsOf(const std::vector<metrics::Prediction>& predictions) {
  std::vector<ScoredRow> rows;
  for (const metrics::Prediction& row : predictions) {
    rows.push_back({row.input, row.target, row.output, row.line});
  }
  return rows;
}

using Tokens = std::unique_ptr<const metrics::CaptionTokens>;

Result<Tokens> openTokens(const ScoreSettings& settings, ScoredFile& file) {
  if (settings.tokens == TokenKind::Words) return metrics::wordTokens();
  if (settings.tokens == TokenKind::Llama) return metrics::languageModelTokens(settings.tokenizer);
  std::string vocabulary = settings.vocabulary;
  if (vocabulary.empty()) {
    const auto ours = metrics::sciBertVocabulary();
    if (!ours) return tl::unexpected(ours.error());
    vocabulary = ours->string();
  }
  file.settings.emplace_back("vocabulary", vocabulary);
  return metrics::sciBertTokens(vocabulary);
}

Result<void> scoreCaptions(const ScoreSettings& settings, const metrics::RowWork& how,
                           ScoredFile& file) {
  auto predictions = metrics::readPredictions(file.path);
  if (!predictions) return tl::unexpected(predictions.error());
  metrics::cutBeginMarks(*predictions);
  const auto tokens = openTokens(settings, file);
  if (!tokens) return tl::unexpected(tokens.error());
  file.settings.emplace_back("tokens", (*tokens)->description());
  file.remarks = predictions->remarks;
  const std::filesystem::path folder = metrics::WordNet::usualFolder();
  const auto wordNet = metrics::WordNet::open(folder);
  if (wordNet) {
    file.settings.emplace_back("wordnet", folder.string());
  } else {
    file.remarks.push_back("No METEOR. " + wordNet.error().message);
  }
  auto measured = metrics::measureCaptions(predictions->rows, **tokens,
                                           wordNet ? wordNet->get() : nullptr, how);
  if (!measured) return tl::unexpected(measured.error());
  file.rows = rowsOf(predictions->rows);
  file.measured = std::move(*measured);
  return {};
}

Result<void> scoreSmiles(const metrics::RowWork& how, ScoredFile& file) {
  const auto predictions = metrics::readPredictions(file.path);
  if (!predictions) return tl::unexpected(predictions.error());
  auto measured = metrics::measureSmiles(predictions->rows, how);
  if (!measured) return tl::unexpected(measured.error());
  file.rows = rowsOf(predictions->rows);
  file.measured = std::move(measured->rows);
  file.remarks = predictions->remarks;
  file.remarks.insert(file.remarks.end(), measured->remarks.begin(), measured->remarks.end());
  return {};
}

Result<void> scoreProperties(const ScoreSettings& settings, ScoredFile& file) {
  const auto answers = metrics::readPropertyAnswers(file.path);
  if (!answers) return tl::unexpected(answers.error());
  auto measured = metrics::measureProperties(answers->rows, settings.reading);
  if (!measured) return tl::unexpected(measured.error().within("reading " + file.path));
  for (const std::size_t index : measured->answers) {
    const metrics::PropertyAnswer& answer = answers->rows[index];
    file.rows.push_back({answer.task, answer.target, answer.output, 0});
  }
  file.measured = std::move(measured->rows);
  file.remarks = answers->remarks;
  file.remarks.insert(file.remarks.end(), measured->remarks.begin(), measured->remarks.end());
  file.settings.emplace_back(
      "mode", settings.reading == metrics::NumberReading::Paper ? "paper" : "correct");
  return {};
}

}  // namespace

Result<ScoredFile> scoreFile(const std::string& path, const ScoreSettings& settings,
                             const metrics::RowWork& how) {
  ScoredFile file;
  file.path = path;
  const auto measure = [&]() -> Result<void> {
    switch (settings.task) {
      case ScoreTask::Caption:
        return scoreCaptions(settings, how, file);
      case ScoreTask::Cap2Mol:
        return scoreSmiles(how, file);
      case ScoreTask::Property:
        return scoreProperties(settings, file);
    }
    return {};
  };
  if (const auto measured = measure(); !measured) return tl::unexpected(measured.error());
  const auto checksum = checkpoints::sha256OfFile(path, {}, how.stop);
  if (!checksum) return tl::unexpected(checksum.error());
  file.sha256 = *checksum;
  return file;
}

Result<void> requireSameQuestions(const ScoredFile& first, const ScoredFile& second) {
  if (first.rows.size() != second.rows.size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("Two files can only be compared row by row: {} has {} rows, {} has {}.",
                            first.path, first.rows.size(), second.path, second.rows.size()));
  }
  for (std::size_t i = 0; i < first.rows.size(); ++i) {
    if (first.rows[i].target == second.rows[i].target) continue;
    return fail(ErrorCode::InvalidInput,
                fmt::format("Two files can only be compared when they answer the same questions in "
                            "the same order: row {} of {} and of {} have different ground truths.",
                            i + 1, first.path, second.path));
  }
  return {};
}

}  // namespace molloquy::cli
