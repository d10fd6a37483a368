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
int residualLayers(const std::string& name, const molm::Config& config) {
  if (name.starts_with("llm_model.") && endsWithAny(name, {"o_proj.weight", "down_proj.weight"})) {
    return config.llama.layers;
  }
  if (name.starts_with("graph_encoder.") && endsWithAny(name, {"out_proj.weight", "fc2.weight"})) {
    return config.unimol.layers;
  }
  return 0;
}

void fill(const std::string& name, at::Tensor& parameter, const molm::Config& config,
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
    parameter.fill_(name.ends_with(".bias") ? 0.0 : 1.0);
  } else {
    const int layers = residualLayers(name, config);
    const double shrink = layers > 0 ? std::sqrt(2.0 * layers) : 1.0;
    parameter.normal_(0.0, kStandardDeviation / shrink, generator);
  }
}

}  // namespace

void initializeWeights(molm::MoleculeLanguageModel& model, std::uint64_t seed) {
  const torch::NoGradGuard noGrad;
  const at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  for (auto& parameter : model->named_parameters()) {
    fill(parameter.key(), parameter.value(), model->config(), generator);
  }
}

}  // namespace molloquy::train
