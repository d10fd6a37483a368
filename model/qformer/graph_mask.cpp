#include "model/qformer/graph_mask.h"

#include <torch/torch.h>

#include "model/nn/attention.h"

namespace molloquy::qformer {

unimol::GraphPadding paddingFor(GraphMaskPolicy policy) {
  return policy == GraphMaskPolicy::PadReadout ? unimol::GraphPadding::AtLeastOnePad
                                               : unimol::GraphPadding::ToMultiple;
}

at::Tensor crossAttentionMask(GraphMaskPolicy policy, const at::Tensor& paddingMask) {
  TORCH_CHECK(policy != GraphMaskPolicy::PadReadout || paddingMask.defined(),
              "PadReadout needs padding in every molecule; collate with AtLeastOnePad");
  if (!paddingMask.defined()) return {};
  const at::Tensor readable =
      policy == GraphMaskPolicy::AllTokens ? paddingMask.logical_not() : paddingMask;
  return nn::additiveMask(readable).unsqueeze(1).unsqueeze(2);  // [B, 1, 1, N]
}

}  // namespace molloquy::qformer
