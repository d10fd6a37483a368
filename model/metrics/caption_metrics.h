#pragma once

#include <span>

#include "model/base/result.h"
#include "model/metrics/caption_tokens.h"
#include "model/metrics/measured_rows.h"
#include "model/metrics/prediction_file.h"
#include "model/metrics/row_work.h"
#include "model/metrics/wordnet.h"

namespace molloquy::metrics {

/// Measures descriptions: figures "bleu2", "bleu4" (of the whole file), "rouge1", "rouge2",
/// "rougeL", "meteor" (means over rows), as fractions. ROUGE has words of its own and does not
/// depend on `tokens`. The quality of a row is its ROUGE-L.
/// wordNet  nullptr: "meteor" is no number.
/// Errors: InvalidInput ("Measuring was stopped.").
Result<MeasuredRows> measureCaptions(std::span<const Prediction> rows, const CaptionTokens& tokens,
                                     const WordNet* wordNet, const RowWork& how = {});

}  // namespace molloquy::metrics
