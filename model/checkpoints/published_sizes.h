#pragma once

#include <optional>

#include "model/base/result.h"
#include "model/checkpoints/tensor_source.h"
#include "model/llama/config.h"
#include "model/qformer/config.h"
#include "model/unimol/config.h"

namespace molloquy::checkpoints {

// Published checkpoints carry no sizes of their own; they follow from the tensors' shapes. What
// shapes do not tell keeps the published default. Errors of all three: Corrupt, naming a tensor
// that is missing or has the wrong number of dimensions.

/// From a Uni-Mol file (names without prefix).
Result<unimol::Config> unimolSizes(const TensorSource& source);

/// From a stage-1 or stage-2 checkpoint; prefix "blip2qformer." or "blip2opt.". The text path is on
/// when the file has word embeddings.
/// heads  of attention, which no shape tells; nullopt: of width 64 as in BERT. Errors also:
/// InvalidInput when the width does not divide so.
Result<qformer::Config> qformerSizes(const TensorSource& source, const std::string& prefix,
                                     std::optional<int> heads);

/// Rank and targets of the adapters in a stage-2 checkpoint; alpha is the published 32.
Result<llama::LoraConfig> loraSizes(const TensorSource& source);

}  // namespace molloquy::checkpoints
