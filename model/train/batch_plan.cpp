#include "model/train/batch_plan.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <unordered_set>

namespace molloquy::train {
namespace {

/// Pairs that are sorted by length together: a compromise between padding and randomness.
constexpr std::size_t kSortingWindow = 16384;

/// Fisher-Yates, the same on every standard library.
template <class T>
void shuffle(std::vector<T>& values, std::mt19937_64& generator) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[generator() % i]);
}

}  // namespace

DataSplit splitByStructure(const PreparedDataset& data, std::size_t heldOutStructures,
                           std::size_t maxTokens, std::uint64_t seed) {
  std::vector<std::size_t> structures(data.structureCount());
  std::iota(structures.begin(), structures.end(), std::size_t{0});
  std::mt19937_64 generator(seed);
  shuffle(structures, generator);
  structures.resize(std::min(heldOutStructures, structures.size()));
  const std::unordered_set<std::size_t> aside(structures.begin(), structures.end());
  DataSplit split;
  for (std::size_t pair = 0; pair < data.pairCount(); ++pair) {
    // One more for the end token.
    if (data.length(pair) + 1 > maxTokens) continue;
    (aside.contains(data.structureOf(pair)) ? split.heldOut : split.training).push_back(pair);
  }
  return split;
}

std::vector<BatchIndices> planEpoch(const PreparedDataset& data,
                                    const std::vector<std::size_t>& pairs, std::int64_t batchTokens,
                                    std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::vector<std::size_t> order = pairs;
  shuffle(order, generator);
  std::vector<BatchIndices> batches;
  for (std::size_t begin = 0; begin < order.size(); begin += kSortingWindow) {
    const std::size_t end = std::min(order.size(), begin + kSortingWindow);
    std::stable_sort(order.begin() + static_cast<std::ptrdiff_t>(begin),
                     order.begin() + static_cast<std::ptrdiff_t>(end),
                     [&](std::size_t a, std::size_t b) { return data.length(a) < data.length(b); });
    BatchIndices batch;
    for (std::size_t i = begin; i < end; ++i) {
      // Sorted, so the newcomer is the longest; one more for the end token.
      const auto width = static_cast<std::int64_t>(data.length(order[i])) + 1;
      const auto rows = static_cast<std::int64_t>(batch.size()) + 1;
      if (!batch.empty() && rows * width > batchTokens) {
        batches.push_back(std::move(batch));
        batch.clear();
      }
      batch.push_back(order[i]);
    }
    if (!batch.empty()) batches.push_back(std::move(batch));
  }
  shuffle(batches, generator);
  return batches;
}

}  // namespace molloquy::train
