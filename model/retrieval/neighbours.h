#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace molloquy::retrieval {

/// A row of the index and how similar it is.
struct Neighbour {
  std::size_t row = 0;
  double score = 0.0;
  friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

/// Where the examples of a prompt are taken from in the list of the most similar.
enum class Spread {
  Nearest,  ///< the first n.
  Buckets,  ///< ranks 0, floor(10/n), 2 floor(10/n), ... of the first ten.
};
/// Which of them stands last, next to the question.
enum class Order { MostSimilarFirst, MostSimilarLast };

struct NeighbourOptions {
  std::size_t count = 2;
  Spread spread = Spread::Nearest;
  Order order = Order::MostSimilarLast;
};

/// How many of the most similar have to be found for `options`.
std::size_t ranksNeeded(const NeighbourOptions& options);

/// Picks the examples from a list that begins with the most similar; fewer where the list is short.
/// Source: molreflect.md 3.1.
std::vector<Neighbour> pickNeighbours(std::span<const Neighbour> ranked,
                                      const NeighbourOptions& options);

/// The `count` best of all rows, by score, then by row; a row with a negative-infinite score is
/// nobody's neighbour.
std::vector<Neighbour> bestOf(std::span<const double> scores, std::size_t count);

}  // namespace molloquy::retrieval
