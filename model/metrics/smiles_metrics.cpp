#include "model/metrics/smiles_metrics.h"

#include <algorithm>
#include <atomic>
#include <string_view>

#include <fmt/format.h>

#include "model/metrics/bleu.h"
#include "model/metrics/bleu_columns.h"
#include "model/metrics/edit_distance.h"
#include "model/metrics/structure_likeness.h"

namespace molloquy::metrics {
namespace {

/// Places in the numbers of a row, behind BLEU's.
enum Column : std::size_t {
  kExactInchi = kBleuColumns,
  kExactSmiles,
  kDistance,
  kMaccs,
  kRdk,
  kMorgan,
  kValid,
  kCompared,
  kRows,
  kColumns,
};

/// Weight of one differing character in the quality of a row: only orders rows of equal likeness.
constexpr double kQualityOfCharacter = 1e-6;

/// Rows that are told of.
struct Unusual {
  std::atomic<std::size_t> targets = 0;
  std::atomic<std::size_t> empty = 0;
  std::atomic<std::size_t> inchi = 0;
  std::atomic<std::size_t> backslashes = 0;
};

void count(const Prediction& row, const StructureComparison& comparison, Unusual& unusual) {
  if (!comparison.targetReadable) ++unusual.targets;
  if (comparison.outputEmpty) ++unusual.empty;
  if (comparison.inchiFailed) ++unusual.inchi;
  if (row.target.find("\\\\") != std::string::npos) ++unusual.backslashes;
}

double measure(const Prediction& row, const StructureComparison& comparison,
               std::span<double> numbers) {
  writeColumns(characterBleuCounts(row.target, row.output), numbers);
  numbers[kExactInchi] = comparison.sameInchi ? 1.0 : 0.0;
  numbers[kExactSmiles] = comparison.sameSmiles ? 1.0 : 0.0;
  numbers[kDistance] = static_cast<double>(editDistance(row.target, row.output));
  numbers[kValid] = comparison.outputReadable ? 1.0 : 0.0;
  numbers[kRows] = 1.0;
  if (!comparison.likeness) return -1.0;
  numbers[kMaccs] = comparison.likeness->maccs;
  numbers[kRdk] = comparison.likeness->rdk;
  numbers[kMorgan] = comparison.likeness->morgan;
  numbers[kCompared] = 1.0;
  return comparison.likeness->morgan - kQualityOfCharacter * numbers[kDistance];
}

std::vector<double> figuresOf(std::span<const double> sums) {
  const double rows = sums[kRows];
  const double compared = sums[kCompared];
  return {corpusBleu(readColumns(sums), 4), sums[kExactInchi] / rows, sums[kExactSmiles] / rows,
          sums[kDistance] / rows,           sums[kMaccs] / compared,  sums[kRdk] / compared,
          sums[kMorgan] / compared,         sums[kValid] / rows};
}

std::vector<std::string> remarksOn(const Unusual& unusual) {
  std::vector<std::string> remarks;
  const auto add = [&](std::size_t rows, std::string_view what) {
    if (rows > 0)
      remarks.push_back(fmt::format("{} {} {}", rows, rows == 1 ? "row" : "rows", what));
  };
  add(unusual.targets,
      "with a ground truth that RDKit cannot read: no exact match and no likeness there.");
  add(unusual.empty,
      "with an empty output, which RDKit reads as a molecule without atoms and which therefore "
      "counts as valid, as in the published figures.");
  add(unusual.inchi, "that the InChI library refuses count as no exact match.");
  add(unusual.backslashes,
      "with doubled backslashes in the ground truth, compared as they are written.");
  return remarks;
}

}  // namespace

Result<MeasuredSmiles> measureSmiles(std::span<const Prediction> rows, const RowWork& how) {
  // The first call tells whether there is a chemistry library, and fills RDKit's own tables.
  if (const auto able = compareStructures("C", "C"); !able) return tl::unexpected(able.error());
  MeasuredSmiles measured;
  for (const char* name : {"bleu", "exact_match", "exact_match_smiles", "levenshtein", "maccs",
                           "rdk", "morgan", "validity"}) {
    measured.rows.figures.push_back({"", name});
  }
  measured.rows.width = kColumns;
  measured.rows.figuresOf = figuresOf;
  measured.rows.resize(rows.size());
  Unusual unusual;
  const WorkEnd end = forEachRow(
      rows.size(),
      [&](std::size_t i) {
        const auto comparison = compareStructures(rows[i].target, rows[i].output);
        if (!comparison) return;
        count(rows[i], *comparison, unusual);
        measured.rows.quality[i] = measure(rows[i], *comparison, measured.rows.row(i));
      },
      how);
  if (end == WorkEnd::Stopped) return fail(ErrorCode::InvalidInput, "Measuring was stopped.");
  measured.remarks = remarksOn(unusual);
  return measured;
}

}  // namespace molloquy::metrics
