#include "model/metrics/edit_distance.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "model/text/unicode.h"

namespace molloquy::metrics {

std::size_t editDistance(std::string_view first, std::string_view second) {
  const std::vector<std::int32_t> a = text::codePoints(first);
  const std::vector<std::int32_t> b = text::codePoints(second);
  // One row of the table: distances from a's beginning so far to all beginnings of b.
  std::vector<std::size_t> distances(b.size() + 1);
  std::iota(distances.begin(), distances.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(distances[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = distances[j + 1];
      distances[j + 1] = std::min({replaced, diagonal + 1, distances[j] + 1});
    }
  }
  return distances.back();
}

}  // namespace molloquy::metrics
