#include "model/train/flat_parameters.h"

#include <torch/torch.h>

namespace molloquy::train {
namespace {

bool isTrained(const std::string& name, const TrainedParts& parts) {
  if (name.starts_with("graph_encoder.")) return parts.encoder;
  if (name.starts_with("llm_proj.")) return parts.projection;
  if (name.starts_with("llm_model.")) return parts.language;
  return parts.qformer;
}

/// Moves the parameters' numbers into one leaf tensor that they become views of.
at::Tensor flatten(const std::vector<at::Tensor>& parameters) {
  const torch::NoGradGuard noGrad;
  int64_t count = 0;
  for (const at::Tensor& parameter : parameters) count += parameter.numel();
  at::Tensor flat = at::empty({count}, parameters.front().options().requires_grad(false));
  at::Tensor gradient = at::zeros_like(flat);
  int64_t begin = 0;
  for (at::Tensor parameter : parameters) {
    const int64_t size = parameter.numel();
    const at::Tensor view = flat.narrow(0, begin, size).view(parameter.sizes());
    view.copy_(parameter);
    parameter.set_data(view);
    parameter.mutable_grad() = gradient.narrow(0, begin, size).view(parameter.sizes());
    begin += size;
  }
  flat.set_requires_grad(true);
  flat.mutable_grad() = gradient;
  return flat;
}

}  // namespace

FlatParameters::FlatParameters(molm::MoleculeLanguageModel& model, const Recipe& recipe)
    : m_clipNorm(recipe.clipNorm) {
  std::vector<at::Tensor> matrices;
  std::vector<at::Tensor> vectors;
  for (auto& parameter : model->named_parameters()) {
    const bool trained = isTrained(parameter.key(), recipe.parts);
    parameter.value().set_requires_grad(trained);
    if (trained) (parameter.value().dim() > 1 ? matrices : vectors).push_back(parameter.value());
  }
  std::vector<torch::optim::OptimizerParamGroup> groups;
  const auto addGroup = [&](const std::vector<at::Tensor>& parameters, double decay) {
    if (parameters.empty()) return;
    m_flat.push_back(flatten(parameters));
    auto options = std::make_unique<torch::optim::AdamWOptions>(recipe.learningRate);
    options->betas({recipe.beta1, recipe.beta2}).eps(recipe.epsilon).weight_decay(decay);
    groups.emplace_back(std::vector<at::Tensor>{m_flat.back()}, std::move(options));
  };
  addGroup(matrices, recipe.weightDecay);
  addGroup(vectors, 0.0);
  m_optimizer = std::make_unique<torch::optim::AdamW>(
      groups, torch::optim::AdamWOptions(recipe.learningRate));
}

FlatParameters::~FlatParameters() = default;

at::Tensor FlatParameters::step(double learningRate) {
  constexpr double kSmallestNorm = 1e-6;
  at::Tensor norm;
  {
    const torch::NoGradGuard noGrad;
    std::vector<at::Tensor> norms;
    for (const at::Tensor& flat : m_flat) norms.push_back(flat.grad().norm());
    norm = at::stack(norms).norm();
    if (m_clipNorm > 0.0) {
      const at::Tensor scale = (m_clipNorm / (norm + kSmallestNorm)).clamp_max(1.0);
      for (const at::Tensor& flat : m_flat) flat.grad().mul_(scale);
    }
  }
  for (torch::optim::OptimizerParamGroup& group : m_optimizer->param_groups()) {
    static_cast<torch::optim::AdamWOptions&>(group.options()).lr(learningRate);
  }
  m_optimizer->step();
  const torch::NoGradGuard noGrad;
  for (const at::Tensor& flat : m_flat) flat.grad().zero_();
  return norm;
}

std::int64_t FlatParameters::count() const {
  std::int64_t count = 0;
  for (const at::Tensor& flat : m_flat) count += flat.numel();
  return count;
}

}  // namespace molloquy::train
