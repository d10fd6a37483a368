#pragma once

#include <cstdint>
#include <vector>

#include "model/train/prepared_dataset.h"

namespace molloquy::train {

/// Pairs of one batch, by index in the data set.
using BatchIndices = std::vector<std::size_t>;

/// Which pairs are learnt from and which only measure.
struct DataSplit {
  std::vector<std::size_t> training;
  std::vector<std::size_t> heldOut;
};

/// Sets whole structures aside, so that no question about one of them is learnt; pairs longer than
/// maxTokens are dropped. The same seed gives the same split on every machine.
DataSplit splitByStructure(const PreparedDataset& data, std::size_t heldOutStructures,
                           std::size_t maxTokens, std::uint64_t seed);

/// Batches of one epoch: pairs in random order, neighbours in length put together within a window,
/// cut where longest * count would pass `batchTokens`, batches shuffled.
std::vector<BatchIndices> planEpoch(const PreparedDataset& data,
                                    const std::vector<std::size_t>& pairs, std::int64_t batchTokens,
                                    std::uint64_t seed);

}  // namespace molloquy::train
