#pragma once

#include "model/evaluation/measured_answers.h"

namespace molloquy::evaluation {

/// How well answers follow the shape: a row for each molecule and question, groups by question:
/// "sign_agreement", "pearson", "mae", "mae_of_molecule_mean". Ranks cannot be summed: "spearman"
/// with its interval, and all counts, are among the further figures. The place of a row is its
/// first conformer, its quality the sign agreement of its pairs.
/// Errors: InvalidInput (no answer of the data has a number).
Result<MeasuredAnswers> measureConformers(std::span<const AnsweredRow> answers,
                                          const MeasureTools& tools);

}  // namespace molloquy::evaluation
