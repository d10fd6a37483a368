#include "model/nn/attention.h"

#include <torch/torch.h>

#include <cmath>
#include <limits>

#include "model/nn/torch_compat.h"

namespace molloquy::nn {
namespace {

/// [B, Hkv, S, d] -> [B, H, S, d]: each key head serves H / Hkv query heads.
at::Tensor repeatHeads(const at::Tensor& x, int64_t heads) {
  if (x.size(1) == heads) return x;
  const int64_t times = heads / x.size(1);
  return x.unsqueeze(2)
      .expand({x.size(0), x.size(1), times, x.size(2), x.size(3)})
      .reshape({x.size(0), heads, x.size(2), x.size(3)});  // [B, H, S, d]
}

void checkShapes(const at::Tensor& q, const at::Tensor& k, const at::Tensor& mask,
                 AttentionReach reach) {
  TORCH_CHECK(q.dim() == 4 && k.dim() == 4 && q.size(1) % k.size(1) == 0, "attention: got queries ",
              q.sizes(), " and keys ", k.sizes());
  TORCH_CHECK(reach == AttentionReach::Everything || (!mask.defined() && q.size(2) == k.size(2)),
              "attention: causal reach needs as many queries as keys and no mask, got ", q.sizes(),
              " and ", k.sizes());
}

/// Queries that share a key head as more rows of one query head, so that no key is copied:
/// [B, H, L, d] -> [B, Hkv, H / Hkv * L, d].
at::Tensor foldGroups(const at::Tensor& q, int64_t kvHeads) {
  if (q.size(1) == kvHeads) return q;
  return q.reshape({q.size(0), kvHeads, q.size(1) / kvHeads * q.size(2), q.size(3)});
}

/// A mask for folded queries: its rows again for each query of the group.
at::Tensor foldMask(const at::Tensor& mask, int64_t groups) {
  if (!mask.defined() || groups == 1 || mask.size(2) == 1) return mask;
  TORCH_CHECK(mask.size(1) == 1, "attention: shared key heads need one mask for all heads, got ",
              mask.sizes());
  return mask.repeat({1, 1, groups, 1});  // [B or 1, 1, groups * L, S]
}

}  // namespace

at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const at::Tensor& mask, AttentionReach reach, double dropout) {
  checkShapes(q, k, mask, reach);
  const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(3)));
  const int64_t groups = q.size(1) / k.size(1);
  at::Tensor allowed = mask;
  if (reach == AttentionReach::Causal) {
    allowed = additiveMask(at::ones({q.size(2), k.size(2)}, q.options().dtype(at::kBool)).tril())
                  .unsqueeze(0)
                  .unsqueeze(0);
  }
  allowed = foldMask(allowed, groups);
  at::Tensor scores =
      at::matmul(foldGroups(q, k.size(1)), k.transpose(2, 3)).to(at::kFloat) * scale;
  if (allowed.defined()) scores = scores + allowed;  // [B, Hkv, H / Hkv * L, S]
  at::Tensor weights = at::softmax(scores, -1);
  if (dropout > 0.0) weights = at::dropout(weights, dropout, true);
  return at::matmul(weights.to(v.scalar_type()), v).reshape(q.sizes());
}

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     const at::Tensor& mask, AttentionReach reach, double dropout) {
  if (!kHasFusedAttention) return plainAttention(q, k, v, mask, reach, dropout);
  checkShapes(q, k, mask, reach);
  if (reach == AttentionReach::Causal) {
    return fusedAttention(q, repeatHeads(k, q.size(1)), repeatHeads(v, q.size(1)), {}, true,
                          dropout);
  }
  return fusedAttention(foldGroups(q, k.size(1)), k, v, foldMask(mask, q.size(1) / k.size(1)),
                        false, dropout)
      .reshape(q.sizes());
}

at::Tensor additiveMask(const at::Tensor& allowed) {
  const at::Tensor zero = at::zeros({}, allowed.options().dtype(at::kFloat));
  return at::where(allowed, zero, at::full_like(zero, std::numeric_limits<float>::lowest()));
}

at::Tensor splitHeads(const at::Tensor& x, int64_t heads) {
  return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

at::Tensor mergeHeads(const at::Tensor& x) {
  return x.transpose(1, 2).reshape({x.size(0), x.size(2), x.size(1) * x.size(3)});  // [B, L, H d]
}

}  // namespace molloquy::nn
