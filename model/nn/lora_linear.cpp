#include "model/nn/lora_linear.h"

#include <torch/torch.h>

#include <algorithm>

namespace molloquy::nn {

LoraLinearImpl::LoraLinearImpl(int64_t in, int64_t out, const std::string& name,
                               const std::optional<llama::LoraConfig>& lora, Bias hasBias) {
  weight = register_parameter("weight", torch::empty({out, in}));
  if (hasBias == Bias::Yes) bias = register_parameter("bias", torch::empty({out}));
  if (!lora || std::find(lora->targets.begin(), lora->targets.end(), name) == lora->targets.end()) {
    return;
  }
  m_scale = lora->scale();
  m_dropout = lora->dropout;
  auto down = register_module("lora_A", std::make_shared<torch::nn::Module>());
  auto up = register_module("lora_B", std::make_shared<torch::nn::Module>());
  m_down = down->register_parameter("weight", torch::empty({lora->rank, in}));
  m_up = up->register_parameter("weight", torch::empty({out, lora->rank}));
}

at::Tensor LoraLinearImpl::forward(const at::Tensor& x) {
  const at::Tensor y = torch::linear(x, weight, bias);
  if (!m_down.defined() || m_merged) return y;
  const at::Tensor input = m_dropout > 0.0 ? at::dropout(x, m_dropout, is_training()) : x;
  return y + torch::linear(torch::linear(input, m_down), m_up) * m_scale;
}

void LoraLinearImpl::mergeAdapter() {
  if (!m_down.defined() || m_merged) return;
  const torch::NoGradGuard noGrad;
  weight.add_(at::matmul(m_up, m_down), m_scale);
  m_merged = true;
}

void LoraLinearImpl::unmergeAdapter() {
  if (!m_merged) return;
  const torch::NoGradGuard noGrad;
  weight.sub_(at::matmul(m_up, m_down), m_scale);
  m_merged = false;
}

void mergeAdapters(torch::nn::Module& module) {
  for (const auto& child : module.modules()) {
    if (auto* linear = child->as<LoraLinearImpl>()) linear->mergeAdapter();
  }
}

void unmergeAdapters(torch::nn::Module& module) {
  for (const auto& child : module.modules()) {
    if (auto* linear = child->as<LoraLinearImpl>()) linear->unmergeAdapter();
  }
}

}  // namespace molloquy::nn
