#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

#include <optional>
#include <string>

#include "model/llama/config.h"

namespace molloquy::nn {

enum class Bias { No, Yes };

/// Linear layer that may carry a low-rank adapter: y = W x + b + (alpha / r) B A x.
///
/// x  [..., in]  ->  [..., out].  Registered: weight, bias [out] if asked for, lora_A.weight
/// [r, in], lora_B.weight [out, r]. Source: LoRA (Hu et al., ICLR 2022), equation 3.
class LoraLinearImpl : public torch::nn::Module {
 public:
  /// name  the layer's name in the block; the adapter exists if `lora` lists it.
  LoraLinearImpl(int64_t in, int64_t out, const std::string& name,
                 const std::optional<llama::LoraConfig>& lora, Bias bias = Bias::No);

  at::Tensor forward(const at::Tensor& x);

  /// Adds (alpha / r) B A to the weight, once; forward then skips the adapter.
  void mergeAdapter();
  /// Takes it out again (equal up to rounding).
  void unmergeAdapter();

  at::Tensor weight;  ///< [out, in]
  at::Tensor bias;    ///< [out], undefined without

 private:
  at::Tensor m_down;  ///< A [r, in], undefined without adapter
  at::Tensor m_up;    ///< B [out, r]
  double m_scale = 0.0;
  double m_dropout = 0.0;
  bool m_merged = false;
};
TORCH_MODULE(LoraLinear);

/// Merges or unmerges the adapters of every LoraLinear below the module.
void mergeAdapters(torch::nn::Module& module);
void unmergeAdapters(torch::nn::Module& module);

}  // namespace molloquy::nn
