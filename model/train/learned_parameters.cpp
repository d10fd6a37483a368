#include "model/train/learned_parameters.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <map>

#include "model/checkpoints/safetensors.h"
#include "model/nn/weights.h"

namespace molloquy::train {
namespace {

constexpr const char* kLayoutKey = "layout";
constexpr const char* kStepsKey = "steps";

bool learns(const std::string& name, recipes::Learning learning) {
  const bool adapter = name.ends_with("lora_A.weight") || name.ends_with("lora_B.weight");
  return learning == recipes::Learning::Full || (learning == recipes::Learning::Lora && adapter);
}

/// Moves the parameters' numbers into one leaf tensor that they become views of.
at::Tensor flatten(const std::vector<std::pair<std::string, at::Tensor>>& members) {
  const torch::NoGradGuard noGrad;
  std::int64_t count = 0;
  for (const auto& [name, parameter] : members) count += parameter.numel();
  const auto options = members.front().second.options().dtype(torch::kFloat).requires_grad(false);
  at::Tensor flat = at::empty({count}, options);
  at::Tensor gradient = at::zeros_like(flat);
  std::int64_t begin = 0;
  for (const auto& [name, member] : members) {
    at::Tensor parameter = member;
    const std::int64_t size = parameter.numel();
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

torch::optim::AdamWParamState* stateOf(torch::optim::AdamW& optimizer, const at::Tensor& flat) {
#if TORCH_VERSION_MAJOR >= 2
  const auto found = optimizer.state().find(flat.unsafeGetTensorImpl());
#else
  const auto found = optimizer.state().find(c10::guts::to_string(flat.unsafeGetTensorImpl()));
#endif
  return found == optimizer.state().end()
             ? nullptr
             : &static_cast<torch::optim::AdamWParamState&>(*found->second);
}

}  // namespace

LearnedParameters::LearnedParameters(TrainingObjective& objective,
                                     const recipes::OptimizerSettings& settings)
    : m_clipNorm(settings.clipNorm) {
  std::vector<std::pair<std::string, at::Tensor>> decaying;
  std::vector<std::pair<std::string, at::Tensor>> resting;
  const bool allDecay = settings.decay == recipes::OptimizerSettings::Decay::All;
  for (auto& item : objective.module().named_parameters()) {
    const bool learning = learns(item.key(), objective.learningOf(item.key()));
    item.value().set_requires_grad(learning);
    if (!learning) continue;
    const bool decays = allDecay || item.value().dim() > 1;
    (decays ? decaying : resting).emplace_back(item.key(), item.value());
  }
  std::vector<torch::optim::OptimizerParamGroup> groups;
  const auto add = [&](const char* name, auto& members, double decay) {
    if (members.empty()) return;
    addGroup(name, std::move(members));
    auto options = std::make_unique<torch::optim::AdamWOptions>(0.0);
    options->betas({settings.beta1, settings.beta2}).eps(settings.epsilon).weight_decay(decay);
    groups.emplace_back(std::vector<at::Tensor>{m_groups.back().flat}, std::move(options));
  };
  add("decaying", decaying, settings.weightDecay);
  add("resting", resting, 0.0);
  TORCH_CHECK(!m_groups.empty(), "nothing of this network learns by the recipe's \"parts\"");
  m_optimizer = std::make_unique<torch::optim::AdamW>(groups, torch::optim::AdamWOptions(0.0));
}

LearnedParameters::~LearnedParameters() = default;

void LearnedParameters::addGroup(const std::string& name,
                                 std::vector<std::pair<std::string, at::Tensor>> members) {
  Group group{name, {}, {}, flatten(members)};
  for (const auto& [parameter, tensor] : members) {
    group.parameters.push_back(parameter);
    group.shapes.push_back(tensor.sizes().vec());
  }
  m_groups.push_back(std::move(group));
}

void LearnedParameters::average(ProcessGroup* group, double parts) {
  const torch::NoGradGuard noGrad;
  for (Group& members : m_groups) {
    at::Tensor gradient = members.flat.grad();
    if (group != nullptr) group->sum(gradient);
    if (parts != 1.0) gradient.div_(parts);
  }
}

at::Tensor LearnedParameters::step(double learningRate) {
  constexpr double kSmallestNorm = 1e-6;
  at::Tensor norm;
  {
    const torch::NoGradGuard noGrad;
    std::vector<at::Tensor> norms;
    for (const Group& group : m_groups) norms.push_back(group.flat.grad().norm());
    norm = at::stack(norms).norm();
    if (m_clipNorm > 0.0) {
      const at::Tensor scale = (m_clipNorm / (norm + kSmallestNorm)).clamp_max(1.0);
      for (const Group& group : m_groups) group.flat.grad().mul_(scale);
    }
  }
  for (torch::optim::OptimizerParamGroup& group : m_optimizer->param_groups()) {
    static_cast<torch::optim::AdamWOptions&>(group.options()).lr(learningRate);
  }
  m_optimizer->step();
  const torch::NoGradGuard noGrad;
  for (const Group& group : m_groups) group.flat.grad().zero_();
  return norm;
}

void LearnedParameters::broadcast(ProcessGroup& group) {
  const torch::NoGradGuard noGrad;
  for (Group& members : m_groups) {
    at::Tensor numbers = members.flat.detach();
    group.broadcast(numbers);
  }
}

std::int64_t LearnedParameters::count() const {
  std::int64_t count = 0;
  for (const Group& group : m_groups) count += group.flat.numel();
  return count;
}

std::uintmax_t LearnedParameters::optimizerBytes() const {
  constexpr std::uintmax_t kNumbersEach = 3;  // gradient and two moments
  return static_cast<std::uintmax_t>(count()) * kNumbersEach * sizeof(float);
}

std::string LearnedParameters::layout() const {
  std::string text;
  for (const Group& group : m_groups) {
    for (std::size_t i = 0; i < group.parameters.size(); ++i) {
      text +=
          fmt::format("{}:{}{};", group.name, group.parameters[i], fmt::join(group.shapes[i], "x"));
    }
  }
  return text;
}

Result<void> LearnedParameters::save(const std::filesystem::path& file) const {
  std::vector<at::Tensor> kept;  // keeps the copies alive until they are written
  std::vector<checkpoints::TensorToWrite> tensors;
  const auto add = [&](const std::string& name, const at::Tensor& numbers) {
    kept.push_back(numbers.detach().to(torch::kCPU).contiguous());
    const auto* data = reinterpret_cast<const std::byte*>(kept.back().data_ptr<float>());
    tensors.push_back({name,
                       checkpoints::TensorType::F32,
                       {numbers.numel()},
                       {data, static_cast<std::size_t>(numbers.numel()) * sizeof(float)}});
  };
  std::int64_t steps = 0;
  for (const Group& group : m_groups) {
    add(group.name + ".weights", group.flat);
    if (const auto* state = stateOf(*m_optimizer, group.flat)) {
      add(group.name + ".exp_avg", state->exp_avg());
      add(group.name + ".exp_avg_sq", state->exp_avg_sq());
      steps = state->step();
    }
  }
  return checkpoints::writeSafetensors(
      file, tensors, {{kLayoutKey, layout()}, {kStepsKey, std::to_string(steps)}});
}

Result<void> LearnedParameters::load(const std::filesystem::path& file) {
  return restore(file, Restored::WeightsAndMoments);
}

Result<void> LearnedParameters::loadWeightsOnly(const std::filesystem::path& file) {
  return restore(file, Restored::Weights);
}

Result<void> LearnedParameters::restore(const std::filesystem::path& file, Restored what) {
  const auto stored = checkpoints::SafetensorsFile::open(file);
  if (!stored) return tl::unexpected(stored.error());
  const auto& metadata = stored->metadata();
  const auto layoutText = metadata.find(kLayoutKey);
  const auto stepsText = metadata.find(kStepsKey);
  if (layoutText == metadata.end() || layoutText->second != layout() ||
      stepsText == metadata.end()) {
    return fail(ErrorCode::Corrupt,
                fmt::format("{} holds other parameters than this recipe teaches; start over, or "
                            "use the recipe that the checkpoint was made with.",
                            file.string()));
  }
  const auto copy = [&](const std::string& name, at::Tensor target) -> Result<void> {
    const Result<at::Tensor> numbers = nn::readTensor(*stored, name);
    if (!numbers) return tl::unexpected(numbers.error());
    const torch::NoGradGuard noGrad;
    target.copy_(*numbers);
    return {};
  };
  const std::int64_t steps = std::strtoll(stepsText->second.c_str(), nullptr, 10);
  for (Group& group : m_groups) {
    if (Result<void> done = copy(group.name + ".weights", group.flat.detach()); !done) return done;
    if (what == Restored::Weights || steps == 0) continue;
    auto state = std::make_unique<torch::optim::AdamWParamState>();
    state->step(steps);
    state->exp_avg(at::zeros_like(group.flat.detach()));
    state->exp_avg_sq(at::zeros_like(group.flat.detach()));
    Result<void> done = copy(group.name + ".exp_avg", state->exp_avg());
    if (done) done = copy(group.name + ".exp_avg_sq", state->exp_avg_sq());
    if (!done) return done;
#if TORCH_VERSION_MAJOR >= 2
    m_optimizer->state()[group.flat.unsafeGetTensorImpl()] = std::move(state);
#else
    m_optimizer->state()[c10::guts::to_string(group.flat.unsafeGetTensorImpl())] = std::move(state);
#endif
  }
  return {};
}

}  // namespace molloquy::train
