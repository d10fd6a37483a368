#include "model/metrics/measured_rows.h"

#include <algorithm>
#include <numeric>

namespace molloquy::metrics {

void MeasuredRows::resize(std::size_t rowCount) {
  rows = rowCount;
  numbers.assign(rows * width, 0.0);
  quality.assign(rows, 0.0);
}

std::vector<double> MeasuredRows::total() const {
  std::vector<double> sums(width, 0.0);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::span<const double> numbersOfRow = row(i);
    for (std::size_t k = 0; k < width; ++k) sums[k] += numbersOfRow[k];
  }
  return figuresOf(sums);
}

std::vector<std::size_t> MeasuredRows::byQuality() const {
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return quality[a] > quality[b]; });
  return order;
}

}  // namespace molloquy::metrics
