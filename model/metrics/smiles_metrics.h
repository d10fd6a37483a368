#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/metrics/measured_rows.h"
#include "model/metrics/prediction_file.h"
#include "model/metrics/row_work.h"

namespace molloquy::metrics {

/// Structures that were written, measured, and what is unusual about them in whole sentences.
struct MeasuredSmiles {
  MeasuredRows rows;
  std::vector<std::string> remarks;
};

/// Measures structures written from a description. Figures: "bleu" (BLEU-4 over characters of the
/// whole file), "exact_match" (equal standard InChI), "exact_match_smiles" (equal canonical
/// SMILES), "levenshtein" (characters, mean over all rows), "maccs", "rdk", "morgan" (means over
/// the valid rows alone), "validity" (share that RDKit reads). SMILES are compared as written,
/// doubled backslashes of published files included, because the published figures are. The quality
/// of a row is its Morgan likeness, less a little for every character that differs; -1 where it is
/// not valid. Source: MolT5, evaluation/mol_translation_metrics.py and fingerprint_metrics.py.
/// Errors: Unsupported (no RDKit); InvalidInput ("Measuring was stopped.").
Result<MeasuredSmiles> measureSmiles(std::span<const Prediction> rows, const RowWork& how = {});

}  // namespace molloquy::metrics
