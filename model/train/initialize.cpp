#include "model/train/initialize.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <cmath>

namespace molloquy::train {
namespace {

constexpr double kStandardDeviation = 0.02;

bool endsWithAny(const std::string& name, std::initializer_list<const char*> endings) {
  for (const char* ending : endings) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

/// Layers whose results add up in the residual stream that this matrix writes to; 0 = none.
int residualLayers(const std::string& name, const ResidualLayers& layers) {
  if (endsWithAny(name, {"o_proj.weight", "down_proj.weight"})) return layers.language;
  const bool ofEncoder = name.find("encoder.layers.") != std::string::npos;
  return ofEncoder && endsWithAny(name, {"out_proj.weight", "fc2.weight"}) ? layers.encoder : 0;
}

void fill(const std::string& name, at::Tensor& parameter, const ResidualLayers& layers,
          const at::Generator& generator) {
  if (endsWithAny(name, {"gbf.means.weight", "gbf.stds.weight"})) {
    constexpr double kLargest = 3.0;
    parameter.uniform_(0.0, kLargest, generator);
  } else if (name.ends_with("gbf.mul.weight")) {
    parameter.fill_(1.0);
  } else if (name.ends_with("gbf.bias.weight") || name.ends_with("lora_B.weight")) {
    parameter.zero_();
  } else if (name.ends_with("lora_A.weight")) {
    const double bound = 1.0 / std::sqrt(static_cast<double>(parameter.size(1)));
    parameter.uniform_(-bound, bound, generator);
  } else if (parameter.dim() == 1) {
    parameter.fill_(endsWithAny(name, {".bias"}) ? 0.0 : 1.0);
  } else {
    const int depth = residualLayers(name, layers);
    const double shrink = depth > 0 ? std::sqrt(2.0 * depth) : 1.0;
    parameter.normal_(0.0, kStandardDeviation / shrink, generator);
  }
}

}  // namespace

void initializeWeights(torch::nn::Module& module, const ResidualLayers& layers,
                       std::uint64_t seed) {
  const torch::NoGradGuard noGrad;
  const at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  for (auto& parameter : module.named_parameters()) {
    fill(parameter.key(), parameter.value(), layers, generator);
  }
}

void copyTextFeedForward(torch::nn::Module& module) {
  constexpr std::string_view kMark = "_query";
  const torch::NoGradGuard noGrad;
  auto parameters = module.named_parameters();
  for (auto& item : parameters) {
    const std::size_t at = item.key().find(kMark);
    if (at == std::string::npos) continue;
    std::string text = item.key();
    text.erase(at, kMark.size());
    if (const at::Tensor* source = parameters.find(text)) item.value().copy_(*source);
  }
}

}  // namespace molloquy::train
