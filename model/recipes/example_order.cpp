#include "model/recipes/example_order.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace molloquy::recipes {
namespace {

/// Examples that are sorted by length together: a compromise between padding and randomness.
constexpr std::size_t kSortingWindow = 16384;

/// Fisher-Yates, the same on every standard library.
template <class T>
void shuffle(std::vector<T>& values, std::mt19937_64& generator) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[generator() % i]);
}

/// A number from 0 (in) to 1 (out), the same on every standard library.
double unitDraw(std::mt19937_64& generator) {
  constexpr double kScale = 1.0 / 9007199254740992.0;  // 2^-53
  return static_cast<double>(generator() >> 11) * kScale;
}

std::int64_t widthOf(const PreparedDataset& data, std::size_t example) {
  // One more for the end token or the second begin token.
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(data.length(example)) + 1);
}

/// Structures without text are as wide as their atoms and marks.
std::int64_t costOf(const PreparedDataset& data, std::size_t example) {
  if (data.length(example) > 0 || data.structureOf(example) < 0) return widthOf(data, example);
  return static_cast<std::int64_t>(
             data.atomCount(static_cast<std::size_t>(data.structureOf(example)))) +
         2;
}

/// Cuts an order of examples into batches of a fixed number, or by padded tokens.
std::vector<BatchIndices> cut(const PreparedDataset& data, const std::vector<std::size_t>& order,
                              const BatchSettings& settings) {
  std::vector<BatchIndices> batches;
  BatchIndices batch;
  std::int64_t widest = 0;
  for (const std::size_t example : order) {
    const std::int64_t width = std::max(widest, costOf(data, example));
    const auto rows = static_cast<std::int64_t>(batch.size()) + 1;
    const bool full = settings.examples > 0 ? rows > settings.examples
                                            : !batch.empty() && rows * width > settings.tokens;
    if (full) {
      batches.push_back(std::move(batch));
      batch.clear();
      widest = 0;
    }
    widest = std::max(widest, costOf(data, example));
    batch.push_back(example);
  }
  if (!batch.empty()) batches.push_back(std::move(batch));
  return batches;
}

void dropIncomplete(std::vector<BatchIndices>& batches, int examples) {
  if (examples > 0 && batches.size() > 1 &&
      batches.back().size() < static_cast<std::size_t>(examples)) {
    batches.pop_back();
  }
}

std::vector<std::size_t> drawMixture(const PreparedDataset& data,
                                     const std::vector<std::size_t>& examples, double power,
                                     std::mt19937_64& generator) {
  std::vector<std::vector<std::size_t>> bySource(data.sources().size());
  for (const std::size_t example : examples) bySource[data.sourceOf(example)].push_back(example);
  std::vector<double> ends;
  double sum = 0;
  for (const auto& members : bySource) {
    if (!members.empty()) sum += std::pow(static_cast<double>(members.size()), power);
    ends.push_back(sum);
  }
  std::vector<std::size_t> drawn;
  drawn.reserve(examples.size());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const double point = unitDraw(generator) * sum;
    auto source =
        static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), point) - ends.begin());
    source = std::min(source, bySource.size() - 1);
    const auto& members = bySource[source];
    drawn.push_back(members[generator() % members.size()]);
  }
  return drawn;
}

void sortByLength(const PreparedDataset& data, std::vector<std::size_t>& order) {
  for (std::size_t begin = 0; begin < order.size(); begin += kSortingWindow) {
    const std::size_t end = std::min(order.size(), begin + kSortingWindow);
    std::stable_sort(
        order.begin() + static_cast<std::ptrdiff_t>(begin),
        order.begin() + static_cast<std::ptrdiff_t>(end),
        [&](std::size_t a, std::size_t b) { return costOf(data, a) < costOf(data, b); });
  }
}

}  // namespace

std::vector<std::size_t> examplesOf(const PreparedDataset& data, PreparedSplit split) {
  std::vector<std::size_t> examples;
  for (std::size_t i = 0; i < data.exampleCount(); ++i) {
    if (data.splitOf(i) == split) examples.push_back(i);
  }
  return examples;
}

std::vector<BatchIndices> planEpoch(const PreparedDataset& data,
                                    const std::vector<std::size_t>& examples,
                                    const BatchSettings& batch, std::uint64_t seed, int epoch) {
  std::seed_seq seeds{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                      static_cast<std::uint32_t>(epoch)};
  std::mt19937_64 generator(seeds);
  std::vector<std::size_t> order = examples;
  if (batch.order == BatchSettings::Order::Mixture) {
    order = drawMixture(data, examples, batch.mixturePower, generator);
  } else {
    shuffle(order, generator);
  }
  const bool byLength = batch.order == BatchSettings::Order::Lengths;
  if (byLength) sortByLength(data, order);
  std::vector<BatchIndices> batches = cut(data, order, batch);
  dropIncomplete(batches, batch.examples);
  if (byLength) shuffle(batches, generator);
  return batches;
}

std::vector<BatchIndices> planEvaluation(const PreparedDataset& data,
                                         const std::vector<std::size_t>& examples,
                                         const BatchSettings& batch) {
  std::vector<std::size_t> order = examples;
  sortByLength(data, order);
  return cut(data, order, batch);
}

}  // namespace molloquy::recipes
