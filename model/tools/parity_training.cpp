// Training runs against the reference's: losses, gradient norms of every parameter, gradients and
// weights after the updates, for stage 1 (5 steps) and stage 2 (4 steps of 2 micro-batches).
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <functional>

#include "model/recipes/schedule.h"
#include "model/tools/parity_models.h"
#include "model/train/learned_parameters.h"

namespace molloquy::parity {
namespace {

constexpr double kNormTolerance = 1e-4;  ///< relative
constexpr double kWeightTolerance = 2e-6;
/// Norms below this are rounding noise around an exact zero.
constexpr double kNoise = 1e-7;

/// A module and what learns in it, for LearnedParameters; its batches are the stored ones.
class StoredObjective : public train::TrainingObjective {
 public:
  using Learns = std::function<bool(const std::string& parameter)>;
  /// encoder  rests, its dropout included, as in the reference.
  StoredObjective(torch::nn::Module& module, torch::nn::Module& encoder, Learns learns)
      : m_module(module), m_encoder(encoder), m_learns(std::move(learns)) {}

  torch::nn::Module& module() override { return m_module; }
  [[nodiscard]] recipes::Learning learningOf(const std::string& parameter) const override {
    return m_learns(parameter) ? recipes::Learning::Full : recipes::Learning::Frozen;
  }
  void setTraining(bool on) override {
    m_module.train(on);
    m_encoder.eval();
  }
  [[nodiscard]] std::unique_ptr<train::MicroBatch> collate(const recipes::BatchIndices&,
                                                           std::uint64_t) const override {
    return nullptr;
  }
  train::Losses losses(const train::MicroBatch&, train::LossContext&) override { return {}; }
  [[nodiscard]] std::vector<recipes::FedExample> describe(
      const recipes::BatchIndices&) const override {
    return {};
  }
  [[nodiscard]] double flops(const train::MicroBatch&) const override { return 0; }
  [[nodiscard]] Result<void> save(const std::filesystem::path&) const override { return {}; }

 private:
  torch::nn::Module& m_module;
  torch::nn::Module& m_encoder;
  Learns m_learns;
};

/// One stored run: names, prefix, the JSON and the tensors beside it.
struct StoredRun {
  const char* name;
  const char* tensors;
  std::string after;  ///< "after5/"
  nlohmann::json json;
};

recipes::OptimizerSettings optimizerOf(const nlohmann::json& run) {
  const nlohmann::json& group = run.at("groups").at(0);
  recipes::OptimizerSettings settings;
  settings.beta1 = group.at("betas").at(0);
  settings.beta2 = group.at("betas").at(1);
  settings.epsilon = group.at("eps");
  settings.weightDecay = group.at("weight_decay");
  return settings;
}

recipes::ScheduleSettings scheduleOf(const nlohmann::json& training) {
  recipes::ScheduleSettings settings;
  settings.kind = recipes::ScheduleKind::EpochCosine;
  settings.learningRate = training.at("init_lr");
  settings.minLearningRate = training.at("min_lr");
  settings.warmupLearningRate = training.at("warmup_lr");
  settings.warmupSteps = 1000;
  return settings;
}

bool isCompared(const std::string& name) { return !name.ends_with(".key.bias"); }

at::Tensor* parameterAt(torch::OrderedDict<std::string, at::Tensor>& parameters,
                        const std::string& published) {
  const auto name = nn::parameterName(published);
  return name ? parameters.find(*name) : nullptr;
}

void compareNorms(const StoredRun& run, std::size_t step, torch::nn::Module& module,
                  Report& report) {
  auto parameters = module.named_parameters();
  std::size_t compared = 0;
  std::size_t different = 0;
  std::string first;
  for (const auto& item : run.json.at("grad_norms_per_step").at(step).items()) {
    if (!isCompared(item.key())) continue;
    ++compared;
    const at::Tensor* parameter = parameterAt(parameters, item.key());
    const double golden = item.value();
    const double ours = parameter != nullptr && parameter->grad().defined()
                            ? parameter->grad().norm().item<double>()
                            : -1.0;
    if (std::abs(ours - golden) <= std::max(kNoise, kNormTolerance * golden)) continue;
    if (++different == 1) first = fmt::format("{}: {} against {}", item.key(), ours, golden);
  }
  report.compareMany(fmt::format("{} train step {} gradient norms", run.name, step), compared,
                     different, first);
}

/// Tensors stored under a prefix against `numbers` of the parameter of that name.
void compareTensors(GoldenFolder& golden, const StoredRun& run, const std::string& prefix,
                    double tolerance, torch::nn::Module& module,
                    const std::function<at::Tensor(const at::Tensor&)>& numbers, Report& report) {
  auto parameters = module.named_parameters();
  std::size_t compared = 0;
  std::size_t different = 0;
  std::string first;
  for (const auto& item : run.json.at("grad_norms_per_step").at(0).items()) {
    const std::string stored = prefix + item.key();
    if (!isCompared(item.key()) || !golden.contains(run.tensors, stored)) continue;
    ++compared;
    const at::Tensor* parameter = parameterAt(parameters, item.key());
    const at::Tensor expected = *golden.tensor(run.tensors, stored);
    const double worst =
        parameter == nullptr
            ? INFINITY
            : (numbers(*parameter).reshape(expected.sizes()) - expected).abs().max().item<double>();
    if (worst <= tolerance) continue;
    if (++different == 1) first = fmt::format("{}: off by {}", stored, worst);
  }
  if (compared == 0) return report.absent(fmt::format("{} train {}", run.name, prefix));
  report.compareMany(fmt::format("{} train {}*", run.name, prefix), compared, different, first);
}

/// Sums of every parameter after the run, also of those that are not stored whole.
void compareAfter(const StoredRun& run, const char* key, torch::nn::Module& module,
                  Report& report) {
  auto parameters = module.named_parameters();
  std::size_t compared = 0;
  std::size_t different = 0;
  std::string first;
  for (const auto& item : run.json.at(key).items()) {
    if (!isCompared(item.key())) continue;
    ++compared;
    const at::Tensor* parameter = parameterAt(parameters, item.key());
    const auto expected = item.value().at("after_first4").get<std::vector<double>>();
    bool same = parameter != nullptr;
    for (std::size_t i = 0; same && i < expected.size(); ++i) {
      const double ours =
          parameter->detach().flatten()[static_cast<std::int64_t>(i)].item<double>();
      same = std::abs(ours - expected[i]) <= kWeightTolerance;
    }
    if (!same && ++different == 1) first = item.key();
  }
  report.compareMany(fmt::format("{} train {}", run.name, key), compared, different, first);
}

at::Tensor number(double value) { return torch::tensor(value, torch::kFloat); }

void compareLoss(const std::string& name, const at::Tensor& ours, double golden, Report& report) {
  report.compare(name, ours.detach().to(at::kFloat), number(golden), kLoss);
}

void runStage1(GoldenFolder& golden, Report& report) {
  StoredRun run{"stage1", "stage1_train_tensors.safetensors", "after5/",
                golden.json("stage1_train.json")};
  auto model = stage1Model(golden, report, golden.stored({kStage1Weights}));
  const auto graphs = storedGraphs(golden, kUnimolFile, "");
  const auto ids = golden.tensor(kQFormerFile, "b.input_ids");
  const auto attend = golden.tensor(kQFormerFile, "b.attention_mask");
  if (!run.json.is_object() || !model || !graphs || !ids || !attend) {
    return report.absent("stage1 train");
  }
  molm::Stage1Model network = *model;
  StoredObjective objective(*network, *network->encoder(), [](const std::string& name) {
    return !name.starts_with("graph_encoder.");
  });
  train::LearnedParameters learned(objective, optimizerOf(run.json));
  objective.setTraining(true);
  const auto lossesWith = [&](const nlohmann::json& negatives) {
    const auto index = [&](const char* key) {
      return torch::tensor(negatives.at(key).get<std::vector<std::int64_t>>(), torch::kInt64)
          .to(golden.device());
    };
    molm::Stage1ModelImpl::LossInput input;
    input.graphs = *graphs;
    input.text = {*ids, *attend};
    input.negatives = {index("neg_graph_idx"), index("neg_text_idx")};
    return network->losses(input);
  };
  const auto schedule = scheduleOf(golden.config().at("training"));
  const auto& steps = run.json.at("losses_per_step_before_update");
  recipes::RunPosition at;
  at.epochBatches = static_cast<std::int64_t>(steps.size());
  for (std::size_t step = 0; step < steps.size(); ++step) {
    const auto losses = lossesWith(run.json.at("negatives_per_step").at(step));
    const std::string name = fmt::format("stage1 train step {}", step);
    compareLoss(name + " loss", losses.total(), steps[step].at("loss"), report);
    compareLoss(name + " loss_itc", losses.contrast, steps[step].at("loss_itc"), report);
    compareLoss(name + " loss_itm", losses.matching, steps[step].at("loss_itm"), report);
    compareLoss(name + " loss_lm", losses.captioning, steps[step].at("loss_lm"), report);
    losses.total().backward();
    compareNorms(run, step, *network, report);
    if (step == 0) {
      compareTensors(
          golden, run, "grad_step0/", kHidden, *network,
          [](const at::Tensor& p) { return p.grad(); }, report);
    }
    at.step = static_cast<std::int64_t>(step);
    learned.step(recipes::learningRateAt(schedule, at));
  }
  const auto& last = run.json.at("loss_after_5_steps_with_step0_negatives");
  compareLoss("stage1 train loss after the steps",
              lossesWith(run.json.at("negatives_per_step").at(0)).total(), last.at("loss"), report);
  compareTensors(
      golden, run, run.after, kWeightTolerance, *network,
      [](const at::Tensor& p) { return p.detach(); }, report);
  compareAfter(run, "params_after_5", *network, report);
}

void runStage2(GoldenFolder& golden, Report& report) {
  StoredRun run{"stage2", "stage2_train_tensors.safetensors", "after4/",
                golden.json("stage2_train.json")};
  auto model = stage2Model(golden, report, stage2Weights(golden));
  if (!run.json.is_object() || !model) return report.absent("stage2 train");
  molm::MoleculeLanguageModel network = *model;
  struct Batch {
    unimol::GraphBatch graphs;
    molm::TextBatch text;
  };
  std::vector<Batch> batches;
  for (const std::string prefix : {"A.", "B."}) {
    const auto graphs = storedGraphs(golden, run.tensors, prefix);
    const auto ids = golden.tensor(run.tensors, prefix + "input_ids");
    const auto types = golden.tensor(run.tensors, prefix + "token_type_ids");
    if (!graphs || !ids || !types) return report.absent("stage2 train");
    batches.push_back({*graphs, textBatchOf(*ids, *types, network->config()).to(golden.device())});
  }
  StoredObjective objective(*network, *network->encoder(), [](const std::string& name) {
    return !name.starts_with("graph_encoder.") &&
           (!name.starts_with("llm_model.") || name.find(".lora_") != std::string::npos);
  });
  train::LearnedParameters learned(objective, optimizerOf(run.json));
  objective.setTraining(true);
  const auto& losses = run.json.at("losses_per_micro_batch_before_update");
  const auto schedule = scheduleOf(golden.config().at("training"));
  recipes::RunPosition at;
  at.epochBatches = static_cast<std::int64_t>(losses.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const Batch& batch = batches[i % batches.size()];
    const at::Tensor loss = network->loss(batch.graphs, batch.text);
    compareLoss(fmt::format("stage2 train micro-batch {} loss", i), loss, losses[i], report);
    loss.backward();
    if (i % batches.size() + 1 < batches.size()) continue;
    learned.average(nullptr, static_cast<double>(batches.size()));
    const std::size_t step = i / batches.size();
    compareNorms(run, step, *network, report);
    if (step == 0) {
      compareTensors(
          golden, run, "grad_step0/", kHidden, *network,
          [](const at::Tensor& p) { return p.grad(); }, report);
    }
    at.step = static_cast<std::int64_t>(step);
    learned.step(recipes::learningRateAt(schedule, at));
  }
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const char* name = i == 0 ? "A" : "B";
    compareLoss(fmt::format("stage2 train loss of {} after the steps", name),
                network->loss(batches[i].graphs, batches[i].text),
                run.json.at("loss_after").at(name), report);
  }
  compareTensors(
      golden, run, run.after, kWeightTolerance, *network,
      [](const at::Tensor& p) { return p.detach(); }, report);
  compareAfter(run, "params_after_4", *network, report);
}

}  // namespace

void runTrainingCases(GoldenFolder& golden, Report& report) {
  // Gradients are wanted here, and nothing outside of this group.
  const c10::InferenceMode off(false);
  const at::AutoGradMode gradients(true);
  runStage1(golden, report);
  runStage2(golden, report);
}

}  // namespace molloquy::parity
