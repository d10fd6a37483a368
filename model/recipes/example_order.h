#pragma once

#include <cstdint>
#include <vector>

#include "model/recipes/prepared_dataset.h"
#include "model/recipes/recipe.h"

namespace molloquy::recipes {

/// Examples of one micro-batch, by index in the prepared data.
using BatchIndices = std::vector<std::size_t>;

/// Examples that are learnt from, or that only measure.
std::vector<std::size_t> examplesOf(const PreparedDataset& data, PreparedSplit split);

/// Micro-batches of one epoch for all processes together, the same on every machine for the same
/// seed and epoch. Process r of W takes those with index % W == r; `accumulate` * W of them make an
/// update. With a fixed number of examples the incomplete last batch is left out, unless it is the
/// only one.
/// Order::Mixture: as many draws as there are examples, with repetition.
std::vector<BatchIndices> planEpoch(const PreparedDataset& data,
                                    const std::vector<std::size_t>& examples,
                                    const BatchSettings& batch, std::uint64_t seed, int epoch);

/// Batches for measuring: every example once, in a fixed order.
std::vector<BatchIndices> planEvaluation(const PreparedDataset& data,
                                         const std::vector<std::size_t>& examples,
                                         const BatchSettings& batch);

}  // namespace molloquy::recipes
