#include "model/evaluation/measured_answers.h"

#include <fmt/format.h>

#include "model/chem/structure_reader.h"
#include "model/evaluation/measured_conformers.h"
#include "model/evaluation/measured_properties.h"
#include "model/evaluation/prediction_log.h"
#include "model/metrics/caption_metrics.h"
#include "model/metrics/grounding.h"
#include "model/metrics/smiles_metrics.h"

namespace molloquy::evaluation {
namespace {

using metrics::GroundingCounts;

std::vector<std::size_t> allPlaces(std::size_t count) {
  std::vector<std::size_t> places(count);
  for (std::size_t i = 0; i < count; ++i) places[i] = i;
  return places;
}

/// Rows as a file of predictions has them, so that measuring that file gives the same figures.
std::vector<metrics::Prediction> predictionsOf(std::span<const AnsweredRow> answers) {
  std::vector<metrics::Prediction> rows;
  for (const AnsweredRow& answer : answers) {
    rows.push_back({asCell(answer.question->smiles), asCell(answer.question->reference),
                    asCell(answer.answer), answer.question->line});
  }
  return rows;
}

Result<MeasuredAnswers> measureCaptions(std::span<const AnsweredRow> answers,
                                        const MeasureTools& tools) {
  auto rows =
      metrics::measureCaptions(predictionsOf(answers), *tools.tokens, tools.wordNet, tools.work);
  if (!rows) return tl::unexpected(rows.error());
  MeasuredAnswers measured{*std::move(rows), allPlaces(answers.size()), {}, {}};
  if (tools.wordNet == nullptr) {
    measured.remarks.emplace_back("METEOR is left out: WordNet was not found.");
  }
  return measured;
}

Result<MeasuredAnswers> measureWrittenSmiles(std::span<const AnsweredRow> answers,
                                             const MeasureTools& tools) {
  auto smiles = metrics::measureSmiles(predictionsOf(answers), tools.work);
  if (!smiles) return tl::unexpected(smiles.error());
  return MeasuredAnswers{
      std::move(smiles->rows), allPlaces(answers.size()), std::move(smiles->remarks), {}};
}

nlohmann::ordered_json countsJson(const GroundingCounts& counts) {
  return {{"texts", counts.texts},         {"phrases", counts.proposed},
          {"checkable", counts.checkable}, {"verified", counts.verified},
          {"refuted", counts.refuted},     {"count_mismatch", counts.countMismatch},
          {"expected", counts.expected},   {"named", counts.named}};
}

/// The answers whose structure can be read.
struct Readable {
  std::vector<metrics::GroundedText> texts;
  std::vector<std::size_t> places;
};

Readable readableOf(std::span<const AnsweredRow> answers) {
  Readable readable;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto record = chem::parseSmiles(answers[i].question->smiles);
    if (!record) continue;
    readable.texts.push_back({record->molecule, answers[i].answer});
    readable.places.push_back(i);
  }
  return readable;
}

Result<MeasuredAnswers> measureGroundedTexts(std::span<const AnsweredRow> answers,
                                             const MeasureTools& tools) {
  Readable readable = readableOf(answers);
  auto grounding =
      metrics::measureGrounding(readable.texts, *tools.lexicon, tools.seed, tools.work);
  if (!grounding) return tl::unexpected(grounding.error());
  MeasuredAnswers measured{std::move(grounding->rows), std::move(readable.places), {}, {}};
  const std::size_t unread = answers.size() - measured.places.size();
  if (unread > 0) {
    measured.remarks.push_back(fmt::format("{} rows have no structure that can be read.", unread));
  }
  measured.further = {{"own", countsJson(grounding->own)},
                      {"shuffled", countsJson(grounding->shuffled)}};
  return measured;
}

}  // namespace

Result<MeasuredAnswers> measureAnswers(Task task, std::span<const AnsweredRow> answers,
                                       const MeasureTools& tools) {
  switch (task) {
    case Task::Caption:
      return measureCaptions(answers, tools);
    case Task::Grounding:
      return measureGroundedTexts(answers, tools);
    case Task::Property:
      return measureProperties(answers);
    case Task::Conformers:
      return measureConformers(answers, tools);
    case Task::Cap2Mol:
      return measureWrittenSmiles(answers, tools);
    case Task::Retrieval:
      break;
  }
  return fail(ErrorCode::Internal, "Retrieval has no answers.");
}

}  // namespace molloquy::evaluation
