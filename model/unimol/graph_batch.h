#pragma once

#include <ATen/core/Tensor.h>

#include <span>

#include "model/unimol/tokenize_atoms.h"

namespace molloquy::unimol {

/// Structures side by side, padded on the right. N counts marks and padding.
struct GraphBatch {
  at::Tensor tokens;       ///< [B, N] int64; 0 in padding.
  at::Tensor distances;    ///< [B, N, N] float, angstrom; 0 in padding.
  at::Tensor edgeTypes;    ///< [B, N, N] int64, type(i) * |dictionary| + type(j); 0 in padding.
  at::Tensor paddingMask;  ///< [B, N] bool, true = padding; undefined when nothing is padded.

  [[nodiscard]] GraphBatch to(at::Device device, bool nonBlocking = false) const;
};

/// To which width a batch is padded.
///   Tight         the longest molecule.
///   ToMultiple    the next multiple of config.padToMultiple, no extra block.
///   AtLeastOnePad as ToMultiple, but every molecule gets padding (for PadReadout).
enum class GraphPadding { Tight, ToMultiple, AtLeastOnePad };

/// Distances are taken in double and stored in float.
/// Precondition: at least one molecule, none empty.
GraphBatch collateGraphs(std::span<const TokenizedMolecule> molecules, const Config& config,
                         GraphPadding padding);

}  // namespace molloquy::unimol
