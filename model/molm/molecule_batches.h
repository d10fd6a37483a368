#pragma once

#include <functional>
#include <stop_token>

#include "model/molm/molecule_language_model.h"

namespace molloquy::molm {

/// Rows of the 3D encoder [B, N, D] for a batch, in place of StructureQueries::encodeGraphs.
using RowSource = std::function<at::Tensor(const unimol::GraphBatch&)>;

struct MoleculeBatchOptions {
  std::size_t most = 16;  ///< structures side by side.
  RowSource rows;         ///< empty = the network's own encoder.
  std::stop_token stop;   ///< looked at before each batch.
};

/// Indices of structures that are encoded side by side.
///
/// AllTokens and PadReadout do not depend on the neighbours, so structures are sorted by their
/// rows, and a batch ends where padding would make up a fifth of its pairs. ReferenceBatch does
/// depend on them: batches follow the given order, as in the reference's loader. rowCounts  rows of
/// each structure, marks included.  most >= 1.
std::vector<std::vector<std::size_t>> planMoleculeBatches(std::span<const std::size_t> rowCounts,
                                                          qformer::GraphMaskPolicy policy,
                                                          std::size_t most);

/// How a batch of the plan is padded: no further than its longest structure, plus the one row of
/// padding that PadReadout reads; ReferenceBatch to the encoder's multiple.
unimol::GraphBatch collateForPolicy(std::span<const unimol::TokenizedMolecule> molecules,
                                    const Config& config);

/// Soft tokens of a list of structures in its order, [M, Q, D of the language model], on the
/// network's device; undefined after a stop request. Equal to one by one within rounding
/// (ReferenceBatch: to the reference's batches).
/// Precondition: M >= 1; runs under InferenceMode or no_grad.
at::Tensor encodeMoleculeList(MoleculeLanguageModel& model,
                              std::span<const unimol::TokenizedMolecule> molecules,
                              const MoleculeBatchOptions& options = {});

}  // namespace molloquy::molm
