#include "model/train/finished_model.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include "model/checkpoints/adapter_export.h"
#include "model/checkpoints/adapter_merge.h"

namespace molloquy::train {
namespace fs = std::filesystem;
namespace {

Result<void> notWritten(const fs::path& path, const std::error_code& error) {
  return fail(ErrorCode::InvalidInput,
              fmt::format("{} cannot be written: {}.", path.string(), error.message()));
}

Result<void> makeFolder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  return error ? notWritten(folder, error) : Result<void>();
}

Result<void> copyCompanions(const recipes::TrainingJob& job, const fs::path& folder) {
  for (const fs::path& file : job.companions) {
    std::error_code error;
    fs::copy_file(file, folder / file.filename(), fs::copy_options::overwrite_existing, error);
    if (error) return notWritten(folder / file.filename(), error);
  }
  return {};
}

checkpoints::AdapterCard cardOf(const recipes::TrainingJob& job,
                                const recipes::PreparedDataset& data) {
  checkpoints::AdapterCard card;
  card.name = job.recipe.name;
  card.recipe = job.recipe.name;
  card.dataKey = data.key();
  card.figures = checkpoints::trainingFigures(job.output / "train.jsonl");
  return card;
}

/// The adapter of a language model alone, from its parameters.
Result<void> writeTextAdapter(const recipes::TrainingJob& job, const recipes::PreparedDataset& data,
                              TrainingObjective& objective, const fs::path& folder) {
  std::vector<at::Tensor> kept;
  std::vector<checkpoints::TensorToWrite> tensors;
  for (const auto& item : objective.module().named_parameters()) {
    if (!checkpoints::isAdapterTensor(item.key())) continue;
    kept.push_back(item.value().detach().to(at::kCPU, at::kFloat).contiguous());
    const at::Tensor& numbers = kept.back();
    tensors.push_back({item.key(),
                       checkpoints::TensorType::F32,
                       numbers.sizes().vec(),
                       {static_cast<const std::byte*>(numbers.data_ptr()), numbers.nbytes()}});
  }
  checkpoints::AdapterConfig config;
  config.lora = *job.recipe.lora;
  config.baseModel = job.recipe.start.folder;
  return checkpoints::writeAdapter(folder, config, cardOf(job, data), std::move(tensors));
}

Result<void> writeMerged(const recipes::TrainingJob& job, const fs::path& adapter,
                         const fs::path& folder) {
  if (job.recipe.start.folder.empty()) {
    return fail(ErrorCode::InvalidInput,
                fmt::format("The adapter is in {}, but the language model that it changes came "
                            "from no folder, so no merged model can be written.",
                            adapter.string()));
  }
  std::error_code error;
  fs::remove_all(folder, error);  // of an earlier end of this run
  if (error) return notWritten(folder, error);
  const auto merged = checkpoints::mergeAdapter({job.recipe.start.folder, adapter, folder});
  if (!merged) return tl::unexpected(merged.error());
  return {};
}

}  // namespace

Result<fs::path> writeFinishedModel(const recipes::TrainingJob& job,
                                    const recipes::PreparedDataset& data,
                                    TrainingObjective& objective) {
  const fs::path folder = job.output / "model";
  const fs::path adapter = job.output / "adapter";
  const bool adapted = job.recipe.parts.language == recipes::Learning::Lora;
  Result<void> done;
  if (adapted && job.recipe.objective == recipes::Objective::Text) {
    done = writeTextAdapter(job, data, objective, adapter);
    if (done) done = writeMerged(job, adapter, folder);
    if (done) done = copyCompanions(job, folder);
  } else {
    done = makeFolder(folder);
    if (done) done = copyCompanions(job, folder);
    if (done) done = objective.save(folder);
    if (done && adapted) {
      done =
          checkpoints::exportAdapter(folder, adapter, job.recipe.start.folder, cardOf(job, data));
    }
  }
  if (!done) return tl::unexpected(done.error());
  return folder;
}

}  // namespace molloquy::train
