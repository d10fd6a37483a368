#pragma once

#include <cstddef>
#include <span>

#include "model/metrics/bleu.h"

namespace molloquy::metrics {

/// BleuCounts at the front of the numbers of a row (MeasuredRows); counts stay exact in doubles.
inline constexpr std::size_t kBleuColumns = 2 * BleuCounts::kOrders + 2;

inline void writeColumns(const BleuCounts& counts, std::span<double> numbers) {
  for (std::size_t n = 0; n < BleuCounts::kOrders; ++n) {
    numbers[n] = static_cast<double>(counts.matches[n]);
    numbers[BleuCounts::kOrders + n] = static_cast<double>(counts.written[n]);
  }
  numbers[kBleuColumns - 2] = static_cast<double>(counts.length);
  numbers[kBleuColumns - 1] = static_cast<double>(counts.referenceLength);
}

inline BleuCounts readColumns(std::span<const double> sums) {
  BleuCounts counts;
  for (std::size_t n = 0; n < BleuCounts::kOrders; ++n) {
    counts.matches[n] = static_cast<std::int64_t>(sums[n]);
    counts.written[n] = static_cast<std::int64_t>(sums[BleuCounts::kOrders + n]);
  }
  counts.length = static_cast<std::int64_t>(sums[kBleuColumns - 2]);
  counts.referenceLength = static_cast<std::int64_t>(sums[kBleuColumns - 1]);
  return counts;
}

}  // namespace molloquy::metrics
