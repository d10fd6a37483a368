#include "model/train/structure_batch.h"

#include <torch/torch.h>

#include <random>

namespace molloquy::train {

unimol::GraphBatch structureBatch(const recipes::PreparedDataset& data,
                                  std::span<const std::size_t> examples,
                                  const unimol::Config& config,
                                  const StructureBatchOptions& options, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::normal_distribution<float> noise(0.0F, static_cast<float>(options.coordinateNoise));
  std::vector<unimol::TokenizedMolecule> molecules;
  for (const std::size_t example : examples) {
    TORCH_CHECK(data.structureOf(example) >= 0, "example ", example, " has no structure");
    const auto structure = static_cast<std::size_t>(data.structureOf(example));
    const std::size_t chosen = generator() % data.conformerCount(structure);
    const auto points = data.conformer(structure, chosen);
    std::vector<std::array<float, 3>> positions(points.begin(), points.end());
    if (options.coordinateNoise > 0.0) {
      for (auto& point : positions) {
        for (float& value : point) value += noise(generator);
      }
    }
    auto molecule = unimol::tokenizeAtoms(data.symbols(structure), positions, config);
    TORCH_CHECK(molecule.has_value(), "structure ", structure, ": ", molecule.error().message);
    molecules.push_back(*std::move(molecule));
  }
  return unimol::collateGraphs(molecules, config, options.padding);
}

unimol::GraphBatch pinned(const unimol::GraphBatch& graphs) {
  const auto pin = [](const at::Tensor& x) { return x.defined() ? x.pin_memory() : x; };
  return {pin(graphs.tokens), pin(graphs.distances), pin(graphs.edgeTypes),
          pin(graphs.paddingMask)};
}

double encoderFlops(const unimol::Config& config, std::int64_t molecules, std::int64_t width) {
  return static_cast<double>(molecules) * unimol::encoderFlops(config, static_cast<double>(width));
}

double qformerFlops(const qformer::Config& config, recipes::Learning learning, std::int64_t batch,
                    std::int64_t rows, std::int64_t encoderRows) {
  const auto B = static_cast<double>(batch);
  const auto L = static_cast<double>(rows);
  const auto N = static_cast<double>(encoderRows);
  const double D = config.hidden;
  double forward = 0;
  for (int layer = 0; layer < config.layers; ++layer) {
    forward += 2.0 * B * L * (4.0 * D * D + 2.0 * D * config.intermediate) + 4.0 * B * L * L * D;
    if (encoderRows == 0 || !config.hasCrossAttention(layer)) continue;
    forward += 4.0 * B * L * D * D + 4.0 * B * N * config.encoderWidth * D + 4.0 * B * L * N * D;
  }
  const double passes = learning == recipes::Learning::Full ? 3.0 : 2.0;
  return passes * forward;
}

}  // namespace molloquy::train
