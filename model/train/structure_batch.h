#pragma once

#include "model/qformer/config.h"
#include "model/recipes/prepared_dataset.h"
#include "model/recipes/recipe.h"
#include "model/unimol/graph_batch.h"

namespace molloquy::train {

/// How structures of prepared data become a batch.
struct StructureBatchOptions {
  unimol::GraphPadding padding = unimol::GraphPadding::ToMultiple;
  double coordinateNoise = 0.0;  ///< angstrom, standard deviation.
};

/// The structures that the examples are about, each in one of its conformers, drawn by `seed`.
/// Precondition: every example has a structure (TORCH_CHECK).
/// Source: 3D-MoLM reference unimol_dataset.py: a conformer drawn uniformly at every access.
unimol::GraphBatch structureBatch(const recipes::PreparedDataset& data,
                                  std::span<const std::size_t> examples,
                                  const unimol::Config& config,
                                  const StructureBatchOptions& options, std::uint64_t seed);

/// Page-locked copies.
unimol::GraphBatch pinned(const unimol::GraphBatch& graphs);

/// Multiply-adds times two of the encoder's forward pass over [B, N].
/// Source: Uni-Mol's layers: 15 N (8 D^2 + 4 D F + 4 N D) + 2 N^2 (K^2 + K H) a molecule.
double encoderFlops(const unimol::Config& config, std::int64_t molecules, std::int64_t width);

/// Multiply-adds times two of the Q-Former's training step over `rows` queries or words of each of
/// B examples, reading N encoder rows in its cross-attention layers (0: none are read).
double qformerFlops(const qformer::Config& config, recipes::Learning learning, std::int64_t batch,
                    std::int64_t rows, std::int64_t encoderRows);

}  // namespace molloquy::train
