#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <chrono>

#include "model/train/memory_in_use.h"
#include "model/train/trainer.h"
#include "model/train/training_run.h"

namespace molloquy::train {
namespace {

/// The name under which a parameter is counted.
std::string partOf(const std::string& parameter) {
  if (parameter.starts_with("graph_encoder.")) return "encoder";
  if (parameter.starts_with("llm_proj.")) return "projection";
  if (parameter.starts_with("llm_model.") || parameter.starts_with("model.") ||
      parameter.starts_with("lm_head.")) {
    return parameter.find(".lora_") == std::string::npos ? "language" : "adapters";
  }
  return "qformer";
}

void countParts(TrainingObjective& objective, recipes::DryRun& result) {
  for (const auto& item : objective.module().named_parameters()) {
    const std::string name = partOf(item.key());
    auto part = std::find_if(result.parts.begin(), result.parts.end(),
                             [&](const auto& known) { return known.name == name; });
    if (part == result.parts.end()) part = result.parts.insert(part, {name, 0, 0});
    part->parameters += item.value().numel();
    if (item.value().requires_grad()) part->trained += item.value().numel();
    result.weightBytes += static_cast<std::uintmax_t>(item.value().nbytes());
  }
}

/// Times updates on the first batches after one that warms up.
void measureUpdates(Trainer& trainer, TrainingObjective& objective,
                    const std::vector<recipes::BatchIndices>& plan, const recipes::Recipe& recipe,
                    at::Device device, recipes::DryRun& result) {
  constexpr int kMeasured = 2;
  objective.setTraining(true);
  const std::uintmax_t before = memoryInUse(device);
  std::size_t next = 0;
  for (int run = 0; run <= kMeasured; ++run) {
    std::vector<std::unique_ptr<MicroBatch>> batches;
    std::vector<std::uint64_t> seeds;
    double flops = 0;
    for (int i = 0; i < recipe.batch.accumulate; ++i) {
      seeds.push_back(batchSeed(recipe.seed, 0, static_cast<std::int64_t>(next)));
      batches.push_back(objective.collate(plan[next % plan.size()], seeds.back()));
      flops += objective.flops(*batches.back());
      ++next;
    }
    const auto begin = std::chrono::steady_clock::now();
    trainer.update(batches, seeds, recipe.batch.accumulate).item<double>();
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (run == 0) {
      const std::uintmax_t after = memoryInUse(device);
      result.activationBytes = after > before ? after - before : 0;
    } else {
      result.secondsPerStep += seconds / kMeasured;
      result.flopsPerStep += flops / kMeasured;
    }
  }
}

}  // namespace

Result<recipes::DryRun> dryRun(const recipes::TrainingJob& job) {
  try {
    const Result<recipes::PreparedDataset> data = recipes::PreparedDataset::read(job.data);
    if (!data) return tl::unexpected(data.error());
    if (job.threads > 0) at::set_num_threads(job.threads);
    const at::Device device =
        job.device == "cuda" ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
    auto objective = makeObjective(job.recipe, *data, device);
    if (!objective) return tl::unexpected(objective.error());
    const CheckpointStore nowhere = CheckpointStore::unused();
    TrainingLog quiet({}, {}, TrainingLog::Voice::Quiet);
    Trainer trainer(**objective, *data, job.recipe, nowhere, quiet, {device, 1, nullptr});
    recipes::DryRun result;
    countParts(**objective, result);
    result.trainingExamples = trainer.trainingExamples();
    result.heldOutExamples = trainer.heldOutExamples();
    result.steps = trainer.totalSteps();
    result.optimizerBytes = trainer.parameters().optimizerBytes();
    const auto plan =
        recipes::planEpoch(*data, recipes::examplesOf(*data, recipes::PreparedSplit::Training),
                           job.recipe.batch, job.recipe.seed, 0);
    if (plan.empty()) {
      return fail(ErrorCode::InvalidInput, "There is nothing to train on in the prepared data.");
    }
    result.batch = (*objective)->describe(plan.front());
    measureUpdates(trainer, **objective, plan, job.recipe, device, result);
    return result;
  } catch (const c10::OutOfMemoryError&) {
    return fail(ErrorCode::OutOfMemory,
                "There is not enough memory for one update. Lower batch.tokens or batch.examples, "
                "or set activations=recompute.");
  } catch (const std::exception& error) {
    return fail(ErrorCode::Internal, error.what());
  }
}

}  // namespace molloquy::train
