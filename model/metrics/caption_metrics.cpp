#include "model/metrics/caption_metrics.h"

#include <limits>

#include "model/metrics/bleu.h"
#include "model/metrics/bleu_columns.h"
#include "model/metrics/meteor.h"
#include "model/metrics/rouge.h"

namespace molloquy::metrics {
namespace {

/// Places in the numbers of a row, behind BLEU's.
enum Column : std::size_t {
  kRouge1 = kBleuColumns,
  kRouge2,
  kRougeL,
  kMeteor,
  kRows,
  kColumns,
};

void measure(const Prediction& row, const CaptionTokens& tokens, const WordNet* wordNet,
             std::span<double> numbers) {
  const std::vector<std::string> target = tokens.of(row.target);
  const std::vector<std::string> output = tokens.of(row.output);
  writeColumns(bleuCounts(target, output), numbers);
  const Rouge rouge = rougeOf(rougeWords(row.target), rougeWords(row.output));
  numbers[kRouge1] = rouge.rouge1;
  numbers[kRouge2] = rouge.rouge2;
  numbers[kRougeL] = rouge.rougeL;
  numbers[kMeteor] = wordNet != nullptr ? meteor(target, output, *wordNet)
                                        : std::numeric_limits<double>::quiet_NaN();
  numbers[kRows] = 1.0;
}

std::vector<double> figuresOf(std::span<const double> sums) {
  const BleuCounts counts = readColumns(sums);
  const double rows = sums[kRows];
  return {corpusBleu(counts, 2), corpusBleu(counts, 4), sums[kRouge1] / rows,
          sums[kRouge2] / rows,  sums[kRougeL] / rows,  sums[kMeteor] / rows};
}

}  // namespace

Result<MeasuredRows> measureCaptions(std::span<const Prediction> rows, const CaptionTokens& tokens,
                                     const WordNet* wordNet, const RowWork& how) {
  MeasuredRows measured;
  for (const char* name : {"bleu2", "bleu4", "rouge1", "rouge2", "rougeL", "meteor"}) {
    measured.figures.push_back({"", name});
  }
  measured.width = kColumns;
  measured.figuresOf = figuresOf;
  measured.resize(rows.size());
  const WorkEnd end = forEachRow(
      rows.size(),
      [&](std::size_t i) {
        measure(rows[i], tokens, wordNet, measured.row(i));
        measured.quality[i] = measured.row(i)[kRougeL];
      },
      how);
  if (end == WorkEnd::Stopped) return fail(ErrorCode::InvalidInput, "Measuring was stopped.");
  return measured;
}

}  // namespace molloquy::metrics
