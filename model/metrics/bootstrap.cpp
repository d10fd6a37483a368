#include "model/metrics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <span>

#include <fmt/format.h>

namespace molloquy::metrics {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

/// Rows of one sample. Every sample has a generator of its own, so that threads may share them out;
/// the distributions of the standard library differ between platforms and are not used.
std::vector<std::uint32_t> drawRows(std::size_t rows, std::uint64_t seed, std::size_t sample) {
  std::seed_seq mixed{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U),
                      static_cast<std::uint32_t>(sample)};
  std::mt19937_64 generator(mixed);
  std::vector<std::uint32_t> drawn(rows);
  for (std::uint32_t& row : drawn) {
    row = static_cast<std::uint32_t>(((generator() >> 32U) * rows) >> 32U);
  }
  return drawn;
}

std::vector<double> figuresOfSample(const MeasuredRows& rows,
                                    std::span<const std::uint32_t> drawn) {
  std::vector<double> sums(rows.width, 0.0);
  for (const std::uint32_t index : drawn) {
    const std::span<const double> numbers = rows.row(index);
    for (std::size_t k = 0; k < rows.width; ++k) sums[k] += numbers[k];
  }
  return rows.figuresOf(sums);
}

/// Value below which a share of sorted values lies, between neighbours in proportion.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = place - static_cast<double>(below);
  return sorted[below] + part * (sorted[above] - sorted[below]);
}

/// samples  [samples][figures]
std::vector<Interval> intervalsOf(const std::vector<std::vector<double>>& samples,
                                  std::size_t figures, double confidence) {
  std::vector<Interval> intervals;
  for (std::size_t figure = 0; figure < figures; ++figure) {
    std::vector<double> values;
    for (const std::vector<double>& sample : samples) {
      if (!std::isnan(sample[figure])) values.push_back(sample[figure]);
    }
    std::sort(values.begin(), values.end());
    intervals.push_back(values.empty() ? Interval{kNoNumber, kNoNumber}
                                       : Interval{quantile(values, (1.0 - confidence) / 2.0),
                                                  quantile(values, (1.0 + confidence) / 2.0)});
  }
  return intervals;
}

using SampleFigures = std::function<std::vector<double>(std::span<const std::uint32_t> drawn)>;

Result<std::vector<Interval>> draw(std::size_t rows, std::size_t figures,
                                   const BootstrapOptions& options, const RowWork& how,
                                   const SampleFigures& figuresOf) {
  if (rows == 0 || options.samples == 0) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("Confidence intervals need at least one row and one sample; there are "
                            "{} rows and {} samples.",
                            rows, options.samples));
  }
  std::vector<std::vector<double>> samples(options.samples);
  const WorkEnd end = forEachRow(
      options.samples,
      [&](std::size_t sample) {
        samples[sample] = figuresOf(drawRows(rows, options.seed, sample));
      },
      how);
  if (end == WorkEnd::Stopped) {
    return fail(ErrorCode::InvalidInput, "Drawing samples was stopped.");
  }
  return intervalsOf(samples, figures, options.confidence);
}

}  // namespace

Result<std::vector<Interval>> confidenceIntervals(const MeasuredRows& rows,
                                                  const BootstrapOptions& options,
                                                  const RowWork& how) {
  return draw(rows.rows, rows.figures.size(), options, how,
              [&](std::span<const std::uint32_t> drawn) { return figuresOfSample(rows, drawn); });
}

Result<std::vector<Difference>> pairedDifferences(const MeasuredRows& first,
                                                  const MeasuredRows& second,
                                                  const BootstrapOptions& options,
                                                  const RowWork& how) {
  if (first.rows != second.rows || first.figures.size() != second.figures.size()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("Only files with the same rows can be compared; one has {} rows and {} "
                            "figures, the other {} and {}.",
                            first.rows, first.figures.size(), second.rows, second.figures.size()));
  }
  const auto minus = [](std::vector<double> a, const std::vector<double>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
    return a;
  };
  const auto intervals = draw(
      first.rows, first.figures.size(), options, how, [&](std::span<const std::uint32_t> drawn) {
        return minus(figuresOfSample(first, drawn), figuresOfSample(second, drawn));
      });
  if (!intervals) return tl::unexpected(intervals.error());
  const std::vector<double> values = minus(first.total(), second.total());
  std::vector<Difference> differences;
  for (std::size_t i = 0; i < values.size(); ++i) {
    differences.push_back({values[i], (*intervals)[i]});
  }
  return differences;
}

}  // namespace molloquy::metrics
