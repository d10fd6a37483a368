#pragma once

#include "model/evaluation/measured_answers.h"

namespace molloquy::evaluation {

/// Numbers in answers against those of the data, by question.
///
/// Those of 3D-MoIT once as the paper reads them and once as they stand: groups "paper/HOMO" and
/// "correct/HOMO". Other numbers, for example of GFN2-xTB, as they stand: "correct/GFN2-xTB HOMO";
/// of them every finite number is accepted. The quality of a row is its error with a minus.
/// Errors: those of metrics::measureProperties; InvalidInput (no answer of the data has a number).
Result<MeasuredAnswers> measureProperties(std::span<const AnsweredRow> answers);

}  // namespace molloquy::evaluation
