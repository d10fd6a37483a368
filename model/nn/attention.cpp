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

}  // namespace

at::Tensor plainAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const at::Tensor& mask, AttentionReach reach, double dropout) {
  checkShapes(q, k, mask, reach);
  const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(3)));
  const at::Tensor keys = repeatHeads(k, q.size(1));
  const at::Tensor values = repeatHeads(v, q.size(1));
  at::Tensor scores = at::matmul(q, keys.transpose(2, 3)).to(at::kFloat) * scale;  // [B, H, L, S]
  if (reach == AttentionReach::Causal) {
    const at::Tensor allowed =
        at::ones({q.size(2), k.size(2)}, q.options().dtype(at::kBool)).tril();
    scores = scores + additiveMask(allowed);
  } else if (mask.defined()) {
    scores = scores + mask;
  }
  at::Tensor weights = at::softmax(scores, -1);
  if (dropout > 0.0) weights = at::dropout(weights, dropout, true);
  return at::matmul(weights.to(values.scalar_type()), values);
}

at::Tensor attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                     const at::Tensor& mask, AttentionReach reach, double dropout) {
  if (!kHasFusedAttention) return plainAttention(q, k, v, mask, reach, dropout);
  checkShapes(q, k, mask, reach);
  return fusedAttention(q, repeatHeads(k, q.size(1)), repeatHeads(v, q.size(1)), mask,
                        reach == AttentionReach::Causal, dropout);
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
