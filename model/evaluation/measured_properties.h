#pragma once

#include "model/evaluation/measured_answers.h"

namespace molloquy::evaluation {

/// Numbers in answers against those of the data, by question, once as the paper reads them and once
/// as they stand: groups "paper/HOMO" and "correct/HOMO".
/// Errors: those of metrics::measureProperties.
Result<MeasuredAnswers> measureProperties(std::span<const AnsweredRow> answers);

}  // namespace molloquy::evaluation
