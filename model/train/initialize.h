#pragma once

#include "model/molm/molecule_language_model.h"

namespace molloquy::train {

/// Fresh weights, the same for the same seed on every machine.
///
/// Matrices N(0, 0.02), those that write into a residual stream divided by sqrt(2 * layers); biases
/// 0, norms 1; the Gaussian basis spread over 0..3 as in Uni-Mol; adapters: A uniform, B zero.
/// Source: GPT-2 (Radford et al., 2019), section 2.3; Uni-Mol unimol.py, class GaussianLayer; LoRA
/// (Hu et al., 2022), section 4.1.
void initializeWeights(molm::MoleculeLanguageModel& model, std::uint64_t seed);

}  // namespace molloquy::train
