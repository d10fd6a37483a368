#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/base/result.h"
#include "model/metrics/measured_rows.h"
#include "model/metrics/row_work.h"

namespace molloquy::metrics {

struct BootstrapOptions {
  std::size_t samples = 1000;
  std::uint64_t seed = 1;
  double confidence = 0.95;  ///< share of the samples between the bounds, in (0, 1).
};

struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// Percentile intervals of all figures: rows are drawn with replacement, as many as there are, and
/// the figures taken anew. The same seed gives the same bounds on every machine, with any number of
/// threads. A figure that is no number in a sample is left out of that sample; bounds are no
/// numbers where none is left. Source: Efron and Tibshirani, An Introduction to the Bootstrap,
/// 1993, chapter 13; for BLEU: Koehn, EMNLP 2004. Errors: InvalidInput ("... was stopped.", no
/// rows, no samples).
Result<std::vector<Interval>> confidenceIntervals(const MeasuredRows& rows,
                                                  const BootstrapOptions& options,
                                                  const RowWork& how = {});

/// How much larger a figure is in the first of two files.
struct Difference {
  double value = 0.0;
  Interval interval;
};

/// Differences of all figures, with the same rows drawn from both. Row i of both has to be about
/// the same question. Errors: as above; InvalidInput (other figures or number of rows).
Result<std::vector<Difference>> pairedDifferences(const MeasuredRows& first,
                                                  const MeasuredRows& second,
                                                  const BootstrapOptions& options,
                                                  const RowWork& how = {});

}  // namespace molloquy::metrics
