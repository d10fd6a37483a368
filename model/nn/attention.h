#pragma once

#include <ATen/core/Tensor.h>

namespace molloquy::nn {

/// Whether row i may read columns beyond i (+ the number of cached columns).
enum class AttentionReach { Everything, Causal };

/// Scaled dot-product attention; several query heads may share a key and value head.
///
/// q      [B, H, L, d]      k, v  [B, Hkv, S, d] with Hkv dividing H.
/// mask   additive, broadcast to [B, H, L, S]; or undefined. Not together with Causal.
/// reach  Causal needs L == S.
/// dropout  of the attention weights; 0 outside training.
/// returns [B, H, L, d].
/// Scores and softmax are accumulated in float32. Uses the fused kernel of libtorch 2 where there
/// is one, else `plainAttention`; both are compared in the tests. Source: Attention Is All You Need
/// (Vaswani et al., 2017), equation 1.
at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     const at::Tensor& mask, AttentionReach reach, double dropout = 0.0);

/// The same, step by step, on every libtorch.
at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const at::Tensor& mask, AttentionReach reach, double dropout = 0.0);

/// Additive mask from "may attend": 0 where true, the most negative finite number where false.
/// allowed  bool, any shape. A row without any true gets uniform attention.
at::Tensor additiveMask(const at::Tensor& allowed);

/// [B, L, H * d] -> [B, H, L, d] and back.
at::Tensor splitHeads(const at::Tensor& x, int64_t heads);
at::Tensor mergeHeads(const at::Tensor& x);

}  // namespace molloquy::nn
