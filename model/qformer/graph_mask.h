#pragma once

#include <ATen/core/Tensor.h>

#include "model/qformer/config.h"
#include "model/unimol/graph_batch.h"

namespace molloquy::qformer {

/// How a batch has to be padded for the policy.
unimol::GraphPadding paddingFor(GraphMaskPolicy policy);

/// Additive cross-attention mask [B, 1, 1, N] float: 0 where the queries may read, the most
/// negative float where not; undefined = no mask.
///
/// paddingMask  [B, N] bool, true = padding; undefined when nothing is padded.
/// Source: 3D-MoLM reference blip2qformer.py, which hands Uni-Mol's padding mask (true = padding)
/// to the Q-Former as "1 = attend"; `AllTokens` is the correct polarity.
at::Tensor crossAttentionMask(GraphMaskPolicy policy, const at::Tensor& paddingMask);

}  // namespace molloquy::qformer
