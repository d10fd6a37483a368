#include "model/retrieval/neighbours.h"

#include <algorithm>
#include <cmath>

namespace molloquy::retrieval {
namespace {

constexpr std::size_t kListLength = 10;

}  // namespace

std::size_t ranksNeeded(const NeighbourOptions& options) {
  return options.spread == Spread::Nearest ? options.count : std::max(kListLength, options.count);
}

std::vector<Neighbour> pickNeighbours(std::span<const Neighbour> ranked,
                                      const NeighbourOptions& options) {
  std::vector<Neighbour> picked;
  const std::size_t step = options.spread == Spread::Buckets && options.count > 0
                               ? std::max<std::size_t>(1, kListLength / options.count)
                               : 1;
  for (std::size_t rank = 0; rank < ranked.size() && picked.size() < options.count; rank += step) {
    picked.push_back(ranked[rank]);
  }
  if (options.order == Order::MostSimilarLast) std::reverse(picked.begin(), picked.end());
  return picked;
}

std::vector<Neighbour> bestOf(std::span<const double> scores, std::size_t count) {
  std::vector<Neighbour> all;
  all.reserve(scores.size());
  for (std::size_t row = 0; row < scores.size(); ++row) {
    if (!std::isinf(scores[row])) all.push_back({row, scores[row]});
  }
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(std::min(count, all.size()));
  std::partial_sort(all.begin(), middle, all.end(), [](const Neighbour& a, const Neighbour& b) {
    return a.score != b.score ? a.score > b.score : a.row < b.row;
  });
  all.erase(middle, all.end());
  return all;
}

}  // namespace molloquy::retrieval
