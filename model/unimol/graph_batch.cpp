#include "model/unimol/graph_batch.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace molloquy::unimol {
namespace {

std::size_t paddedWidth(std::span<const TokenizedMolecule> molecules, const Config& config,
                        GraphPadding padding) {
  std::size_t width = 0;
  for (const TokenizedMolecule& molecule : molecules) {
    width = std::max(width, molecule.tokens.size());
  }
  if (padding == GraphPadding::Tight) return width;
  if (padding == GraphPadding::AtLeastOnePad) ++width;
  const auto multiple = static_cast<std::size_t>(config.padToMultiple);
  return (width + multiple - 1) / multiple * multiple;
}

/// Fills one molecule's rows of [N, N] distances and edge types.
void fillPairs(const TokenizedMolecule& molecule, std::size_t width, std::int64_t types,
               float* distances, std::int64_t* edges) {
  const std::size_t atoms = molecule.tokens.size();
  for (std::size_t i = 0; i < atoms; ++i) {
    const std::array<double, 3>& a = molecule.coordinates[i];
    for (std::size_t j = 0; j < atoms; ++j) {
      const std::array<double, 3>& b = molecule.coordinates[j];
      const double x = a[0] - b[0];
      const double y = a[1] - b[1];
      const double z = a[2] - b[2];
      distances[i * width + j] = static_cast<float>(std::sqrt(x * x + y * y + z * z));
      edges[i * width + j] = molecule.tokens[i] * types + molecule.tokens[j];
    }
  }
}

}  // namespace

GraphBatch GraphBatch::to(at::Device device, bool nonBlocking) const {
  GraphBatch moved{tokens.to(device, nonBlocking), distances.to(device, nonBlocking),
                   edgeTypes.to(device, nonBlocking), paddingMask};
  if (paddingMask.defined()) moved.paddingMask = paddingMask.to(device, nonBlocking);
  return moved;
}

GraphBatch collateGraphs(std::span<const TokenizedMolecule> molecules, const Config& config,
                         GraphPadding padding) {
  TORCH_CHECK(!molecules.empty(), "collateGraphs: no molecules");
  const std::size_t width = paddedWidth(molecules, config, padding);
  const auto B = static_cast<std::int64_t>(molecules.size());
  const auto N = static_cast<std::int64_t>(width);
  GraphBatch batch{torch::zeros({B, N}, torch::kInt64), torch::zeros({B, N, N}),
                   torch::zeros({B, N, N}, torch::kInt64), at::Tensor()};
  bool padded = false;
  for (std::size_t b = 0; b < molecules.size(); ++b) {
    const TokenizedMolecule& molecule = molecules[b];
    TORCH_CHECK(!molecule.tokens.empty(), "collateGraphs: molecule ", b, " is empty");
    std::copy(molecule.tokens.begin(), molecule.tokens.end(),
              batch.tokens.data_ptr<std::int64_t>() + b * width);
    fillPairs(molecule, width, static_cast<std::int64_t>(config.dictionary.size()),
              batch.distances.data_ptr<float>() + b * width * width,
              batch.edgeTypes.data_ptr<std::int64_t>() + b * width * width);
    padded = padded || molecule.tokens.size() < width;
  }
  if (padded) batch.paddingMask = batch.tokens.eq(Config::kPad);
  return batch;
}

}  // namespace molloquy::unimol
