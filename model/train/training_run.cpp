#include "model/train/training_run.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>

#include "model/nn/weights.h"
#include "model/train/answers_objective.h"
#include "model/train/denoising_objective.h"
#include "model/train/finished_model.h"
#include "model/train/representation_objective.h"
#include "model/train/start_weights.h"
#include "model/train/text_objective.h"
#include "model/train/trainer.h"

namespace molloquy::train {
namespace fs = std::filesystem;
namespace {

/// Runs `work`; what libtorch throws becomes an error.
template <class T, class Work>
Result<T> guarded(Work work) {
  try {
    return work();
  } catch (const ProcessLost& error) {
    return fail(ErrorCode::Internal, error.what());
  } catch (const c10::OutOfMemoryError&) {
    return fail(ErrorCode::OutOfMemory,
                "There is not enough memory for this run. Lower batch.tokens or batch.examples, or "
                "set activations=recompute.");
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfMemory, "There is not enough memory for this run.");
  } catch (const c10::Error& error) {
    return fail(ErrorCode::Internal, error.what_without_backtrace());
  } catch (const std::exception& error) {
    return fail(ErrorCode::Internal, error.what());
  }
}

Result<at::Device> deviceOf(const recipes::TrainingJob& job) {
  if (job.device == "cpu") return at::Device(at::kCPU);
  if (job.device != "cuda") {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The device \"{}\" is not known; cpu and cuda are.", job.device));
  }
  if (!torch::cuda::is_available()) {
    return fail(ErrorCode::InvalidInput, "This libtorch finds no CUDA device; use cpu.");
  }
  return at::Device(at::kCUDA, static_cast<at::DeviceIndex>(job.world.localRank));
}

/// Examples have what the objective reads.
Result<void> checkExamples(const recipes::Recipe& recipe, const recipes::PreparedDataset& data) {
  if (recipe.objective == recipes::Objective::Text) return {};
  for (std::size_t i = 0; i < data.exampleCount(); ++i) {
    if (data.structureOf(i) >= 0) continue;
    return fail(ErrorCode::InvalidInput,
                fmt::format("Example {} of the prepared data ({}) has no structure, which this "
                            "objective needs; leave such lines out or use the objective text.",
                            i, data.sources()[data.sourceOf(i)]));
  }
  return {};
}

template <class Objective, class Model>
Result<std::unique_ptr<TrainingObjective>> objectiveOn(Result<Model> model,
                                                       const recipes::PreparedDataset& data,
                                                       const recipes::Recipe& recipe,
                                                       at::Device device) {
  if (!model) return tl::unexpected(model.error());
  (*model)->to(device);
  return std::make_unique<Objective>(*std::move(model), data, recipe);
}

Result<std::unique_ptr<TrainingObjective>> denoisingOn(Result<unimol::PretrainingModel> model,
                                                       const recipes::PreparedDataset& data,
                                                       const recipes::Recipe& recipe,
                                                       at::Device device) {
  if (!model) return tl::unexpected(model.error());
  (*model)->to(device);
  auto objective = DenoisingObjective::create(*std::move(model), recipe, data);
  if (!objective) return tl::unexpected(objective.error());
  return *std::move(objective);
}

Result<void> refuseExisting(const recipes::TrainingJob& job, const CheckpointStore& store) {
  if (job.existing != recipes::Existing::Refuse || store.isEmpty()) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} holds a training run already; go on with it, start over, or name "
                          "another folder.",
                          job.output.string()));
}

Result<recipes::TrainingEnd> runOn(const recipes::TrainingJob& job, at::Device device,
                                   ProcessGroup* group, const recipes::TrainingObserver& observer,
                                   const std::stop_token& stop) {
  const Result<recipes::PreparedDataset> data = recipes::PreparedDataset::read(job.data);
  if (!data) return tl::unexpected(data.error());
  const bool first = job.world.rank == 0;
  const auto store = CheckpointStore::open(job.output, runIdentity(job.recipe, *data));
  if (!store) return tl::unexpected(store.error());
  if (Result<void> free = refuseExisting(job, *store); !free) return tl::unexpected(free.error());
  if (group != nullptr) group->barrier();  // everyone has looked before anything is removed
  if (first && job.existing == recipes::Existing::StartOver) {
    if (Result<void> removed = store->removeAll(); !removed) {
      return tl::unexpected(removed.error());
    }
  }
  auto objective = makeObjective(job.recipe, *data, device);
  if (!objective) return tl::unexpected(objective.error());
  if (group != nullptr) group->barrier();

  TrainingLog log(job.output, observer,
                  first ? TrainingLog::Voice::Told : TrainingLog::Voice::Quiet);
  Trainer trainer(**objective, *data, job.recipe, *store, log, {device, job.loaderThreads, group});
  if (job.existing == recipes::Existing::Resume && !store->isEmpty()) {
    if (Result<void> resumed = trainer.resume(); !resumed) return tl::unexpected(resumed.error());
    log.note(fmt::format("Going on from step {}.", store->steps().back()));
  }
  log.start(job.recipe, nn::parameterCount((*objective)->module()), trainer.parameters().count(),
            trainer.trainingExamples(), trainer.heldOutExamples(), trainer.totalSteps());
  Result<recipes::TrainingEnd> end = trainer.run(stop);
  if (end) log.end(*end);
  if (end && first && end->reason != recipes::TrainingEndReason::Stopped) {
    const Result<fs::path> model = writeFinishedModel(job, *data, **objective);
    if (!model) return tl::unexpected(model.error());
    end->model = *model;
    log.note(fmt::format("The finished model is in {}.", model->string()));
  }
  if (group != nullptr) group->barrier();
  return end;
}

/// Every process needs as many pairs as the others, because each compares its own with all.
Result<void> checkWorld(const recipes::TrainingJob& job) {
  if (job.world.size == 1 || job.recipe.objective != recipes::Objective::Representation ||
      job.recipe.batch.examples > 0) {
    return {};
  }
  return fail(ErrorCode::InvalidInput,
              "Several processes compare pairs in batches of equal size; set batch.examples.");
}

Result<void> prepareProcess(const recipes::TrainingJob& job) {
  if (job.threads > 0) at::set_num_threads(job.threads);
  std::error_code error;
  fs::create_directories(job.output, error);
  if (!error) return {};
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} cannot be made: {}.", job.output.string(), error.message()));
}

}  // namespace

Result<std::unique_ptr<TrainingObjective>> makeObjective(const recipes::Recipe& recipe,
                                                         const recipes::PreparedDataset& data,
                                                         at::Device device) {
  if (Result<void> fits = checkExamples(recipe, data); !fits) return tl::unexpected(fits.error());
  switch (recipe.objective) {
    case recipes::Objective::Representation:
      return objectiveOn<RepresentationObjective>(representationModel(recipe, data), data, recipe,
                                                  device);
    case recipes::Objective::Answers:
      return objectiveOn<AnswersObjective>(answersModel(recipe, data), data, recipe, device);
    case recipes::Objective::Text:
      return objectiveOn<TextObjective>(textModel(recipe, data), data, recipe, device);
    case recipes::Objective::Denoising:
      return denoisingOn(denoisingModel(recipe), data, recipe, device);
  }
  return fail(ErrorCode::Unsupported, "This objective is not known.");
}

Result<recipes::TrainingEnd> runTraining(const recipes::TrainingJob& job,
                                         const recipes::TrainingObserver& observer,
                                         std::stop_token stop) {
  const Result<at::Device> device = deviceOf(job);
  if (!device) return tl::unexpected(device.error());
  Result<void> ready = checkWorld(job);
  if (ready) ready = prepareProcess(job);
  if (!ready) return tl::unexpected(ready.error());
  return guarded<recipes::TrainingEnd>([&]() -> Result<recipes::TrainingEnd> {
    std::unique_ptr<ProcessGroup> group;
    if (job.world.size > 1) {
      if (observer.onMessage) {
        observer.onMessage(fmt::format("Rank {} of {} meets the others at {} port {}.",
                                       job.world.rank, job.world.size, job.world.address,
                                       job.world.port));
      }
      Patience patience;
      patience.stop = stop;
      auto joined = ProcessGroup::join(job.world, *device, patience);
      if (!joined) return tl::unexpected(joined.error());
      group = *std::move(joined);
    }
    return runOn(job, *device, group.get(), observer, stop);
  });
}

}  // namespace molloquy::train
