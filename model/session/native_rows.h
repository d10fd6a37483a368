#pragma once

#include "model/molm/molecule_batches.h"

namespace molloquy::session {

/// The 3D encoder of a molecule model by our own loops, for processors. The libtorch copies of its
/// weights are given up: the model's own encodeGraphs must not be called afterwards.
/// returns an empty function where the encoder's sizes do not fit the loops; the model is then
/// unchanged.
molm::RowSource nativeRows(molm::MoleculeLanguageModel& model, int threads);

}  // namespace molloquy::session
